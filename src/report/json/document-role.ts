import { toIso } from '../../base/time.ts';
import type { Finding } from '../../findings/finding.ts';
import { arnOf, familiesOf, jobsOf } from '../../findings/role-facts.ts';
import type { StatementRef } from '../../iam/policy.ts';
import { policyObject } from '../../iam/policy-object.ts';
import type { PolicySource, RolePolicy } from '../../iam/role.ts';
import { whatToRecord } from '../../rightsize/evidence-switches.ts';
import type { Recommendation } from '../../rightsize/recommend/recommendation.ts';
import type { ActionVerdict, RoleAssessment } from '../../rightsize/verdict.ts';
import type { AuditResult } from '../audit-result.ts';
import type { DocumentAction, DocumentPolicy, DocumentRecommendation, DocumentRole } from './audit-document-form.ts';

/** The roles of a result in the form of the JSON document, one at a time. */
export function* documentRoles(result: AuditResult): Generator<DocumentRole> {
  const findings = Map.groupBy(result.findings, (finding) => finding.roleArn);
  const switches = result.switches.map((each) => ({
    text: whatToRecord(each),
    byRole: Map.groupBy(each.actions, ({ role }) => role),
  }));
  for (const assessment of result.assessments) {
    const arn = arnOf(assessment);
    const toRecord = new Map(
      switches.flatMap(({ text, byRole }) =>
        (byRole.get(assessment.inUse.arn) ?? []).map(({ action }) => [action, text] as const),
      ),
    );
    yield documentRole(assessment, findings.get(arn) ?? [], toRecord, {
      recommendation: result.recommendations[arn],
      policy: result.recommendedPolicies[arn],
    });
  }
}

interface Recommended {
  readonly recommendation: Recommendation | undefined;
  readonly policy: unknown;
}

function documentRole(
  assessment: RoleAssessment,
  findings: readonly Finding[],
  toRecord: ReadonlyMap<string, string>,
  { recommendation, policy }: Recommended,
): DocumentRole {
  const { lookup, watched, lastSeen } = assessment;
  const found = lookup.kind === 'found' ? lookup.role : undefined;
  const statements = new StatementList();
  const actions = assessment.actions.map((verdict) => documentAction(verdict, statements, toRecord));
  const policies = found?.policies ?? [];
  return {
    arn: arnOf(assessment),
    ...(found && { roleId: found.roleId, exists: true }),
    ...(lookup.kind === 'missing' && { exists: false }),
    state: lookup.kind,
    ...(lookup.kind === 'unreadable' && { why: lookup.why }),
    unread: found?.unread ?? [],
    usedAs: [...jobsOf(assessment)].sort().reverse(),
    families: familiesOf(assessment),
    ...(watched && { watched: { from: toIso(watched.from), to: toIso(watched.to) } }),
    ...(lastSeen !== undefined && { lastSeen: toIso(lastSeen) }),
    policies: policies.map(documentPolicy),
    statements: statements.all,
    actions,
    required: assessment.required.map(({ action, resources, taskDefinitionArn, region, field, certainty, note }) => ({
      action,
      resources,
      taskDefinitionArn,
      region,
      field,
      certainty,
      ...(note !== undefined && { note }),
    })),
    denied: assessment.denied.map(({ action, first, last, count, errorCode, resources }) => ({
      action,
      first: toIso(first),
      last: toIso(last),
      count,
      errorCode,
      resources,
    })),
    findings: findings.map((finding) => finding.id),
    ...(policy !== undefined && { recommendedPolicy: policy }),
    ...(recommendation && { recommendation: documentRecommendation(recommendation, policies) }),
  };
}

/** Statements, each named once; verdicts of one class share the list that grants them. */
class StatementList {
  readonly all: StatementRef[] = [];
  readonly #places = new Map<string, number>();
  readonly #lists = new Map<readonly StatementRef[], readonly number[]>();

  placesOf(refs: readonly StatementRef[]): readonly number[] {
    const known = this.#lists.get(refs) ?? refs.map((ref) => this.#placeOf(ref));
    this.#lists.set(refs, known);
    return known;
  }

  #placeOf({ policy, sid, index }: StatementRef): number {
    const key = `${index} ${policy}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push({ policy, ...(sid !== undefined && { sid }), index }) - 1;
  }
}

function documentAction(
  verdict: ActionVerdict,
  statements: StatementList,
  toRecord: ReadonlyMap<string, string>,
): DocumentAction {
  const { action, firstUsed, lastUsed, uses, allResources } = verdict;
  const record = toRecord.get(action);
  return {
    action,
    verdict: verdict.verdict,
    ...(firstUsed !== undefined && { firstUsed: toIso(firstUsed) }),
    ...(lastUsed !== undefined && { lastUsed: toIso(lastUsed) }),
    ...(uses !== undefined && { uses }),
    because: verdict.because,
    resources: verdict.resources,
    ...(allResources !== undefined && { allResources }),
    grantedBy: statements.placesOf(verdict.grantedBy),
    ...(record !== undefined && { toRecord: record }),
  };
}

function documentPolicy({ source, document }: RolePolicy): DocumentPolicy {
  return {
    kind: source.kind === 'inline' ? 'inline' : 'managed',
    name: source.name,
    ...('arn' in source && { arn: source.arn }),
    ...(document.ok ? { document: policyObject(document.value) } : { problem: document.problem }),
  };
}

function documentRecommendation(
  recommendation: Recommendation,
  policies: readonly RolePolicy[],
): DocumentRecommendation {
  if (recommendation.kind !== 'policy') return recommendation;
  const { documents, replaces, keeps, ...rest } = recommendation;
  const placesOf = (sources: readonly PolicySource[]): readonly number[] =>
    sources.map((source) => policies.findIndex((policy) => policy.source === source)).filter((place) => place >= 0);
  return {
    ...rest,
    documents: documents.map(({ kind, name, size, document, statements }) => ({
      kind,
      name,
      size,
      document: policyObject(document),
      statements: statements.map(({ statement: _, ...why }) => why),
    })),
    replaces: placesOf(replaces),
    keeps: placesOf(keeps),
  };
}
