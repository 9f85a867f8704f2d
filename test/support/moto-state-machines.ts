import { setTimeout as pause } from 'node:timers/promises';

/** Step Functions of a moto server in a Region, by its JSON protocol. Every call throws what moto refuses; it runs one execution in each Region. */
export interface MotoStateMachines {
  create(name: string, definition: string): Promise<string>;
  /** Runs an execution to its end. */
  run(
    stateMachineArn: string,
    name: string,
  ): Promise<{ readonly status: string; readonly output: unknown; readonly cause: string }>;
}

export function motoStateMachines(endpoint: string, region: string): MotoStateMachines {
  const call = async (operation: string, input: object): Promise<Readonly<Record<string, string>>> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        Authorization: `AWS4-HMAC-SHA256 Credential=test/20261122/${region}/states/aws4_request, SignedHeaders=host, Signature=none`,
        'X-Amz-Target': `AWSStepFunctions.${operation}`,
        'Content-Type': 'application/x-amz-json-1.0',
      },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Cannot ${operation}: ${response.status} ${text}`);
    return JSON.parse(text) as Readonly<Record<string, string>>;
  };
  return {
    async create(name, definition) {
      const roleArn = 'arn:aws:iam::123456789012:role/states';
      const { stateMachineArn = '' } = await call('CreateStateMachine', { name, definition, roleArn });
      return stateMachineArn;
    },
    async run(stateMachineArn, name) {
      const { executionArn } = await call('StartExecution', { stateMachineArn, name, input: '{}' });
      for (;;) {
        const {
          status = '',
          output = 'null',
          error = '',
          cause = '',
        } = await call('DescribeExecution', { executionArn });
        if (status !== 'RUNNING') return { status, output: JSON.parse(output) as unknown, cause: `${error} ${cause}` };
        await pause(200);
      }
    },
  };
}
