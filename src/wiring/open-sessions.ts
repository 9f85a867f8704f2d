import { createIdentityReader } from '../aws/client/identity.ts';
import { openMemberCredentials } from '../aws/client/member-credentials.ts';
import { noteServerTime } from '../aws/client/server-time.ts';
import { type AwsSession, openSession, type SessionOptions } from '../aws/client/session.ts';
import type { Config } from '../config/config.ts';
import type { RunDeadlines } from '../deadline.ts';
import type { AuditedAccount } from '../organization/audited-account.ts';
import type { AccountIdentity, Clock } from '../ports.ts';

/** The sessions of a run. All but the last two are of the audited account, which may be the auditor's own. */
export interface RunSessions {
  readonly account: AccountIdentity;
  /** Reads the account; ends when the time for reading is up. */
  readonly reading: AwsSession;
  /** Writes its findings, and may do so after that. */
  readonly publishing: AwsSession;
  /** Reads for the auditor's own account: log files of an organization's trail, Athena. */
  readonly ownReading: AwsSession;
  /** Keeps reports and the ledger, and tells people, in the auditor's own account. */
  readonly ownWriting: AwsSession;
  /** How far AWS's clock is ahead of the local one, as `noteServerTime` says. */
  readonly offset: () => number | undefined;
  close(): void;
}

/** What sessions are opened by. */
export interface SessionRun extends Pick<RunDeadlines, 'reading' | 'writing'> {
  /** The auditor's own account where absent. */
  readonly account?: AuditedAccount;
  /** The run over an organization that it is a part of. */
  readonly organizationRun?: string;
  /** Where AWS is and who asks, where that is not what the standard AWS configuration says. */
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint' | 'rateLimited' | 'loggerOf'>;
}

/** The name of the auditor's sessions in other accounts, which their CloudTrail shows. */
export const SESSION_NAME = 'ecs-role-auditor';

/**
 * Opens the sessions of a run: a role is assumed where the audited account has one, and its own credentials are asked whose they are.
 *
 * @param local the machine's clock, which is compared with AWS's; nothing is compared where absent
 * @throws {MemberRefused} when the role of the account may not be assumed
 * @throws {Error} when no Region is configured, or the credentials open no account, or another one
 */
export async function openSessions(
  { organization }: Pick<Config, 'organization'>,
  run: SessionRun,
  local: Clock | undefined,
): Promise<RunSessions> {
  const { aws, account: asked, organizationRun } = run;
  const opened: AwsSession[] = [];
  const open = async (options: SessionOptions): Promise<AwsSession> => {
    const session = await openSession({ ...aws, ...options });
    opened.push(session);
    return session;
  };
  const close = (): void => {
    for (const session of opened) session.close();
  };
  const toRead = { signal: run.reading.signal };
  const toWrite = { signal: run.writing.signal, requestTimeout: 10_000 };
  try {
    const ownReading = await open(toRead);
    const ownWriting = await open(toWrite);
    const offset = local === undefined ? () => undefined : noteServerTime(ownWriting, local);
    const { roleArn } = asked ?? {};
    const { externalId } = organization;
    const member = roleArn && {
      credentials: await openMemberCredentials(ownWriting, {
        roleArn,
        sessionName: SESSION_NAME,
        ...(externalId !== undefined && { externalId }),
        ...(organizationRun !== undefined && { run: organizationRun }),
      }),
    };
    const reading = member ? await open({ ...toRead, ...member }) : ownReading;
    const publishing = member ? await open({ ...toWrite, ...member }) : ownWriting;
    // Who we are is asked in the writing session: even a run that has no time to read must be able to say so.
    const account = await createIdentityReader(publishing).identity();
    if (asked !== undefined && account.accountId !== asked.id) {
      throw new Error(`Cannot audit account ${asked.id}: the credentials open account ${account.accountId}`);
    }
    return { account, reading, publishing, ownReading, ownWriting, offset, close };
  } catch (error) {
    close();
    throw error;
  }
}
