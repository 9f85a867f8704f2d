import { audit } from '../../src/audit.ts';
import { DAY_MS } from '../../src/base/time.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { VERDICTS, type Verdict } from '../../src/rightsize/verdict.ts';
import type { AwsModel } from './aws-model.ts';
import { recordsOf } from './cloudtrail-records.ts';
import { memoryLedger } from './memory-ledger.ts';
import { type BrokenReplay, type FalseUnused, replay } from './replay.ts';
import { type TruthAccount, truthAccount } from './truth-account.ts';
import { contextAt } from './truth-ports.ts';

/** What a campaign came to. */
export interface CampaignResult {
  readonly accounts: number;
  readonly roles: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly falseUnused: readonly FalseUnused[];
  readonly broken: readonly BrokenReplay[];
  readonly replayedCalls: number;
  readonly recommended: number;
  /** Statements of them whose resources are those that were seen. */
  readonly narrowed: number;
  /** Different actions that were called unused. */
  readonly distinctUnused: number;
  /** Different pairs of an operation that was called and an action that the call was checked for. */
  readonly distinctChecks: number;
  /** Checks of calls beside their own action, and how many of them no parameter and no event of their own tells of. */
  readonly further: number;
  readonly hidden: number;
  /** Why something could not be worked out, with how often; empty in a sound campaign. */
  readonly faults: ReadonlyMap<string, number>;
}

export interface CampaignOptions {
  readonly seed: number;
  /** Accounts are audited until so many actions were called unused, or so many accounts were. */
  readonly verdicts: number;
  readonly accounts?: number;
  /** Changes what the product is told of an audit, to see whether the campaign notices. */
  readonly mutate?: (context: ReturnType<typeof contextAt>) => ReturnType<typeof contextAt>;
  readonly progress?: (result: CampaignResult) => void;
}

/** Audits account after account, and holds every verdict against what happens next. */
export async function runCampaign(model: AwsModel, options: CampaignOptions): Promise<CampaignResult> {
  const { seed, verdicts: wanted, accounts: most = Number.POSITIVE_INFINITY, mutate } = options;
  const verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  const unused = new Set<string>();
  const checks = new Set<string>();
  const falseUnused: FalseUnused[] = [];
  const broken: BrokenReplay[] = [];
  const faults = new Map<string, number>();
  const counts = { accounts: 0, roles: 0, replayedCalls: 0, recommended: 0, narrowed: 0, further: 0, hidden: 0 };
  const soFar = (): CampaignResult => ({
    ...counts,
    verdicts,
    falseUnused,
    broken,
    distinctUnused: unused.size,
    distinctChecks: checks.size,
    faults,
  });
  while (verdicts.unused < wanted && counts.accounts < most) {
    const account = truthAccount(seed * 1_000_000 + counts.accounts, model);
    const result = await auditedOverNights(account, model, mutate);
    counts.accounts += 1;
    for (const { actions } of result.assessments) {
      counts.roles += 1;
      for (const { action, verdict } of actions) {
        verdicts[verdict] += 1;
        if (verdict === 'unused') unused.add(action);
      }
    }
    for (const { atStart, steps, byAgent } of account.workloads) {
      for (const { operation, actions, forwarded, parameters } of [
        ...atStart,
        ...byAgent,
        ...steps.map(({ kind }) => kind),
      ]) {
        for (const action of actions) checks.add(`${operation} ${action}`);
        counts.further += actions.length - 1;
        if (Object.keys(parameters).length === 0) counts.hidden += actions.length - 1 - forwarded.size;
      }
    }
    for (const { what, why } of result.incomplete) {
      const fault = `${what.replaceAll(/[\w/-]*(task|execution)-\d[\w-]*/g, 'ROLE')}: ${why}`;
      faults.set(fault, (faults.get(fault) ?? 0) + 1);
    }
    for (const recommendation of Object.values(result.recommendations)) {
      if (recommendation.kind !== 'policy') continue;
      counts.recommended += 1;
      const statements = recommendation.documents.flatMap((document) => document.statements);
      counts.narrowed += statements.filter(({ narrowed }) => narrowed).length;
    }
    const replayed = replay(account, result.assessments, result.recommendations, model);
    counts.replayedCalls += replayed.calls;
    falseUnused.push(...replayed.falseUnused);
    broken.push(...replayed.broken);
    options.progress?.(soFar());
  }
  return soFar();
}

/** The result of the last night. */
export async function auditedOverNights(
  account: TruthAccount,
  model: AwsModel,
  mutate: CampaignOptions['mutate'] = (context) => context,
): Promise<AuditResult> {
  const from = (account.nights[0] ?? account.now) - 92 * DAY_MS;
  const events = recordsOf(account, from, model).toSorted((a, b) => b.at - a.at);
  const ledger = account.nights.length > 1 ? memoryLedger() : undefined;
  let result: AuditResult | undefined;
  for (const night of account.nights) {
    result = await audit(mutate(contextAt(account, night, events, model.catalog, ledger)), { dryRun: false });
  }
  if (result === undefined) throw new RangeError('Cannot audit an account without nights');
  return result;
}
