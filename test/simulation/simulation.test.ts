import { beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../../src/audit.ts';
import type { AuditContext } from '../../src/audit-context.ts';
import { DAY_MS } from '../../src/base/time.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { FindingsSink, Notifier, NotifierMessage, UsageSource } from '../../src/ports.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { type AwsModel, loadAwsModel } from '../truth/aws-model.ts';
import { randomOf } from '../truth/random.ts';
import { changingAccount } from './changing-account.ts';
import { nightContext } from './night-context.ts';
import { NO_FAULTS, type RunFaults } from './night-faults.ts';
import { simulate } from './simulate.ts';
import type { Invariant } from './violation.ts';

/** Seeds whose nights hold kills, overlaps and faults of every kind. */
const SEEDS = [1, 8];
/** Somebody changes a signed ledger before the fourth of its nights. */
const TAMPERED_SEED = 116;
/** An account whose trail is all that is read, and whose files are validated. */
const VALIDATED_SEED = 90;
const NIGHTS = 10;
/** A seed whose first nights hold no fault. */
const QUIET_SEED = 11;

let model: AwsModel;
beforeAll(async () => {
  model = await loadAwsModel({ fixture: true });
});

describe.each(SEEDS)('an account of seed %i that is audited night after night', (seed) => {
  test('keeps every invariant, whatever becomes of the runs', async () => {
    const result = await simulate({ seed, nights: NIGHTS, model });
    expect(result.violations).toEqual([]);
    expect(result.messages).toBeGreaterThan(0);
    expect(result.verdicts.unused).toBeGreaterThan(0);
    expect(result.killed).toBeGreaterThan(0);
    expect(result.repeated).toBeGreaterThan(0);
  });
});

test('a week that somebody takes out of a signed ledger is told of, and missed in no verdict', async () => {
  const { tampered, verdicts, violations } = await simulate({ seed: TAMPERED_SEED, nights: 4, model });
  expect([tampered, violations]).toEqual([1, []]);
  expect(verdicts.unused).toBeGreaterThan(0);
});

test('a validated trail file that is gone is named, and the hours that it may tell of are not covered', async () => {
  const at = Date.parse('2026-11-22T03:00:00Z');
  const account = changingAccount({ seed: VALIDATED_SEED, model, from: at, to: at + 400 * DAY_MS });
  const random = randomOf(1);
  const auditWith = (faults: RunFaults) =>
    audit(nightContext({ account, model, at, faults, random, outside: {} }), { dryRun: true });
  const whole = await auditWith(NO_FAULTS);
  const without = await auditWith({ ...NO_FAULTS, goneFile: 2 });
  expect(whole.incomplete).toEqual([]);
  expect(without.incomplete).toEqual([
    { what: expect.stringMatching(/_truth\.json$/), why: expect.stringMatching(/digest/) },
  ]);
  const unused = (result: AuditResult) =>
    result.assessments.flatMap(({ actions }) => actions).filter(({ verdict }) => verdict === 'unused').length;
  expect(unused(without)).toBeLessThan(unused(whole));
});

describe('a simulation notices', () => {
  /** What is wrong with two nights of which the context is changed. */
  const sentences = async (
    invariant: Invariant,
    mutate: (context: AuditContext, night: number) => AuditContext,
  ): Promise<string> => {
    const { violations } = await simulate({ seed: QUIET_SEED, nights: 2, model, invariants: [invariant], mutate });
    return violations.map(({ sentence }) => sentence).join('\n');
  };

  test('nothing where nothing is changed, so that what follows is of the change', async () => {
    const { violations } = await simulate({ seed: QUIET_SEED, nights: 2, model });
    expect(violations).toEqual([]);
  });

  test('a used permission that is called unused, where calls are said to have been read that were not', async () => {
    const deaf = (context: AuditContext) => ({
      ...context,
      sources: context.sources.map(
        ({ name, read }): UsageSource => ({
          name,
          read: (request, receiver) => read(request, { ...receiver, observe: () => undefined }),
        }),
      ),
    });
    expect(await sentences('truth', deaf)).toMatch(/ is called unused \(.*\) and needed for /);
  });

  test('a finding that Security Hub lost', async () => {
    const losing = withSink(({ publish }) => ({ publish: (findings) => publish(findings.slice(1)) }));
    expect(await sentences('published', losing)).toMatch(/ is open and Security Hub does not show it/);
  });

  test('a finding that stands there under two ids', async () => {
    const doubling = withSink(({ publish }) => ({
      publish: (findings) => publish(findings.flatMap((one) => [one, { ...one, id: `${one.id}-again` }])),
    }));
    expect(await sentences('doubled', doubling)).toMatch(/Security Hub shows .* 2 times/);
  });

  test('a finding that was archived and is still there', async () => {
    let first: Finding | undefined;
    const archiving = withSink(({ publish, known }) => ({
      publish(findings) {
        first ??= findings[0];
        return publish(findings);
      },
      async known() {
        const answer = await known();
        if (first !== undefined) await publish([{ ...first, status: 'resolved' }]);
        return answer;
      },
    }));
    expect(await sentences('archived', archiving)).toMatch(/ was archived, and a run without history still finds it/);
  });

  test('a changed ledger of which nobody is told', async () => {
    const { violations } = await simulate({
      seed: TAMPERED_SEED,
      nights: 4,
      model,
      invariants: ['tampering'],
      mutate: ({ ledgerAuthenticator: _, ...context }) => context,
    });
    expect(violations.map(({ sentence }) => sentence).join()).toMatch(/^nobody was told that the ledger was changed/);
  });

  test('a message that is sent twice', async () => {
    const twice = withNotifiers(async (notify, message) => {
      await notify(message);
      return notify(message);
    });
    expect(await sentences('told', twice)).toMatch(/slack told again of .* as new/);
  });

  test('news that a message leaves out', async () => {
    const silent = withNotifiers((notify, message) => notify({ ...message, body: 'Nothing new' }));
    expect(await sentences('told', silent)).toMatch(/sns never told of .*, which is open/);
  });
});

function withSink(change: (sink: FindingsSink) => Partial<FindingsSink>): (context: AuditContext) => AuditContext {
  return ({ sink, ...context }) => (sink === undefined ? context : { ...context, sink: { ...sink, ...change(sink) } });
}

function withNotifiers(
  notify: (send: Notifier['notify'], message: NotifierMessage) => ReturnType<Notifier['notify']>,
): (context: AuditContext) => AuditContext {
  return (context) => ({
    ...context,
    notifiers: context.notifiers.map((one) => ({ ...one, notify: (message) => notify(one.notify, message) })),
  });
}
