import { HOUR_MS, toIso } from '../../src/base/time.ts';
import type { Random } from './random.ts';
import type { Recording } from './recording.ts';
import { ACCOUNT } from './resources.ts';
import type { TruthPolicy } from './role-policies.ts';
import type { TruthRole } from './truth-account.ts';

/** A record, and what decides who gets to see it. */
export interface TruthRecord {
  readonly at: number;
  readonly region: string;
  readonly recording: Recording;
  readonly eventSource: string;
  readonly readOnly: boolean;
  /** The resource that the record lists. */
  readonly arn?: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** What a record is made of. */
export interface RecordParts {
  readonly at: number;
  readonly region: string;
  readonly userIdentity: unknown;
  readonly eventSource: string;
  readonly eventName: string;
  readonly recording: Recording;
  readonly readOnly: boolean;
  readonly arn?: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly random: Random;
}

/** A record as CloudTrail writes it. */
export function recordOf({
  at,
  region,
  userIdentity,
  recording,
  json,
  arn,
  random,
  ...event
}: RecordParts): TruthRecord {
  return {
    at,
    region,
    recording,
    eventSource: event.eventSource,
    readOnly: event.readOnly,
    ...(arn !== undefined && { arn }),
    json: {
      eventVersion: '1.11',
      userIdentity,
      eventTime: toIso(at),
      awsRegion: region,
      sourceIPAddress: '10.0.0.1',
      userAgent: 'aws-sdk',
      ...event,
      requestID: random.hex(16),
      eventID: random.hex(32),
      eventType: 'AwsApiCall',
      managementEvent: recording.kind === 'management',
      recipientAccountId: ACCOUNT,
      eventCategory: recording.kind === 'data' ? 'Data' : 'Management',
      ...json,
    },
  };
}

/** A role's session, as records name their caller. */
export function identityOf({ name, roleId, createdAt }: TruthRole, session: string, at: number) {
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: roleId, arn: arnOfRole(name), accountId: ACCOUNT, userName: name },
      attributes: { creationDate: toIso(Math.max(createdAt, at - HOUR_MS)), mfaAuthenticated: 'false' },
    },
  };
}

/** The ARN of a role. */
export function arnOfRole(name: string): `arn:aws:iam::${typeof ACCOUNT}:role/${string}` {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/** The ARN of a managed policy. */
export function arnOfPolicy(kind: TruthPolicy['kind'], name: string): string {
  return `arn:aws:iam::${kind === 'awsManaged' ? 'aws' : ACCOUNT}:policy/${name}`;
}
