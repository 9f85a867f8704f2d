import type { Call } from '../service.ts';
import { stableHex } from '../stable-id.ts';
import { AwsError } from '../wire/aws-error.ts';
import { jsonService } from '../wire/json-service.ts';

interface Parameter {
  readonly name: string;
  readonly type: 'String' | 'SecureString';
  readonly value: string;
  readonly version: number;
  readonly changedAt: number;
}

/** AWS Systems Manager Parameter Store: the account's SecureStrings and what was put, by name or ARN. */
export const ssm = jsonService({
  name: 'ssm',
  refusal: 'ValidationException',
  failure: 'InternalServerError',
  operations: {
    GetParameter(fields, call) {
      const asked = fields.requiredText('Name');
      const parameter = parametersOf(call).find(({ name }) => [name, arnOf(name, call)].includes(asked));
      if (parameter === undefined) throw new AwsError('ParameterNotFound', `Parameter ${asked} not found.`);
      const { name, type, value, version, changedAt } = parameter;
      const readable = type === 'String' || fields.flag('WithDecryption');
      return {
        Parameter: {
          Name: name,
          Type: type,
          Value: readable ? value : `AQICAHh${stableHex(value, 64)}`,
          Version: version,
          LastModifiedDate: changedAt / 1000,
          ARN: arnOf(name, call),
          DataType: 'text',
        },
      };
    },
    PutParameter(fields, call) {
      const name = fields.requiredText('Name');
      const before = parametersOf(call).find((parameter) => parameter.name === name);
      if (before !== undefined && !fields.flag('Overwrite')) {
        throw new AwsError('ParameterAlreadyExists', 'The parameter already exists.');
      }
      const version = (before?.version ?? 0) + 1;
      const value = fields.requiredText('Value');
      call.state.parameters.set(`${call.region} ${name}`, { value, version, changedAt: call.now });
      return { Version: version, Tier: 'Standard' };
    },
  },
});

/** What was put comes before what the account had from the first. */
function parametersOf({ account, state, region, endpoint }: Call): readonly Parameter[] {
  const put = [...state.parameters].flatMap(([key, parameter]): Parameter[] => {
    const [where = '', name = ''] = key.split(' ');
    return where === region ? [{ name, type: 'String', ...parameter }] : [];
  });
  const had = account.parameters
    .filter((parameter) => parameter.region === region)
    .map(({ name, value, createdAt }): Parameter => {
      const text = value.replaceAll('{endpoint}', endpoint);
      return { name, type: 'SecureString', value: text, version: 1, changedAt: createdAt };
    });
  return [...put, ...had];
}

function arnOf(name: string, { account, region }: Call): string {
  return `arn:aws:ssm:${region}:${account.accountId}:parameter/${name.replace(/^\//, '')}`;
}
