import { createIdentityReader } from '../aws/client/identity.ts';
import { openSession, type SessionOptions } from '../aws/client/session.ts';
import { createSecurityHub } from '../aws/security-hub/security-hub.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { archivedFinding } from '../findings/archived-finding.ts';
import type { KnownFinding } from '../findings/finding.ts';
import type { AccountIdentity } from '../ports.ts';

/** What is to be retired, where, and whether it is only counted. */
export interface RetireOptions {
  readonly signal: AbortSignal;
  /** False: nothing is changed. */
  readonly archive: boolean;
  /** Where AWS is and who asks, where that is not what the standard AWS configuration says. */
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint' | 'rateLimited'>;
}

/** What became of the findings in the Security Hub of one account and Region. */
export interface Retirement {
  readonly account: AccountIdentity;
  readonly region: string;
  /** Those that are not archived yet. */
  readonly active: readonly KnownFinding[];
  readonly archived: number;
  readonly incomplete: readonly Incomplete[];
}

const WHY = 'The account is not audited any more.';

/**
 * Archives every finding of this product, for an account that is not audited any more. Whether anything was mended is not asked; an
 * audit that comes later opens again what it finds.
 *
 * @throws {Error} when no Region is configured, or the credentials open no account
 */
export async function retireFindings({ signal, archive, aws }: RetireOptions): Promise<Retirement> {
  const session = await openSession({ ...aws, signal });
  try {
    const account = await createIdentityReader(session).identity();
    const sink = createSecurityHub(session, { ...account, clock: { now: () => Date.now() } });
    const { value, incomplete } = await sink.known();
    const active = value.filter(({ recordState }) => recordState === 'ACTIVE');
    const found = { account, region: session.region, active };
    if (!archive || active.length === 0) return { ...found, archived: 0, incomplete };
    const description = `Archived. ${WHY} Nobody looked whether this was mended.`;
    const remediation = 'Audit the account again to see whether it still holds.';
    const text = { description, remediation, why: WHY };
    const outcome = await sink.publish(active.map((known) => archivedFinding(known, account, text)));
    return { ...found, archived: outcome.imported, incomplete: [...incomplete, ...outcome.incomplete] };
  } finally {
    session.close();
  }
}
