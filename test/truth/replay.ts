import type { PolicyDocument } from '../../src/iam/policy.ts';
import { policyObject } from '../../src/iam/policy-object.ts';
import type { Recommendation } from '../../src/rightsize/recommend/recommendation.ts';
import type { ActionVerdict, RoleAssessment } from '../../src/rightsize/verdict.ts';
import type { AwsModel } from './aws-model.ts';
import { type CallKind, checksOf, targetAt } from './call-kind.ts';
import { FUTURE_MS } from './draw-workload.ts';
import { endingOf, policiesAt } from './ending.ts';
import { isAllowed, type TruthPolicies, type TruthStatement } from './evaluator.ts';
import type { TruthAccount, TruthRole } from './truth-account.ts';
import { occurrencesOf } from './workload.ts';

/** An action that was called unused, and that a call to come needs. */
export interface FalseUnused {
  readonly seed: number;
  readonly role: string;
  readonly action: string;
  readonly because: string;
  /** The call, in words. */
  readonly call: string;
}

/** A call to come that works with a role's policies of today, and not with the recommended ones. */
export interface BrokenReplay {
  readonly seed: number;
  readonly role: string;
  readonly call: string;
  /** What the recommended policies refuse. */
  readonly refused: string;
  readonly resource: string;
}

export interface ReplayResult {
  readonly falseUnused: readonly FalseUnused[];
  readonly broken: readonly BrokenReplay[];
  /** Calls to come that were replayed, those alike counted once. */
  readonly calls: number;
}

/** Replays `future` milliseconds of the time to come with the unused actions removed, and again with the right-sized policies. */
export function replay(
  account: TruthAccount,
  assessments: readonly RoleAssessment[],
  recommendations: Readonly<Record<string, Recommendation>>,
  model: AwsModel,
  future = FUTURE_MS,
): ReplayResult {
  const falseUnused = new Map<string, FalseUnused>();
  const broken = new Map<string, BrokenReplay>();
  const calls = callsToCome(account, future);
  for (const { role, region, kind, at, workload } of calls) {
    const truth = account.roles.get(role);
    const assessment = assessments.find(({ inUse }) => inUse.arn.endsWith(`/${role}`));
    if (truth === undefined || assessment === undefined) continue;
    const target = targetAt(kind, region, at, account.now);
    const checks = checksOf(kind, target, model);
    const today = policiesAt(truth, account.now);
    const ending = endingOf(checks, today, region);
    const listing = { action: 's3:ListBucket', resource: `arn:aws:s3:::${target.name}` };
    const tellsMissing = ending.refused === undefined && kind.missingKey && isAllowed(today, listing, region);
    const needed = tellsMissing ? [...ending.passed, listing] : ending.passed;
    const call = callText(kind, region, workload, ending.refused?.action);
    const verdicts = verdictsOf(assessment);
    for (const { action } of needed) {
      const verdict = verdicts.get(action.toLowerCase());
      if (verdict?.verdict !== 'unused') continue;
      const found = { seed: account.seed, role, action, because: verdict.because, call };
      falseUnused.set(`${role} ${action}`, found);
    }
    const recommended = recommendedPolicies(truth, today, recommendations[assessment.inUse.arn]);
    if (recommended === undefined || ending.refused !== undefined) continue;
    const refused = needed.find((check) => !isAllowed(recommended, check, region));
    if (refused === undefined) continue;
    const { action, resource } = refused;
    broken.set(`${role} ${action}`, { seed: account.seed, role, call, refused: action, resource });
  }
  return { falseUnused: [...falseUnused.values()], broken: [...broken.values()], calls: calls.length };
}

interface CallToCome {
  readonly role: string;
  readonly region: string;
  readonly kind: CallKind;
  readonly at: number;
  readonly workload: string;
}

/** The calls to come, each once for every thing that it works on. */
function callsToCome(account: TruthAccount, future: number): readonly CallToCome[] {
  const found = new Map<string, CallToCome>();
  const ids = new Map<CallKind, number>();
  for (const workload of account.workloads) {
    for (const { role, region, kind, at } of occurrencesOf(workload, account.now, account.now + future)) {
      if (!ids.has(kind)) ids.set(kind, ids.size);
      const key = `${role} ${ids.get(kind)} ${targetAt(kind, region, at, account.now).name} ${region}`;
      if (!found.has(key)) found.set(key, { role, region, kind, at, workload: `${workload.kind} ${workload.family}` });
    }
  }
  return [...found.values()];
}

function callText(kind: CallKind, region: string, workload: string, refused: string | undefined): string {
  const further = kind.actions.length > 1 ? ` (checked for ${kind.actions.join(', ')})` : '';
  const ending = refused === undefined ? '' : `, refused today for ${refused}`;
  const missing = kind.missingKey ? ', of a key that is not there' : '';
  return `${kind.operation}${further}${missing} by ${workload} in ${region}${ending}`;
}

const known = new WeakMap<RoleAssessment, ReadonlyMap<string, ActionVerdict>>();

function verdictsOf(assessment: RoleAssessment): ReadonlyMap<string, ActionVerdict> {
  const verdicts = known.get(assessment) ?? new Map(assessment.actions.map((one) => [one.action.toLowerCase(), one]));
  known.set(assessment, verdicts);
  return verdicts;
}

/** What the role would have; `undefined` where no change is recommended. */
function recommendedPolicies(
  { policies }: TruthRole,
  { boundary }: TruthPolicies,
  recommendation: Recommendation | undefined,
): TruthPolicies | undefined {
  if (recommendation?.kind !== 'policy') return undefined;
  const keeps = new Set(recommendation.keeps.map(({ name }) => name));
  const kept = policies.filter(({ name }) => keeps.has(name)).flatMap(({ statements }) => statements);
  const made = recommendation.documents.flatMap(({ document }) => statementsOf(document));
  return { identity: [...kept, ...made], ...(boundary && { boundary }) };
}

/** As IAM would be given them: through JSON. */
function statementsOf(document: PolicyDocument): readonly TruthStatement[] {
  const { Statement }: { readonly Statement: readonly TruthStatement[] } = JSON.parse(
    JSON.stringify(policyObject(document)),
  );
  return Statement;
}
