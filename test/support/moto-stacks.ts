/** What CloudFormation says of a stack. */
export interface MotoStack {
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The CloudFormation of a moto server in a Region, by its query protocol. Every call throws what moto refuses. */
export interface MotoStacks {
  create(name: string, template: unknown, parameters: Readonly<Record<string, string>>): Promise<void>;
  update(name: string, template: unknown, parameters: Readonly<Record<string, string>>): Promise<void>;
  delete(name: string): Promise<void>;
  /** Undefined where there is none of that name. */
  describe(name: string): Promise<MotoStack | undefined>;
}

export function motoStacks(endpoint: string, region: string): MotoStacks {
  const call = async (Action: string, fields: Readonly<Record<string, string>>): Promise<string> => {
    const scope = `test/20261122/${region}/cloudformation/aws4_request`;
    const response = await fetch(endpoint, {
      method: 'POST',
      // moto tells services apart by what a request is signed for, and does not check the signature.
      headers: { Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
      body: new URLSearchParams({ Action, Version: '2010-05-15', ...fields }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Cannot ${Action}: ${response.status} ${text}`);
    return text;
  };
  const stackFields = (name: string, template: unknown, parameters: Readonly<Record<string, string>>) => ({
    StackName: name,
    TemplateBody: JSON.stringify(template),
    'Capabilities.member.1': 'CAPABILITY_IAM',
    ...Object.fromEntries(
      Object.entries(parameters).flatMap(([key, value], place) => [
        [`Parameters.member.${place + 1}.ParameterKey`, key],
        [`Parameters.member.${place + 1}.ParameterValue`, value],
      ]),
    ),
  });
  return {
    create: async (...stack) => void (await call('CreateStack', stackFields(...stack))),
    update: async (...stack) => void (await call('UpdateStack', stackFields(...stack))),
    delete: async (StackName) => void (await call('DeleteStack', { StackName })),
    async describe(StackName) {
      const text = await call('DescribeStacks', { StackName }).catch((error: Error) => {
        if (error.message.includes('does not exist')) return '';
        throw error;
      });
      if (text === '') return undefined;
      const outputs = [...text.matchAll(/<OutputKey>(.*?)<\/OutputKey>\s*<OutputValue>(.*?)<\/OutputValue>/gs)];
      return {
        status: /<StackStatus>(\w+)</.exec(text)?.[1] ?? '',
        outputs: Object.fromEntries(outputs.map(([, key = '', value = '']) => [key, value])),
      };
    },
  };
}
