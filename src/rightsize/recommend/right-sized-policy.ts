import { listed } from '../../base/format.ts';
import { sum } from '../../base/sum.ts';
import type { EpochMs } from '../../base/time.ts';
import type { RoleUsage } from '../../evidence/role-usage.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import { type NamedPolicy, policyName } from '../../iam/named-policy.ts';
import type { PolicyDocument, StatementRef } from '../../iam/policy.ts';
import { statementObject } from '../../iam/policy-object.ts';
import { policySize } from '../../iam/policy-size.ts';
import type { PolicySource, Role } from '../../iam/role.ts';
import { policiesAndBoundary, sortPolicies } from '../../iam/role-policies.ts';
import { roleBudget } from '../role-budget.ts';
import type { RoleAssessment } from '../verdict.ts';
import { inCurrentVersion } from './current-version.ts';
import { groupGrants } from './group-grants.ts';
import { keptActions } from './kept-actions.ts';
import { layOutDocuments } from './lay-out-documents.ts';
import { nameStatements, unique } from './name-statements.ts';
import { narrowingOf } from './narrowing.ts';
import { isIdle, noAnswer, unjudgedOf } from './no-answer.ts';
import { problemWith } from './prove-policy.ts';
import {
  type PolicyAim,
  type PolicyChange,
  type Recommendation,
  type RecommendedStatement,
  SAFE,
} from './recommendation.ts';
import { type RewrittenStatement, rewriteStatement } from './rewrite-statement.ts';

export interface RecommendInput {
  readonly assessment: RoleAssessment;
  /** Everything seen of the role, actions beyond its verdicts included. */
  readonly usage: RoleUsage;
  readonly catalog: Catalog;
  readonly now: EpochMs;
  /** In milliseconds: a resource that is seen for a shorter time may be the first of several. */
  readonly minAge: number;
  /** `SAFE` where absent. */
  readonly aim?: PolicyAim;
}

/** A policy of today, read, with what its Allow statements become. */
interface Rewritten {
  readonly source: PolicySource;
  readonly policy: NamedPolicy;
  readonly statements: readonly RewrittenStatement[];
}

/**
 * The policies that a role should have: what is used, required, or cannot be ruled out, without what is unused. Each statement
 * lies inside one of today's, with its conditions; denies stay as they are, and the boundary is not touched. It is
 * proven by the evaluator before it is shown.
 */
export function rightSizedPolicy(input: RecommendInput): Recommendation {
  const { assessment, usage, catalog, aim = SAFE } = input;
  const { lookup } = assessment;
  if (lookup.kind !== 'found') return { kind: 'none', because: notFound(lookup.kind) };
  const { role } = lookup;
  const unread = unreadParts(role);
  if (unread !== undefined) return { kind: 'none', because: unread };
  if (isIdle(assessment, usage)) {
    return { kind: 'noChange', because: 'The role itself was not seen in use, which says nothing of what it needs.' };
  }
  const unanswered = noAnswer(assessment, usage, catalog, aim);
  if (unanswered !== undefined) return { kind: 'noChange', because: unanswered };
  if (!aim.tight && !aim.usedOnly && !assessment.actions.some(({ verdict }) => verdict === 'unused')) {
    return { kind: 'noChange', because: 'Nothing that the role is granted is known to be unused.' };
  }
  const change = changeOf(role, input);
  if (change.replaces.length === 0) {
    return { kind: 'noChange', because: 'The role is granted nothing beyond what would be left.' };
  }
  const budget = roleBudget(role, 'its right-sized policy could not be proven');
  const problem = problemWith(change, { role, assessment, usage, catalog, budget });
  return problem === undefined
    ? change
    : { kind: 'none', because: `The policy that was worked out did not pass its proof: ${problem}.` };
}

function notFound(kind: 'missing' | 'foreign' | 'unreadable'): string {
  switch (kind) {
    case 'missing':
      return 'The role does not exist.';
    case 'foreign':
      return 'The role belongs to another account, whose IAM was not read.';
    case 'unreadable':
      return 'The role could not be read.';
  }
}

function unreadParts(role: Role): string | undefined {
  const policies = policiesAndBoundary(role);
  for (const { source, document } of policies) {
    if (!document.ok) return `The role's ${policyName(source)} could not be understood: ${document.problem}`;
  }
  return role.unread.length === 0 ? undefined : `Not all of the role could be read: ${listed(role.unread, 3)}.`;
}

function changeOf(role: Role, input: RecommendInput): PolicyChange {
  const { assessment, usage, catalog, aim = SAFE } = input;
  const kept = keptActions(role, assessment, usage, catalog, aim.usedOnly);
  const policies = role.policies.flatMap(({ source, document }) =>
    document.ok ? [{ source, policy: { name: policyName(source), document: document.value } }] : [],
  );
  const requester = { context: sortPolicies(role, []).context };
  const named = policies.map(({ policy }) => policy);
  const narrowing = narrowingOf({ ...input, policies: named, kept, requester, tight: aim.tight });
  const cut = { kept, narrowing, requester, catalog };
  const rewritten = policies.map(({ source, policy }): Rewritten => {
    const allows = policy.document.statements.filter(({ effect }) => effect === 'Allow');
    const statements = allows.map((one) => rewriteStatement(one, policy, cut));
    return { source, policy, statements };
  });
  const isChanged = ({ statements }: Rewritten): boolean => statements.some(({ changed }) => changed);
  const replaced = rewritten.filter(isChanged);
  const keeps = rewritten.filter((one) => !isChanged(one));
  const denies = deniesOf(replaced.map(({ policy }) => policy));
  const grantsOf = (list: readonly Rewritten[]) =>
    list.flatMap(({ statements }) => statements.flatMap(({ grants }) => grants));
  const groups = groupGrants({ grants: grantsOf(replaced), retained: grantsOf(keeps), kept, catalog });
  const sids = new Set(denies.flatMap(({ statement }) => statement.sid ?? []));
  const layout = layOutDocuments([...nameStatements(groups, sids), ...denies], {
    roleName: role.name,
    taken: new Set(role.policies.map(({ source }) => source.name)),
    inlineInUse: sum(keeps.filter(({ source }) => source.kind === 'inline').map(sizeOf)),
    attachedInUse: keeps.filter(({ source }) => source.kind === 'managed').length,
  });
  return {
    kind: 'policy',
    ...layout,
    replaces: replaced.map(({ source }) => source),
    keeps: keeps.map(({ source }) => source),
    dropped: kept.dropped,
    ineffective: kept.ineffective,
    unjudged: unjudgedOf(assessment),
    unproven: kept.unproven,
    aim,
  };
}

/** The denies of policies, each once, with Sids that are still one of a kind. */
function deniesOf(policies: readonly NamedPolicy[]): readonly RecommendedStatement[] {
  const found = new Map<string, RecommendedStatement>();
  const sids = new Set<string>();
  for (const { name, document } of policies) {
    for (const one of document.statements) {
      if (one.effect !== 'Deny' || one.action?.length === 0) continue;
      const { sid, ...rest } = inCurrentVersion(one, document.version);
      const key = JSON.stringify(statementObject({ ...rest, index: 0 }));
      if (found.has(key)) continue;
      const own = sid === undefined || sid === '' ? undefined : unique(sid, sids);
      if (own !== undefined) sids.add(own);
      const from: StatementRef = { policy: name, ...(sid !== undefined && { sid }), index: one.index };
      const statement = { ...(own !== undefined && { sid: own }), ...rest };
      found.set(key, {
        statement,
        reason: 'deny',
        reasons: ['deny'],
        from: [from],
        fields: [],
        narrowed: false,
        risks: [],
      });
    }
  }
  return [...found.values()];
}

function sizeOf({ policy }: { readonly policy: { readonly document: PolicyDocument } }): number {
  return policySize(policy.document);
}
