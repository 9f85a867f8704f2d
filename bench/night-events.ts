import { DAY_MS } from '../src/base/time.ts';
import type { Observation, RoleAssumed, TaskStarted } from '../src/cloudtrail/observation.ts';
import type { ReadPart } from '../src/evidence/usage.ts';
import type { RoleArn } from '../src/iam/arn.ts';
import type { GrantHistory } from '../src/ledger/grant-history.ts';
import { EMPTY_LEDGER, type Ledger } from '../src/ledger/ledger.ts';
import type { StoredFinding } from '../src/ledger/stored-finding.ts';
import { runKey } from '../src/ledger/stored-run.ts';
import { ACCOUNT, auditedRole, hex, seeded } from './trail-corpus.ts';

/** How much the simulated account does. */
export interface NightSize {
  readonly roles: number;
  /** Kinds of calls that each role makes each day. */
  readonly kinds: number;
  /** One role in so many is deleted and made again each week; none where 0. */
  readonly renewed: number;
}

export const REGION = 'eu-west-1';
const FIRST_NIGHT = Date.UTC(2025, 9, 19, 3);
const TASKS = 'ecs-tasks.amazonaws.com';

/** When a night's audit begins; the first is night 1. */
export function nightAt(night: number): number {
  return FIRST_NIGHT + (night - 1) * DAY_MS;
}

const KINDS: readonly (readonly [source: string, names: readonly string[], resource?: string])[] = [
  ['s3', ['GetObject', 'PutObject', 'ListObjects', 'HeadObject', 'DeleteObject'], 'arn:aws:s3:::app-ROLE/day=N'],
  ['dynamodb', ['GetItem', 'PutItem', 'Query', 'UpdateItem'], `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/app-ROLE-N`],
  ['sqs', ['SendMessage', 'ReceiveMessage', 'DeleteMessage'], `arn:aws:sqs:${REGION}:${ACCOUNT}:app-ROLE-N`],
  ['kms', ['Decrypt', 'GenerateDataKey'], `arn:aws:kms:${REGION}:${ACCOUNT}:key/1a2b3c4d-aaaa-4bbb-8ccc-12345678ROLE`],
  ['secretsmanager', ['GetSecretValue', 'DescribeSecret']],
  ['ssm', ['GetParameters', 'GetParametersByPath']],
  ['logs', ['CreateLogStream']],
  ['ec2', ['DescribeInstances', 'DescribeNetworkInterfaces']],
  ['ecr', ['BatchGetImage']],
];

const CALLS = KINDS.flatMap(([source, names, resource]) => names.map((name) => ({ source, name, resource })));

/** The role's id; one that was deleted and made again has a new one. */
function roleIdOf(index: number, week: number, { renewed }: NightSize): string {
  const { roleId } = auditedRole(index);
  if (renewed === 0) return roleId;
  const generation = Math.floor((week + index) / renewed);
  return `${roleId.slice(0, -3)}${generation.toString(36).toUpperCase().padStart(3, '0')}`;
}

function arnOf(index: number): RoleArn {
  const { path, name } = auditedRole(index);
  return `arn:aws:iam::${ACCOUNT}:role/${path.slice(1)}${name}`;
}

/** What the roles did on the day before a night: each makes each of its calls, which are told of together. */
export function* eventsOf(night: number, size: NightSize): Generator<Observation> {
  const from = nightAt(night) - DAY_MS;
  const random = seeded(night);
  const week = Math.floor(night / 7);
  for (let index = 0; index < size.roles; index++) {
    const { name } = auditedRole(index);
    const principal = { accountId: ACCOUNT, name, roleId: roleIdOf(index, week, size) };
    for (let kind = 0; kind < size.kinds; kind++) {
      const { source, name: eventName, resource } = CALLS[(index + kind) % CALLS.length] ?? CALLS[0] ?? never();
      const at = from + Math.floor(random() * DAY_MS);
      const place = resource?.replace('ROLE', String(index)).replace('N', String(Math.floor(random() * 40)));
      yield {
        eventId: `${index.toString(16).padStart(8, '0')}-${night.toString(16).padStart(4, '0')}-4bbb-8ccc-${hex(random, 12)}`,
        at,
        region: REGION,
        eventSource: `${source}.amazonaws.com`,
        eventName,
        principal,
        parameters: { kind: 'named', names: ['bucketName', 'key'], values: {} },
        resources: place === undefined ? [] : [place],
        repeats: { count: 1 + Math.floor(random() * 50), first: from, resources: 'all', resourcesStated: true },
      };
    }
  }
}

/** The tasks that ran on the day before a night: one of each role, and one of every tenth family was started by somebody. */
export function* tasksOf(
  night: number,
  { roles }: NightSize,
): Generator<{ readonly assumed: RoleAssumed; readonly started?: TaskStarted }> {
  const random = seeded(night * 31);
  for (let index = 0; index < roles; index++) {
    const at = nightAt(night) - Math.floor(random() * DAY_MS);
    const sessionName = hex(random, 32);
    const assumed = { at, region: REGION, arn: arnOf(index), by: TASKS, sessionName };
    if (index % 20 !== 0) yield { assumed };
    else yield { assumed, started: { at, region: REGION, taskId: sessionName, family: `app-${index}`, revision: 1 } };
  }
}

/** That the time from one moment to another was read. */
export function readOf(from: number, to: number): ReadPart {
  const read = [{ from, to }];
  return {
    coverage: [],
    recordsRead: [{ source: 'trail', region: REGION, read, location: { bucket: 'trail-logs', prefix: '' } }],
  };
}

/** What a night notes beside its evidence: grants, findings, the trail's settings, its totals and what was said. */
export function notesOf(night: number, size: NightSize): Ledger {
  const at = nightAt(night);
  const week = Math.floor(night / 7);
  const grants = new Map<string, GrantHistory>();
  const findings = new Map<string, StoredFinding>();
  for (let index = 0; index < size.roles; index++) {
    const { name } = auditedRole(index);
    const statements = new Map(
      Array.from({ length: 6 }, (_, place) => {
        // One statement of a policy changes every two months.
        const state = place === 0 ? Math.floor((night + index) / 60) : 0;
        return [`${index}-${place}-${state}`.padEnd(20, 'x'), { first: at, last: at }] as const;
      }),
    );
    grants.set(roleIdOf(index, week, size), { since: at, last: at, statements });
    for (const rule of ['over-privileged', 'wildcard-resource', 'broad-managed-policy', 'unused-role']) {
      findings.set(`${rule}/${ACCOUNT}/${name}`, {
        rule,
        roleArn: arnOf(index),
        severity: 'MEDIUM',
        title: `${name} may do what it does not do`,
        open: true,
        firstSeen: at,
        createdAt: at,
        updatedAt: at,
        families: [`app-${index >> 1}`],
        actions: ['s3:DeleteObject', 's3:PutObjectAcl', 'dynamodb:DeleteTable'],
        fingerprint: `${index}`.padStart(20, '0'),
      });
    }
  }
  const run = {
    at,
    regions: 'all',
    roles: size.roles,
    findings: { MEDIUM: findings.size },
    suppressed: 0,
    verdicts: { used: size.roles * size.kinds, unused: 1 },
    complete: true,
  };
  const settings = JSON.stringify({ logging: true, multiRegion: true, selectors: KINDS.map(([source]) => source) });
  return {
    ...EMPTY_LEDGER,
    grants,
    findings,
    settings: new Map(['main', 'delivery main'].map((trail) => [trail, new Map([[at, settings]])])),
    runs: new Map([[runKey(run), run]]),
  };
}

function never(): never {
  throw new Error('No kinds of calls');
}
