import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimeRange } from '../../src/base/time.ts';
import type { Observation } from '../../src/cloudtrail/observation.ts';
import { proofOf } from '../../src/cloudtrail/proof.ts';
import type { Coverage } from '../../src/evidence/coverage.ts';
import { subtract } from '../../src/evidence/intervals.ts';
import type { Action } from '../../src/iam/action.ts';
import type { ActionVerdict } from '../../src/rightsize/verdict.ts';
import { catalog, daysAgo, lookup, seen } from '../ledger/seen.ts';
import { allow, assess, requires, type World } from '../rightsize/world.ts';

const ACTIONS: readonly Action[] = [
  'dynamodb:GetItem',
  'iam:PassRole',
  'kms:Decrypt',
  'logs:PutLogEvents',
  'rds:DescribeDBInstances',
  's3:GetObject',
  'secretsmanager:GetSecretValue',
  'sqs:SendMessage',
];
const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2'];
const TYPES = ['AWS::S3::Object', 'AWS::DynamoDB::Table', 'AWS::SQS::Queue'];

const range = fc
  .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }))
  .map(([a, b]): TimeRange => ({ from: daysAgo(Math.max(a, b)), to: daysAgo(Math.min(a, b)) }));
const whole: TimeRange = { from: daysAgo(90), to: daysAgo(0) };
/** Mostly the whole time, at times cut up. */
const when = fc.oneof(
  { weight: 4, arbitrary: fc.constant([whole]) },
  { weight: 1, arbitrary: fc.array(range, { maxLength: 3 }) },
);

const coverage = (region: string) =>
  fc
    .record({
      source: fc.constantFrom('lookup', 'trail'),
      management: when,
      excludedEventSources: fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.constant(['kms.amazonaws.com']) },
      ),
      dataEvents: fc.dictionary(fc.constantFrom(...TYPES), when, { maxKeys: 3 }),
    })
    .map((parts) => lookup(region, 90, parts as Partial<Coverage>));

const coverages = fc
  .tuple(...REGIONS.map((region) => fc.array(coverage(region), { minLength: 1, maxLength: 2 })))
  .map((each) => each.flat());

const observation = fc
  .record({
    action: fc.constantFrom(...ACTIONS),
    day: fc.integer({ min: 0, max: 90 }),
    region: fc.constantFrom(...REGIONS),
  })
  .map(({ action, day, region }) => seen(action, { at: daysAgo(day), region, eventId: `${action} ${day} ${region}` }));

const world: fc.Arbitrary<Partial<World>> = fc
  .record({ coverages, observations: fc.array(observation, { maxLength: 3 }) })
  .map((parts) => ({ ...parts, enabledRegions: REGIONS, policies: [allow(...ACTIONS)] }));

function verdicts(of: Partial<World>): ReadonlyMap<Action, ActionVerdict['verdict']> {
  return new Map(assess(of).actions.map(({ action, verdict }) => [action, verdict]));
}

function unused(of: Partial<World>): ReadonlySet<Action> {
  return new Set([...verdicts(of)].flatMap(([action, verdict]) => (verdict === 'unused' ? [action] : [])));
}

/** A law about worlds that would hold for an empty reason if nothing were ever unused. */
function lawOfUnused<T>(change: fc.Arbitrary<T>, apply: (before: Partial<World>, change: T) => Partial<World>) {
  let everUnused = 0;
  fc.assert(
    fc.property(world, change, (before, how) => {
      const was = unused(before);
      everUnused += was.size;
      expect(unused(apply(before, how)).difference(was)).toEqual(new Set());
    }),
    { numRuns: 300 },
  );
  expect(everUnused).toBeGreaterThan(0);
}

describe('verdicts', () => {
  it('call used every granted action that was seen, whatever was or was not watched', () => {
    fc.assert(
      fc.property(world, observation, fc.boolean(), (before, event, blind) => {
        const observations = [...(before.observations ?? []), event];
        const after = verdicts({
          ...before,
          observations,
          ...(blind ? { coverages: [], enabledRegions: undefined } : {}),
        });
        for (const seenCall of observations) {
          for (const { action } of proofOf(seenCall, catalog).actions) expect(after.get(action)).toBe('used');
        }
      }),
    );
  });

  it('never turn from used to anything else by more evidence', () => {
    fc.assert(
      fc.property(world, world, (before, more) => {
        const after = verdicts({
          ...before,
          coverages: [...(before.coverages ?? []), ...(more.coverages ?? [])],
          observations: [...(before.observations ?? []), ...(more.observations ?? [])],
        });
        for (const [action, verdict] of verdicts(before))
          if (verdict === 'used') expect(after.get(action)).toBe('used');
      }),
    );
  });

  it('become unused for no action when what a source covered is taken away', () => {
    const drop = fc.record({
      index: fc.nat(5),
      hole: fc.option(range, { nil: undefined }),
      type: fc.constantFrom(...TYPES, undefined),
    });
    lawOfUnused(drop, (before, { index, hole, type }) => ({
      ...before,
      coverages: (before.coverages ?? []).flatMap((each, i) => (i === index ? lessOf(each, hole, type) : [each])),
    }));
  });

  it('become unused for no action when a Region is enabled that nobody watches, or the list of Regions is lost', () => {
    lawOfUnused(fc.boolean(), (before, lost) => ({
      ...before,
      enabledRegions: lost ? undefined : [...REGIONS, 'ap-south-1'],
    }));
  });

  it('become unused for no action by any further doubt', () => {
    const doubts: fc.Arbitrary<Partial<World>> = fc.constantFrom<Partial<World>>(
      { evidence: { unreadTaskDefinitions: ['lost:1'] } },
      { evidence: { unlistedRegions: ['eu-west-1'] } },
      { role: { unread: ['managed policy X'] } },
      { role: { createdAt: daysAgo(3) } },
      { required: ACTIONS.map((action) => requires(action, { certainty: 'possible' })) },
      { grantChanges: [{ at: daysAgo(3), eventName: 'PutRolePolicy', roleName: 'app-task' }] },
    );
    lawOfUnused(doubts, (before, doubt) => ({ ...before, ...doubt }));
  });

  it('become unused for no action by events that are not understood', () => {
    const unknown = fc.constantFrom(...ACTIONS).map((action): Observation => {
      const service = action.slice(0, action.indexOf(':'));
      return seen(`${service}:NobodyKnows`);
    });
    lawOfUnused(unknown, (before, event) => ({ ...before, observations: [...(before.observations ?? []), event] }));
  });
});

function lessOf(coverage: Coverage, hole: TimeRange | undefined, type: string | undefined): readonly Coverage[] {
  if (hole === undefined && type === undefined) return [];
  const without = (set: readonly TimeRange[]) => (hole === undefined ? set : subtract(set, [hole]));
  const dataEvents = Object.fromEntries(
    Object.entries(coverage.dataEvents).flatMap(([key, set]) => (key === type ? [] : [[key, without(set)]])),
  );
  return [{ ...coverage, management: without(coverage.management), dataEvents }];
}
