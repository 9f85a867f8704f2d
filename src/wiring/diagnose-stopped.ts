import { createIdentityReader } from '../aws/client/identity.ts';
import { type AwsSession, openSession, type SessionOptions } from '../aws/client/session.ts';
import { type EcsRegion, openEcsRegion } from '../aws/ecs/ecs-region.ts';
import { describeTaskDefinition } from '../aws/ecs/ecs-task-definitions.ts';
import { serviceWords } from '../aws/ecs/stopped-reasons.ts';
import { describeService, describeTasks, stoppedTasksOf } from '../aws/ecs/stopped-tasks.ts';
import { createRoleReader } from '../aws/iam/iam-roles.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { parseRegion } from '../base/region.ts';
import { checkGrants, type GrantCheck } from '../diagnosis/check-grants.ts';
import { type Diagnosis, diagnose } from '../diagnosis/diagnose.ts';
import { diagnoseTask } from '../diagnosis/start-failure.ts';
import { parseRoleReference } from '../ecs/role-reference.ts';
import { parseStoppedTask, type StoppedTask } from '../ecs/stopped-task.ts';
import type { AccountIdentity } from '../ports.ts';

/** What is to be diagnosed. */
export type StoppedTarget =
  | { readonly task: string; readonly cluster?: string }
  | { readonly service: string; readonly cluster: string };

/** A diagnosis of what an account has, compared with what the role is granted. */
export interface CheckedDiagnosis extends Diagnosis {
  /** The task that it is about; absent where the service alone tells of it. */
  readonly task?: string;
  readonly taskDefinition?: string;
  /** What ECS said. */
  readonly message: string;
  readonly roleArn?: string;
  /** What the role's policies say of each action. */
  readonly checked: readonly GrantCheck[];
  readonly incomplete: readonly Incomplete[];
}

/** Where AWS is, and when to stop. */
export interface DiagnoseRun {
  readonly signal: AbortSignal;
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint' | 'rateLimited'>;
}

/**
 * Reads why a task stopped, or why the tasks of a service do, and compares it with the role's grants.
 *
 * @throws {Error} where there is no such task or service, it did not stop, or ECS cannot be asked
 */
export async function diagnoseStopped(target: StoppedTarget, run: DiagnoseRun): Promise<CheckedDiagnosis> {
  const session = await openSession({ ...run.aws, signal: run.signal });
  try {
    const account = await createIdentityReader(session).identity();
    const ecs = openEcsRegion(session, regionOf('task' in target ? target.task : target.service, session));
    const found = await ('task' in target ? ofTask(ecs, target) : ofService(ecs, target)).catch((error: unknown) => {
      throw isClusterNotFound(error) ? new Error(noCluster(target, ecs.region), { cause: error }) : error;
    });
    return await compared(session, ecs, account, found);
  } finally {
    session.close();
  }
}

function isClusterNotFound(error: unknown): boolean {
  return error instanceof Error && error.name === 'ClusterNotFoundException';
}

function noCluster({ cluster }: StoppedTarget, region: string): string {
  return cluster === undefined
    ? `Cannot find a cluster named default in ${region}: expected --cluster, or the whole ARN of the task, which names its cluster`
    : `Cannot find cluster "${cluster}" in ${region}: expected one of that Region (aws ecs list-clusters); AWS_REGION chooses another Region`;
}

interface Found {
  readonly diagnosis: Diagnosis;
  readonly message: string;
  readonly task?: StoppedTask;
}

/** The Region that an ARN names; of ids and names the session's. */
function regionOf(name: string, session: AwsSession): EcsRegion['region'] {
  const region = parseRegion(name.split(':')[3] ?? session.region);
  if (!region.ok) throw new Error(region.problem);
  return region.value;
}

async function ofTask(ecs: EcsRegion, { task, cluster }: { readonly task: string; readonly cluster?: string }) {
  const place = cluster ?? /:task\/([^/]+)\//.exec(task)?.[1] ?? 'default';
  const [found] = await describeTasks(ecs, place, [task]);
  if (found === undefined) {
    throw new Error(
      `Cannot find task "${task}" in cluster ${place} of ${ecs.region}: expected one that runs, or stopped within about an hour`,
    );
  }
  if (found.lastStatus !== 'STOPPED') {
    throw new Error(`Cannot diagnose task "${task}": it is ${found.lastStatus}, expected one that is STOPPED`);
  }
  return foundIn(found);
}

/** The newest of the service's tasks that says why; then what the service itself says. */
async function ofService(ecs: EcsRegion, { service, cluster }: { readonly service: string; readonly cluster: string }) {
  const described = await describeService(ecs, cluster, service);
  if (described === undefined) {
    throw new Error(`Cannot find service "${service}" in cluster ${cluster} of ${ecs.region}`);
  }
  const tasks = await stoppedTasksOf(ecs, cluster, service);
  const failed = tasks
    .filter(({ stopCode }) => stopCode !== 'ServiceSchedulerInitiated' && stopCode !== 'UserInitiated')
    .sort((a, b) => (b.stoppedAt?.getTime() ?? 0) - (a.stoppedAt?.getTime() ?? 0));
  const ofTasks = failed.map(foundIn);
  const ofWords = serviceWords(described).map(({ text }): Found => ({ diagnosis: diagnose(text), message: text }));
  const all = [...ofTasks, ...ofWords];
  const telling = all.find(({ diagnosis }) => diagnosis.shape !== undefined && diagnosis.role !== 'unknown');
  const best = telling ?? all.find(({ diagnosis }) => diagnosis.shape !== undefined);
  if (best === undefined) {
    throw new Error(
      `Cannot diagnose service "${service}": no task of it that stopped within about an hour, no failed deployment and no event says why`,
    );
  }
  return best;
}

function foundIn(raw: unknown): Found {
  const task = parseStoppedTask(raw);
  if (!task.ok) throw new Error(task.problem);
  const diagnosis = diagnoseTask(task.value);
  return { diagnosis, message: task.value.reasons.join('; '), task: task.value };
}

const ADDS = /^Add to a policy of/;

async function compared(
  session: AwsSession,
  ecs: EcsRegion,
  account: AccountIdentity,
  { diagnosis, message, task }: Found,
): Promise<CheckedDiagnosis> {
  const told = {
    ...diagnosis,
    message,
    ...(task && { task: task.taskArn, taskDefinition: task.taskDefinitionArn }),
  };
  const job = diagnosis.role;
  if (task === undefined || (job !== 'execution' && job !== 'task')) return { ...told, checked: [], incomplete: [] };
  const field = job === 'execution' ? 'executionRoleArn' : 'taskRoleArn';
  const read = await attempt(`The ${job} role of the task`, async () => {
    const definition = await describeTaskDefinition(ecs, task.taskDefinitionArn);
    if (!definition.ok) throw new Error(definition.problem);
    const name = task.overrides[field] ?? definition.value[field];
    if (name === undefined) throw new Error(`The task definition names none in ${field}`);
    const reference = parseRoleReference(name, account);
    if (!reference.ok) throw new Error(reference.problem);
    const { value, incomplete } = await createRoleReader(session, account.accountId).read([reference.value.arn]);
    const [lookup] = value;
    if (lookup?.kind === 'missing') throw new Error(`${reference.value.arn} does not exist`);
    if (lookup?.kind !== 'found')
      throw new Error(incomplete[0]?.why ?? `${reference.value.arn} is not of this account`);
    return { role: lookup.role, incomplete };
  });
  if ('incomplete' in read) return { ...told, checked: [], incomplete: [read.incomplete] };
  const { role, incomplete } = read.value;
  const checked = checkGrants(diagnosis, role);
  // Another grant changes nothing where what is granted is blocked.
  const isBlocked = checked.some(({ granted }) => granted === 'blocked');
  const next = isBlocked
    ? [`Allow it where it is blocked: ${checked[0]?.because}`, ...diagnosis.next.filter((step) => !ADDS.test(step))]
    : diagnosis.next;
  return { ...told, next, roleArn: role.arn, checked, incomplete };
}
