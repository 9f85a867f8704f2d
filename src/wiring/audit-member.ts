import { audit } from '../audit.ts';
import type { AuditRequest } from '../audit-request.ts';
import { MemberRefused } from '../aws/client/member-credentials.ts';
import { messageOf } from '../base/attempt.ts';
import type { Config } from '../config/config.ts';
import { type AccountOutcome, accountOutcome, notAudited } from '../organization/account-outcome.ts';
import type { AuditedAccount } from '../organization/audited-account.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { openContext, type RunEnvironment } from './open-context.ts';

/** An account of an organization after its audit; without a result where it could not be opened. */
export interface AuditedMember {
  readonly outcome: AccountOutcome;
  readonly result?: AuditResult;
}

/**
 * Audits one account of an organization. Never throws: an account that cannot be opened, or whose audit fails, is stated as not audited,
 * and nothing of it is changed. Nobody is told of it by itself. `run.since`: until when people were told of its findings.
 */
export async function auditMember(
  config: Config,
  request: AuditRequest,
  run: RunEnvironment & { readonly account: AuditedAccount; readonly since: number | undefined },
): Promise<AuditedMember> {
  try {
    const context = await openContext({ ...config, notify: false }, run);
    try {
      const result = await audit(context, request);
      const end = { outOfTime: run.reading.signal.aborted, since: run.since };
      return { outcome: accountOutcome(run.account, result, end), result };
    } finally {
      context.close();
    }
  } catch (error) {
    return { outcome: notAudited(run.account, whyNot(error)) };
  }
}

/** Why an account was not audited, as a clause. */
export function whyNot(error: unknown): string {
  const message = messageOf(error).replace(/\.$/, '');
  return error instanceof MemberRefused ? message : `its audit failed: ${message}`;
}
