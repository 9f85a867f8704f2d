import { assertNever } from '../base/assert-never.ts';
import { byKey } from '../base/by-key.ts';
import { byText } from '../base/by-text.ts';
import { counted } from '../base/format.ts';
import { DAY_MS, day } from '../base/time.ts';
import type { RoleJob } from '../ecs/role-use.ts';
import type { TaskDefinitionArn } from '../ecs/task-definition-arn.ts';
import type { RoleArn } from '../iam/arn.ts';
import { policyName } from '../iam/named-policy.ts';
import type { PolicyDocument, Statement } from '../iam/policy.ts';
import type { PolicySource, Role } from '../iam/role.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import type { Outcome } from './rule.ts';

/** Runs a probe that needs the role's trust policy; says so where it cannot be read. */
export function withTrustPolicy(
  assessment: RoleAssessment,
  probe: (role: Role, trustPolicy: PolicyDocument) => Outcome,
): Outcome {
  return withRole(assessment, (role) =>
    role.trustPolicy.ok ? probe(role, role.trustPolicy.value) : { kind: 'unavailable', why: role.trustPolicy.problem },
  );
}

/** Runs a probe that needs the role's own facts; where IAM gave none, says why there is nothing to say. */
export function withRole(assessment: RoleAssessment, probe: (role: Role) => Outcome): Outcome {
  const { lookup } = assessment;
  switch (lookup.kind) {
    case 'found':
      return probe(lookup.role);
    case 'missing':
      return { kind: 'notApplicable', why: 'IAM says that the role does not exist' };
    case 'foreign':
      return { kind: 'notApplicable', why: `the role belongs to account ${lookup.accountId}` };
    case 'unreadable':
      return { kind: 'unavailable', why: lookup.why };
    default:
      return assertNever(lookup);
  }
}

/** The ARN of the role as IAM states it; as the task definitions name it where IAM does not know it. */
export function arnOf({ lookup, inUse }: RoleAssessment): RoleArn {
  return lookup.kind === 'found' ? lookup.role.arn : inUse.arn;
}

/** Why a role's policies are not wholly known, or `undefined` where they are. */
export function unreadPolicies(role: Role): string | undefined {
  const broken = role.policies.find((policy) => !policy.document.ok);
  if (broken !== undefined && !broken.document.ok) return `${policyName(broken.source)}: ${broken.document.problem}`;
  return role.unread[0];
}

/** Every readable statement of the role's own policies, with the policy it stands in. */
export function statementsOf(role: Role): readonly { readonly source: PolicySource; readonly statement: Statement }[] {
  return role.policies.flatMap(({ source, document }) =>
    document.ok ? document.value.statements.map((statement) => ({ source, statement })) : [],
  );
}

/** The jobs that task definitions give the role. */
export function jobsOf(assessment: RoleAssessment): ReadonlySet<RoleJob> {
  return new Set(assessment.inUse.uses.map((use) => use.job));
}

/** True of an execution role that is no task role: as far as task definitions tell, the ECS agent alone uses it. */
export function servesTheAgentAlone(assessment: RoleAssessment): boolean {
  const jobs = jobsOf(assessment);
  return jobs.has('execution') && !jobs.has('task');
}

/** The families that name the role, in order of name; of one job only, if asked. */
export function familiesOf(assessment: RoleAssessment, job?: RoleJob): readonly string[] {
  const uses = assessment.inUse.uses.filter((use) => job === undefined || use.job === job);
  return [...new Set(uses.map((use) => use.family))].sort(byText);
}

/** Task-definition ARNs that name the role: the newest revision of each family first, then the older ones. */
export function taskDefinitionsOf(assessment: RoleAssessment): readonly TaskDefinitionArn[] {
  const uses = [...assessment.inUse.uses].sort(
    (a, b) => b.revision - a.revision || byText(a.family, b.family) || byText(a.taskDefinitionArn, b.taskDefinitionArn),
  );
  const newest = new Map<string, TaskDefinitionArn>();
  for (const use of uses) {
    const place = `${use.region} ${use.family}`;
    if (!newest.has(place)) newest.set(place, use.taskDefinitionArn);
  }
  const first = [...newest].sort(byKey).map(([, arn]) => arn);
  return [...new Set([...first, ...uses.map((use) => use.taskDefinitionArn)])];
}

/** The fields by which task definitions name the role: `taskRoleArn`, `executionRoleArn`. */
export function namingFields(assessment: RoleAssessment): readonly string[] {
  return [...jobsOf(assessment)].sort().map((job) => `${job}RoleArn`);
}

/** `Watched from 2026-09-01 to 2026-11-30 (90 days).`: the end of a description that rests on what was not seen. */
export function watchedSentence({ watched }: RoleAssessment): { readonly passing?: string } {
  if (watched === undefined) return {};
  const days = counted(Math.round((watched.to - watched.from) / DAY_MS), 'day');
  return { passing: `Watched from ${day(watched.from)} to ${day(watched.to)} (${days}).` };
}

/** The evidence pairs that say what was watched. */
export function watchedEvidence(assessment: RoleAssessment): Readonly<Record<string, string>> {
  const { watched } = assessment;
  return watched === undefined ? {} : { watchedFrom: day(watched.from), watchedTo: day(watched.to) };
}
