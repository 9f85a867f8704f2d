import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS } from '../src/base/time.ts';
import { sessionPrefixOf } from '../src/cloudtrail/trail-settings/session-filter.ts';
import type { SourceName } from '../src/evidence/source-name.ts';
import { serviceOf } from '../src/iam/action.ts';
import { loadCatalog } from '../src/iam/catalog/load-catalog.ts';
import type { RoleAssessment, Verdict } from '../src/rightsize/verdict.ts';
import { type AwsModel, loadAwsModel } from '../test/truth/aws-model.ts';
import type { CallKind } from '../test/truth/call-kind.ts';
import { auditedOverNights } from '../test/truth/campaign.ts';
import type { TruthStatement } from '../test/truth/evaluator.ts';
import { randomOf } from '../test/truth/random.ts';
import { arnOfRole } from '../test/truth/record.ts';
import { DATA_TYPES, eventSourceOf, recordingOf } from '../test/truth/recording.ts';
import type { RoleWatch } from '../test/truth/role-watch.ts';
import type { TruthAccount } from '../test/truth/truth-account.ts';
import type { Workload } from '../test/truth/workload.ts';
import type { Print } from './report.ts';

const CASES = join(import.meta.dirname, '../../shared/cases/typical-task-roles.json');
const NOW = Date.parse('2026-11-22T03:00:00Z');
const DECIDED: ReadonlySet<Verdict> = new Set(['used', 'unused', 'required', 'blocked']);

/** A task role as applications have it, with the calls (`service:EventName`) that are made regularly. */
interface TypicalRole {
  readonly name: string;
  readonly policy: { readonly Statement: readonly TruthStatement[] };
  readonly usedEvents: readonly string[];
}

/** What is switched on. */
const EVIDENCE: readonly (readonly [name: string, sources: readonly SourceName[], trail?: 'all' | 'evidence'])[] = [
  ['lookup', ['lookup']],
  ['auto, without a trail', ['lookup', 'last-accessed']],
  ['trail with all data events', ['trail'], 'all'],
  ['auto, with all data events', ['lookup', 'last-accessed', 'trail'], 'all'],
  ['auto, with an evidence trail', ['lookup', 'last-accessed', 'trail'], 'evidence'],
];

/** Of which what is left undecided is printed. */
const LEFT_OVER = 'auto, with all data events';
const MOST_GROUPS = 12;

/** The share of granted actions that get a verdict, by source and catalogue, for task roles as they are. */
export async function benchDecided(print: Print): Promise<void> {
  if (!existsSync(CASES)) {
    print(`left out: there is no ${CASES}`);
    return;
  }
  const { roles }: { readonly roles: readonly TypicalRole[] } = JSON.parse(await readFile(CASES, 'utf8'));
  const refreshed = await loadAwsModel();
  const models: readonly (readonly [string, AwsModel])[] = [
    ['bundled catalogue', { ...refreshed, catalog: await loadCatalog() }],
    [`refreshed catalogue, ${refreshed.origin}`, refreshed],
  ];
  for (const [catalogue, model] of models) {
    print(catalogue);
    for (const [name, sources, trail] of EVIDENCE) {
      const { assessments } = await auditedOverNights(accountOf(roles, sources, trail), model);
      print(`  ${name.padEnd(30)} ${shares(assessments)}`);
      if (name === LEFT_OVER)
        print(`  ${"of what AWS's lists hold".padEnd(30)} ${shares(listedAlone(assessments, model))}`);
      if (name === LEFT_OVER && model === refreshed) for (const group of undecided(assessments)) print(`    ${group}`);
    }
  }
}

/** Without the actions that AWS's lists do not hold: they are older than the bundled catalogue, and nothing says how CloudTrail records those. */
function listedAlone(assessments: readonly RoleAssessment[], { isListed }: AwsModel): readonly Decided[] {
  return assessments.map(({ actions }) => ({ actions: actions.filter(({ action }) => isListed(action)) }));
}

type Decided = Pick<RoleAssessment, 'actions'>;

function shares(assessments: readonly Decided[]): string {
  const perRole = assessments.map(({ actions }) => ({
    all: actions.length,
    decided: actions.filter(({ verdict }) => DECIDED.has(verdict)).length,
  }));
  const all = perRole.reduce((sum, role) => sum + role.all, 0);
  const decided = perRole.reduce((sum, role) => sum + role.decided, 0);
  const mean = perRole.reduce((sum, role) => sum + role.decided / Math.max(1, role.all), 0) / perRole.length;
  return `${percent(decided / all)} of ${all} actions, ${percent(mean)} per role (${perRole.length} roles)`;
}

/** What is not decided, the largest groups of one service and reason first. */
function undecided(assessments: readonly RoleAssessment[]): readonly string[] {
  const groups = new Map<string, number>();
  for (const { actions } of assessments) {
    for (const { action, verdict, because } of actions) {
      if (DECIDED.has(verdict)) continue;
      const key = `${serviceOf(action)}: ${because.replace(action, 'it').replace(/ IAM's last-accessed.*/, '')}`;
      groups.set(key, (groups.get(key) ?? 0) + 1);
    }
  }
  const largest = [...groups].sort(([, a], [, b]) => b - a).slice(0, MOST_GROUPS);
  return largest.map(([key, count]) => `${String(count).padStart(4)} ${key}`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).padStart(5)} %`;
}

/** One account whose services each start a task every five days and make their calls daily. */
function accountOf(
  roles: readonly TypicalRole[],
  sources: readonly SourceName[],
  trail: 'all' | 'evidence' | undefined,
): TruthAccount {
  return {
    seed: 1,
    now: NOW,
    nights: [NOW - DAY_MS, NOW],
    regions: ['us-east-1', 'eu-west-1'],
    roles: new Map(
      roles.map(({ name, policy }) => [
        name,
        {
          name,
          roleId: `AROA${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`,
          createdAt: NOW - 300 * DAY_MS,
          policies: [{ kind: 'inline', name: 'app', statements: policy.Statement }],
        },
      ]),
    ),
    workloads: roles.map(workloadOf),
    troubles: {},
    ...(trail !== undefined && {
      trail: {
        management: trail === 'all' ? 'all' : 'none',
        excluded: [],
        data: new Map(DATA_TYPES.map((type) => [type, 'all' as const])),
        startedAt: NOW - 400 * DAY_MS,
        delay: 300_000,
        ...(trail === 'evidence' && { watch: watchOf(roles) }),
      },
    }),
    sources,
  };
}

/** The roles alone; nothing is muted yet. */
function watchOf(roles: readonly TypicalRole[]): RoleWatch {
  return {
    of: roles.map(({ name }) => sessionPrefixOf(arnOfRole(name))),
    muted: new Map(),
    mutedFrom: Number.POSITIVE_INFINITY,
    mutedUntil: Number.POSITIVE_INFINITY,
  };
}

function workloadOf({ name, usedEvents }: TypicalRole, place: number): Workload {
  const random = randomOf(place);
  return {
    kind: 'service',
    family: name,
    revision: 1,
    region: 'us-east-1',
    standby: [],
    taskRole: name,
    executionRole: undefined,
    atStart: [],
    byAgent: [],
    steps: usedEvents.map((event) => ({ kind: callOf(event), every: DAY_MS, phase: NOW - random.int(DAY_MS) })),
    starts: Array.from({ length: 60 }, (_, index) => ({
      at: NOW - (300 - 5 * index) * DAY_MS + DAY_MS,
      region: 'us-east-1',
      taskId: random.hex(32),
    })),
    lasts: Number.POSITIVE_INFINITY,
  };
}

/** A call that is allowed whatever it is checked for. */
function callOf(event: string): CallKind {
  const operation = event === 'lambda:InvokeFunction' ? 'lambda:Invoke' : event;
  const [service = '', eventName = ''] = operation.split(':');
  const random = randomOf(0);
  return {
    operation,
    eventSource: eventSourceOf(service, random),
    eventName,
    recording: recordingOf(operation, true, random),
    readOnly: /^(Get|List|Describe|BatchGet|Head|Query|Scan)/.test(eventName),
    actions: [],
    forwarded: new Set(),
    parameters: {},
    naming: 'fixed',
    base: 'app-data',
    missingKey: false,
    namesRefused: true,
  };
}
