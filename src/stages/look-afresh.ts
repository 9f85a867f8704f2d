import type { AuditContext } from '../audit-context.ts';
import { counted } from '../base/format.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import { actionKey } from '../evidence/action-usage.ts';
import type { RoleLastAccessed } from '../evidence/last-accessed/role-last-accessed.ts';
import type { UsageReceiver, UsageRequest } from '../evidence/usage.ts';
import type { RuleId } from '../findings/rules.ts';
import { accountOf, type RoleArn } from '../iam/arn.ts';
import { verdictGroups } from '../rightsize/fold-verdicts.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';

/** What IAM says tonight of roles that an unsigned ledger alone calls unused in something new. */
export interface FreshLook {
  /**
   * Of these, attempts within the look-back alone are there: what a look that is not made every night would prove unused would come and
   * go.
   */
  readonly lastAccessed: ReadonlyMap<RoleArn, RoleLastAccessed>;
  /** Why a role could not be looked at: nothing of it is unused tonight. */
  readonly failed: ReadonlyMap<RoleArn, string>;
  readonly caveats: readonly string[];
  readonly incomplete: readonly Incomplete[];
}

/**
 * Asks IAM's last-accessed data about the roles with an action that is unused for the first time, where a ledger says so that anybody may
 * have changed who may write it: who takes one use out of it is found out. Undefined where there is nothing to ask about: there is no such
 * ledger, it is signed, it knows nothing yet, or the data was read of the role already.
 */
export async function lookAfresh(
  { freshLook, ledgerAuthenticator, progress }: AuditContext,
  assessments: readonly RoleAssessment[],
  request: UsageRequest,
  known: { readonly ledger: RunLedger; readonly lastAccessed: ReadonlyMap<RoleArn, RoleLastAccessed> },
): Promise<FreshLook | undefined> {
  const { ledger, lastAccessed } = known;
  const knows = ledger.evidence.some(({ coverage, reads }) => coverage.size + reads.size > 0);
  if (freshLook === undefined || ledgerAuthenticator !== undefined || !knows) return undefined;
  const roles = newlyUnused(assessments, ledger).filter(
    (role) => accountOf(role) === request.accountId && !lastAccessed.has(role),
  );
  if (roles.length === 0) return undefined;
  progress.stage('looking afresh at what is newly unused');
  const read = await freshLook.read({ ...request, roles }, NOBODY);
  const found = new Map(read.lastAccessed?.map((report) => [report.role, attemptsSince(request.from, report)]));
  const missed = roles.filter((role) => !found.has(role));
  // Who may not ask goes by the ledger: it is the permission that is missing, every night.
  const denied = read.incomplete.find(({ missing }) => missing !== undefined);
  if (denied !== undefined) {
    const caveat = `What is newly unused of ${counted(missed.length, 'role')} rests on the ledger alone: it could not be compared with IAM's last-accessed data (${denied.why}).`;
    return { lastAccessed: found, failed: new Map(), caveats: [caveat], incomplete: [] };
  }
  return {
    lastAccessed: found,
    failed: new Map(missed.map((role) => [role, NOT_COMPARED])),
    caveats: [],
    incomplete: read.incomplete,
  };
}

function attemptsSince(from: EpochMs, report: RoleLastAccessed): RoleLastAccessed {
  const actions = new Map([...report.actions].filter(([, { at }]) => at >= from));
  return { ...report, services: new Map(), actions };
}

const NOT_COMPARED =
  "Something of the role is unused for the first time, by what earlier runs kept, and could not be compared with IAM's last-accessed data.";

const NOBODY: UsageReceiver = {
  observe: () => undefined,
  grantChanged: () => undefined,
  assumed: () => undefined,
  unreadable: () => undefined,
};

/** The second tells of what the first is about, where applications need it elsewhere (`foldFindings`). */
const NAMES_UNUSED: ReadonlySet<string> = new Set<RuleId>([
  'unused-permissions',
  'application-permissions-on-execution-role',
]);

/** Roles with an unused action that no open finding of an earlier run names. */
function newlyUnused(assessments: readonly RoleAssessment[], { known }: RunLedger): readonly RoleArn[] {
  const named = new Map<string, Set<string>>();
  for (const { open, roleArn, rule, actions } of known.findings.values()) {
    if (!open || !NAMES_UNUSED.has(rule)) continue;
    const own = named.get(roleArn) ?? new Set();
    for (const action of actions) own.add(action.toLowerCase());
    named.set(roleArn, own);
  }
  return assessments.flatMap((assessment) => {
    const { lookup } = assessment;
    if (lookup.kind !== 'found') return [];
    const before = named.get(lookup.role.arn);
    const isNew = verdictGroups(assessment).some(
      ({ verdict, actions }) =>
        verdict === 'unused' && actions.some((action) => before?.has(actionKey(action)) !== true),
    );
    return isNew ? [lookup.role.arn] : [];
  });
}
