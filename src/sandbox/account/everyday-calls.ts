import { HOUR_MS } from '../../base/time.ts';
import { addDataEvent } from '../add-event.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import type { JsonObject } from '../wire/json.ts';
import { ACCOUNT_ID } from './names.ts';

/** Who calls, and when. */
export interface EverydayCaller {
  readonly role: string;
  readonly sessionName: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Where the calls of a service are recorded, and the type of what they touch. */
const CALLED: Readonly<Record<string, { readonly source: string; readonly type: string }>> = {
  cloudwatch: { source: 'monitoring', type: 'AWS::CloudWatch::Metric' },
  dynamodb: { source: 'dynamodb', type: 'AWS::DynamoDB::Table' },
  events: { source: 'events', type: 'AWS::Events::EventBus' },
  kinesis: { source: 'kinesis', type: 'AWS::Kinesis::Stream' },
  s3: { source: 's3', type: 'AWS::S3::Object' },
  sns: { source: 'sns', type: 'AWS::SNS::Topic' },
  sqs: { source: 'sqs', type: 'AWS::SQS::Queue' },
};

/** Makes each call that the statements allow, once: data events all of them. */
export function callEverything(
  account: SandboxAccount,
  statements: readonly JsonObject[],
  { at, ...caller }: EverydayCaller,
): void {
  for (const { Action: actions, Resource: resource } of statements) {
    for (const action of [actions].flat()) {
      const [service = '', eventName = ''] = String(action).split(':');
      const called = CALLED[service];
      if (called === undefined) continue;
      const ARN = String(resource).replace(/:\*:/, `:${caller.region}:`).replace('/*', '/2026-11.json');
      addDataEvent(account, {
        ...caller,
        eventSource: `${called.source}.amazonaws.com`,
        eventName,
        at: at + HOUR_MS,
        ...(ARN !== '*' && { resources: [{ ARN, accountId: ACCOUNT_ID, type: called.type }] }),
      });
    }
  }
}
