import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { failureOf } from '../../base/missing-auditor-permission.ts';
import { MINUTE_MS } from '../../base/time.ts';
import { accountOf, type RoleArn } from '../../iam/arn.ts';
import { describeAwsError, isDenied, kindOfAwsError, missingPermission } from './aws-error.ts';
import { abortOptions, callApi, requireField } from './call-api.ts';
import type { AwsCredentials, AwsSession } from './session.ts';

/** AWS STS, "AssumeRole": the longest session of a role that a role's session asks for, in seconds. */
const CHAINED_SECONDS = 3600;

/** A session that ends sooner than this, in milliseconds, is taken for ended. */
const RENEW_BEFORE = 5 * MINUTE_MS;

/** By these tags CloudTrail of both accounts, and policies (`aws:PrincipalTag/…`), tell what a session is for. */
const SESSION_TAGS = { account: 'ecs-role-auditor:account', run: 'ecs-role-auditor:run' } as const;

/** The role of a member account, and what it asks for of whoever assumes it. */
export interface MemberRole {
  readonly roleArn: RoleArn;
  readonly externalId?: string;
  /** The name of the session, which CloudTrail of the member account shows. */
  readonly sessionName: string;
  /** The run over an organization that the session is of: it becomes a session tag, as the account does. */
  readonly run?: string;
}

/** A member account that cannot be opened: asking again does not help unless something is changed there. */
export class MemberRefused extends Error {
  override readonly name = 'MemberRefused' as const;
}

/**
 * Opens a session of a role in a member account, by another session's credentials; what it gives renews the session before its
 * hour is over, and all clients share it.
 *
 * @throws {MemberRefused} when the role is not there, or may not be assumed; any other error may pass
 */
export async function openMemberCredentials(session: AwsSession, role: MemberRole): Promise<AwsCredentials> {
  let open = assume(session, role);
  await open;
  return async () => {
    const current = await open.catch(() => undefined);
    if (current !== undefined && current.expiration.getTime() - Date.now() > RENEW_BEFORE) return current;
    open = assume(session, role);
    return open;
  };
}

async function assume(session: AwsSession, { roleArn, externalId, sessionName, run }: MemberRole) {
  const input = {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    DurationSeconds: CHAINED_SECONDS,
    ...(externalId !== undefined && { ExternalId: externalId }),
    Tags: [
      { Key: SESSION_TAGS.account, Value: accountOf(roleArn) },
      ...(run === undefined ? [] : [{ Key: SESSION_TAGS.run, Value: run }]),
    ],
  };
  const asked = Date.now();
  try {
    return await callApi(
      () => session.client(STSClient).send(new AssumeRoleCommand(input), abortOptions(session.signal)),
      ({ Credentials }) => ({
        accessKeyId: requireField(Credentials?.AccessKeyId, 'Credentials.AccessKeyId'),
        secretAccessKey: requireField(Credentials?.SecretAccessKey, 'Credentials.SecretAccessKey'),
        sessionToken: requireField(Credentials?.SessionToken, 'Credentials.SessionToken'),
        // By the machine's own clock, which may be off.
        expiration: new Date(asked + CHAINED_SECONDS * 1000),
      }),
      undefined,
      session.signal,
    );
  } catch (error) {
    throw refused(session, roleArn, error);
  }
}

function refused(session: AwsSession, roleArn: RoleArn, error: unknown): Error {
  const call = { action: 'sts:AssumeRole', region: session.region, resource: roleArn };
  const account = `Cannot open account ${accountOf(roleArn)}`;
  const missing = missingPermission(error, call);
  // STS tells neither a missing role nor another external id apart from a lack of permission.
  if (isDenied(error) && missing?.refusedBy === undefined) {
    const why = `${account}: ${roleArn} may not be assumed; deploy organization/member.yaml there, with the auditor's account and the same external id`;
    return Object.assign(new MemberRefused(why, { cause: error }), { missing });
  }
  const message = `${account}: ${describeAwsError(error, call)}`;
  const passes = ['throttled', 'network', 'server', 'malformed', 'aborted'].includes(kindOfAwsError(error));
  return passes
    ? failureOf(message, { cause: error, missing })
    : Object.assign(new MemberRefused(message, { cause: error }), missing && { missing });
}
