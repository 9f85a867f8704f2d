import { clip, listed } from '../base/format.ts';
import { type EpochMs, toMinute } from '../base/time.ts';
import { lastingResource, type StartFailure } from '../diagnosis/start-failure.ts';
import type { Action } from '../iam/action.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Finding, KnownFinding, Severity } from './finding.ts';
import { type FindingId, findingId } from './finding-id.ts';
import { deniedAtRuntime } from './rules/denied-at-runtime.ts';
import { executionRoleMissingPermission } from './rules/execution-role-missing-permission.ts';
import { trustMissingEcs } from './rules/trust-missing-ecs.ts';

/** The role of a failure, as IAM states it. */
export interface FailedRole {
  readonly arn: RoleArn;
  readonly name: string;
  readonly roleId: string;
}

const RULES = {
  execution: { rule: executionRoleMissingPermission, severity: 'HIGH' },
  task: { rule: deniedAtRuntime, severity: 'MEDIUM' },
  trust: { rule: trustMissingEcs, severity: 'HIGH' },
} as const;

/** The id under which the nightly audit has what stopped a task; undefined where it is no role's. */
export function startFailureFindingId({ task, lacking }: StartFailure, { roleId }: FailedRole): FindingId | undefined {
  if (lacking === 'caller') return undefined;
  const { partition, accountId } = task;
  return findingId({ partition, accountId, roleKey: roleId, rule: RULES[lacking].rule.id });
}

/**
 * The finding about what stopped a task, with the id that the nightly audit gives it: that has more to say of it, and takes it over. Undefined where
 * it is no role's, or the finding is known and says as much.
 */
export function startFailureFinding(
  failure: StartFailure,
  role: FailedRole,
  past: { readonly known: KnownFinding | undefined; readonly count: number; readonly now: EpochMs },
  severities: Readonly<Partial<Record<string, Severity>>> = {},
): Finding | undefined {
  const id = startFailureFindingId(failure, role);
  if (id === undefined || failure.lacking === 'caller') return undefined;
  const { task, diagnosis } = failure;
  const { known, count, now } = past;
  const active = known?.recordState === 'ACTIVE' ? known : undefined;
  const actions = union(diagnosis.actions, active?.actions ?? []);
  const families = [...new Set([task.family, ...(active?.families ?? [])])].sort();
  if (active?.actions?.length === actions.length && active.families.length === families.length) return undefined;
  const { rule, severity } = RULES[failure.lacking];
  const seen = task.stoppedAt ?? now;
  const resource = lastingResource(diagnosis);
  const refused = listed(diagnosis.actions, 5);
  return {
    id,
    rule: rule.id,
    severity: severities[rule.id] ?? severity,
    title: clip(titleOf(failure, role), 256),
    description: clip(
      [
        `A task of ${task.family} stopped: ${diagnosis.because}`,
        refused === '' ? '' : `Missing: ${refused}${resource === '' ? '' : ` on ${resource}`}.`,
        `Seen ${count === 1 ? 'once' : `${count} times`}, last at ${toMinute(seen)}.`,
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
      1024,
    ),
    reason: `a task of ${task.family} stopped for want of ${refused === '' ? 'trust' : refused}`,
    accountId: task.accountId,
    partition: task.partition,
    roleArn: role.arn,
    families,
    taskDefinitionArns: [task.taskDefinitionArn],
    actions,
    status: 'open',
    firstSeen: active?.firstSeen ?? seen,
    lastSeen: seen,
    ...(known !== undefined && { createdAt: known.createdAt }),
    remediation: { text: clip(diagnosis.next[0] ?? rule.remediation, 512), url: rule.page.url },
    evidence: { startFailures: String(count), lastStartFailure: toMinute(seen), stoppedTask: task.taskArn },
  };
}

function titleOf({ lacking, task: { family }, diagnosis }: StartFailure, { name }: FailedRole): string {
  if (lacking === 'trust') return `ECS may not assume ${name}: a task of ${family} does not start`;
  const missing = listed(diagnosis.actions, 3);
  return lacking === 'execution'
    ? `Execution role ${name} lacks ${missing}: a task of ${family} does not start`
    : `${name} was denied ${missing}: a task of ${family} stopped`;
}

function union(actions: readonly Action[], others: readonly Action[]): readonly Action[] {
  const byName = new Map([...actions, ...others].map((action) => [action.toLowerCase(), action]));
  return [...byName.values()].sort();
}
