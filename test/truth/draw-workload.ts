import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import type { AwsModel, Operation } from './aws-model.ts';
import { type CallKind, callKindOf } from './call-kind.ts';
import type { Random } from './random.ts';
import { drawStyle, foresees, type PolicyStyle, type RoleCall } from './role-policies.ts';
import { drawKinds, drawStarts, drawSteps, type Start, type Workload, type WorkloadKind } from './workload.ts';

/** The past that is made up, and the future that is replayed. */
const PAST_MS = 330 * DAY_MS;
export const FUTURE_MS = 90 * DAY_MS;

/** A role before its policies are written: who writes them, and which calls they are for. */
export interface Draft {
  readonly name: string;
  readonly style: PolicyStyle;
  readonly calls: RoleCall[];
}

/** What the workloads of one account are drawn with. */
export interface Drawing {
  readonly now: number;
  readonly regions: readonly string[];
  readonly drafts: Map<string, Draft>;
  readonly model: AwsModel;
  readonly random: Random;
  /** Milliseconds of starts before `now` and after it; those of a campaign where absent. */
  readonly past?: number;
  readonly future?: number;
  /** False where a workload is never the follower of another. */
  readonly predecessors?: boolean;
}

/** Draws a workload with its roles, and now and then the one that it came after. */
export function drawWorkload(index: number, drawing: Drawing): readonly Workload[] {
  const { now, regions, random, model, past = PAST_MS, future = FUTURE_MS, predecessors = true } = drawing;
  const kind: WorkloadKind = random.pick([
    'service',
    'service',
    'service',
    'steady',
    'cron',
    'cron',
    'idle',
    'function',
  ]);
  const region = random.pick(regions);
  const family = `family-${index}`;
  const taskDraft = random.chance(0.92) ? draftOf(`task-${index}`, drawing) : undefined;
  const both = taskDraft !== undefined && random.chance(0.1);
  const executionDraft = both ? taskDraft : kind === 'function' ? undefined : draftOf(`execution-${index}`, drawing);
  const fitting = (one: CallKind): CallKind =>
    taskDraft === undefined || foresees(taskDraft.style, one) ? one : { ...one, naming: 'fixed' };
  const atStart = drawKinds(1 + random.int(5), model, random).map(fitting);
  const steps = drawSteps(kind === 'cron' || kind === 'function' ? 0 : random.int(6), now, model, random).map(
    (step) => ({
      ...step,
      kind: fitting(step.kind),
    }),
  );
  const byAgent = executionDraft === undefined ? [] : agentKinds(model, random);
  const others = regions.filter((one) => one !== region);
  const period = { region, from: now - past, now, to: now + future };
  const starts = [...drawStarts(kind, period, random), ...failovers(others, now, random)].sort((a, b) => a.at - b.at);
  const workload: Workload = {
    kind,
    family,
    revision: 1 + random.int(20),
    region,
    standby: random.chance(0.2) ? random.some(others, 1) : [],
    taskRole: taskDraft?.name,
    executionRole: executionDraft?.name,
    atStart,
    byAgent,
    steps,
    starts,
    lasts: kind === 'cron' || kind === 'function' ? HOUR_MS : Number.POSITIVE_INFINITY,
  };
  for (const one of new Set([region, ...starts.map((start) => start.region)])) {
    for (const call of [...atStart, ...steps.map((step) => step.kind)])
      taskDraft?.calls.push({ kind: call, region: one });
    for (const call of byAgent) executionDraft?.calls.push({ kind: call, region: one });
  }
  return predecessors && (kind === 'service' || kind === 'cron') && random.chance(0.15)
    ? withPredecessor(workload, drawing)
    : [workload];
}

/** A failover to another Region in the time to come. */
function failovers(others: readonly string[], now: number, random: Random): readonly Start[] {
  if (others.length === 0 || !random.chance(0.2)) return [];
  return [{ at: now + (2 + random.int(80)) * DAY_MS, region: random.pick(others), taskId: random.hex(32) }];
}

/** The revision before, with a role of its own, that ran until some 60 days ago and is rolled back to some day. */
function withPredecessor(workload: Workload, { now, drafts, random }: Drawing): readonly Workload[] {
  const { taskRole, starts, region } = workload;
  const draft = taskRole === undefined ? undefined : drafts.get(taskRole);
  if (draft === undefined) return [workload];
  const old: Draft = { ...draft, name: `${draft.name}-old`, calls: [...draft.calls] };
  drafts.set(old.name, old);
  const switched = now - (8 + random.int(78)) * DAY_MS;
  const started = switched - (2 + random.int(200)) * DAY_MS;
  const before: Workload = {
    ...workload,
    taskRole: old.name,
    starts: [
      { at: started, region, taskId: random.hex(32) },
      { at: now + (1 + random.int(80)) * DAY_MS, region, taskId: random.hex(32) },
    ],
    endedAt: switched,
  };
  const first: Start = { at: switched, region, taskId: random.hex(32) };
  const after = [first, ...starts.filter(({ at }) => at > switched)];
  return [before, { ...workload, revision: workload.revision + 1, starts: after }];
}

/** A role of this name, or one that another workload has already. */
function draftOf(name: string, { drafts, random }: Drawing): Draft {
  const known = [...drafts.values()].filter((draft) => draft.name.startsWith(name.slice(0, 4)));
  if (known.length > 0 && random.chance(0.25)) return random.pick(known);
  const draft: Draft = { name, style: drawStyle(random), calls: [] };
  drafts.set(name, draft);
  return draft;
}

/** What the ECS agent calls with an execution role at each start. */
function agentKinds({ byService, ...model }: AwsModel, random: Random): readonly CallKind[] {
  const names = [
    'ecr:GetAuthorizationToken',
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
    ...(random.chance(0.5) ? ['ecr:BatchCheckLayerAvailability'] : []),
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    ...random.some(['secretsmanager:GetSecretValue', 'ssm:GetParameters'], random.int(3)),
  ];
  return names.flatMap((key) => {
    const [service = '', name = ''] = key.split(':');
    const operation: Operation = byService.get(service)?.find((one) => one.name === name) ?? {
      service,
      name,
      authorized: [],
    };
    const kind = callKindOf(operation, { byService, ...model }, random);
    // The revision names image, log group and secrets: they stay as they are.
    return kind === undefined ? [] : [{ ...kind, naming: 'fixed' as const }];
  });
}
