import { nameAtEnd } from '../base/name-at-end.ts';
import { toIso } from '../base/time.ts';
import type { CloudTrailRecord } from './cloudtrail-record.ts';
import type { SandboxAccount } from './sandbox-account.ts';
import { stableHex, stableIamId, stableUuid } from './stable-id.ts';
import type { JsonObject } from './wire/json.ts';

/** One call that CloudTrail recorded. */
export interface EventSeed {
  /** `secretsmanager.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventName: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** us-east-1 if not given. */
  readonly region?: string;
  /** The ARN of the role whose session made the call… */
  readonly role?: string;
  /** …the session's name (a task id made from the role's ARN if not given)… */
  readonly sessionName?: string;
  /** …the role's unique id, where the role is no longer in the account… */
  readonly roleId?: string;
  /** …or the whole identity, for any other caller. */
  readonly userIdentity?: JsonObject;
  /** The service that made the call on the role's behalf (a forward access session). */
  readonly invokedBy?: string;
  readonly readOnly?: boolean;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly requestParameters?: JsonObject;
  readonly responseElements?: JsonObject;
  readonly additionalEventData?: JsonObject;
  /** In the record's own shape: `{ ARN, accountId, type }`. */
  readonly resources?: readonly JsonObject[];
}

/** Adds a management event and returns its id. */
export function addEvent(account: SandboxAccount, seed: EventSeed): string {
  const record = recordOf(account, seed, true, account.events.length);
  account.events.push(record);
  return record.eventID;
}

/** Adds a data event, which LookupEvents does not show, and returns its id. */
export function addDataEvent(account: SandboxAccount, seed: EventSeed): string {
  const record = recordOf(account, seed, false, account.dataEvents.length);
  account.dataEvents.push(record);
  return record.eventID;
}

const READ_ONLY = /^(Get|List|Describe|Batch(Get|Check)|Lookup|Head|Query|Scan|Decrypt|AssumeRole|ConsoleLogin)/;

function recordOf(account: SandboxAccount, seed: EventSeed, management: boolean, place: number): CloudTrailRecord {
  const id = `${management ? 'management' : 'data'} ${place} ${seed.eventSource} ${seed.eventName}`;
  return {
    eventVersion: '1.11',
    userIdentity: seed.userIdentity ?? roleSession(account, seed),
    eventTime: toIso(seed.at),
    eventSource: seed.eventSource,
    eventName: seed.eventName,
    awsRegion: seed.region ?? 'us-east-1',
    sourceIPAddress: seed.sourceIPAddress ?? seed.invokedBy ?? '10.20.4.117',
    userAgent: seed.userAgent ?? seed.invokedBy ?? 'aws-sdk-js/3.902.0 os/linux lang/js md/nodejs#22.20.0',
    ...(seed.errorCode === undefined ? {} : { errorCode: seed.errorCode }),
    ...(seed.errorMessage === undefined ? {} : { errorMessage: seed.errorMessage }),
    requestParameters: seed.requestParameters ?? null,
    responseElements: seed.responseElements ?? null,
    ...(seed.additionalEventData === undefined ? {} : { additionalEventData: seed.additionalEventData }),
    requestID: stableUuid(`request ${id}`),
    eventID: stableUuid(id),
    readOnly: seed.readOnly ?? READ_ONLY.test(seed.eventName),
    ...(seed.resources === undefined ? {} : { resources: seed.resources }),
    eventType: 'AwsApiCall',
    managementEvent: management,
    recipientAccountId: account.accountId,
    eventCategory: management ? 'Management' : 'Data',
  };
}

/** The identity of a role's session; the STS ARN leaves out the role's path, the session issuer's keeps it. */
function roleSession(account: SandboxAccount, seed: EventSeed): JsonObject {
  const role = seed.role ?? '';
  const name = nameAtEnd(role);
  const accountId = role.split(':')[4] ?? account.accountId;
  const roleId = seed.roleId ?? account.roles.find((known) => known.arn === role)?.roleId ?? stableIamId('AROA', role);
  const session = seed.sessionName ?? stableHex(`session ${role}`, 32);
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${session}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`,
    accountId,
    accessKeyId: stableIamId('ASIA', `${role} ${session}`),
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: roleId, arn: role, accountId, userName: name },
      attributes: { creationDate: toIso(seed.at - 20 * 60_000), mfaAuthenticated: 'false' },
    },
    ...(seed.invokedBy === undefined ? {} : { invokedBy: seed.invokedBy }),
  };
}
