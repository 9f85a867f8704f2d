import { describe, expect, test } from 'vitest';
import { asffFields, rememberedFields } from '../../src/findings/asff/asff-fields.ts';
import { evaluateRules, type RuleEvaluation } from '../../src/findings/evaluate-rules.ts';
import { acceptFindings } from '../../src/findings/exceptions/accept-findings.ts';
import type { Exception } from '../../src/findings/exceptions/exception.ts';
import type { KnownFinding } from '../../src/findings/finding.ts';
import { fingerprintOf } from '../../src/findings/fingerprint.ts';
import { type ReconcileInput, reconcile } from '../../src/findings/lifecycle.ts';
import type { RoleAssessment } from '../../src/rightsize/verdict.ts';
import { evaluationOf, findingOf } from './finding-of.ts';
import { ACCOUNT, assess, CONTEXT, DAY, knownFrom, NOW, unreadable, verdict } from './fixtures.ts';

/** What `reconcile` makes of what the rules came to. */
function run(evaluation: RuleEvaluation, known: readonly KnownFinding[], over: Partial<ReconcileInput> = {}) {
  return reconcile({
    accountId: ACCOUNT,
    partition: 'aws',
    evaluation,
    known,
    knownComplete: true,
    inventoryComplete: true,
    now: NOW,
    refreshAfter: 0,
    ...over,
  });
}

/** The same of roles, where what the rules doubt is the point. */
function runRules(
  assessments: readonly RoleAssessment[],
  known: readonly KnownFinding[],
  over: Partial<ReconcileInput> = {},
) {
  const { inventoryComplete = true } = over;
  return run(evaluateRules(assessments, { ...CONTEXT, inventoryComplete }), known, over);
}

const finding = findingOf('unused-permissions', 'app', { actions: ['sqs:PurgeQueue'] });
const known = knownFrom(finding);
const roles = { roleArns: new Set([finding.roleArn]), inUseArns: new Set([finding.roleArn]) };
/** The rule fires; it does not; nothing uses the role any more. */
const there = evaluationOf([finding]);
const mended = evaluationOf([], { ...roles, concluded: new Set([finding.id]) });
const unnamed = evaluationOf([]);

describe('a finding that is there', () => {
  test('is opened when the sink does not know it', () => {
    const life = run(there, []);
    expect(life).toMatchObject({ opened: [finding.id], updated: [], unchanged: [], resolved: [], reopened: [] });
    expect(life.publish).toEqual([finding]);
  });
  test('is not called new when the sink could not say what it knows, and is imported all the same', () => {
    const life = run(there, [], { knownComplete: false });
    expect(life.opened).toEqual([]);
    expect(life.publish.map(({ id }) => id)).toEqual([finding.id]);
    expect(life.worsened).toEqual([]);
  });
  test('keeps the dates of its first time', () => {
    const [again] = run(there, [known]).findings;
    expect(again).toMatchObject({ firstSeen: known.firstSeen, createdAt: known.createdAt, lastSeen: NOW });
  });
  test('is updated when something of it changed, and worse when its severity rose', () => {
    expect(run(there, [{ ...known, fingerprint: 'other' }])).toMatchObject({
      updated: [finding.id],
      worsened: [],
    });
    expect(run(there, [{ ...known, severity: 'INFORMATIONAL' }])).toMatchObject({ worsened: [finding.id] });
  });
  test('is unchanged when its fingerprint is the same, and imported again only when due', () => {
    const same = { ...known, fingerprint: fingerprintOf(finding) };
    const due = run(there, [same], { refreshAfter: DAY });
    expect(due.unchanged).toEqual([finding.id]);
    expect(due.publish).toHaveLength(1);
    expect(run(there, [same], { refreshAfter: DAY + 1 }).publish).toEqual([]);
  });
  test('stays unchanged on the next night, whose window has moved', () => {
    const wasteful = (days: number) =>
      assess('app', {
        actions: [verdict('sqs:PurgeQueue', 'unused')],
        watched: { from: NOW + (days - 90) * DAY, to: NOW + days * DAY },
      });
    const first = evaluateRules([wasteful(0)], CONTEXT).findings.find(({ id }) => id === finding.id);
    const same = { ...known, fingerprint: fingerprintOf(first ?? finding) };
    expect(runRules([wasteful(1)], [same], { now: NOW + DAY }).unchanged).toEqual([finding.id]);
  });
  test.each(['missing', 'unsure'] as const)(
    'is unchanged, and imported, where the ledger has it and the sink is %s',
    (inSink) => {
      const kept: KnownFinding = { ...known, fingerprint: fingerprintOf(finding), inSink };
      const life = run(there, [kept], { refreshAfter: 30 * DAY });
      expect(life).toMatchObject({ opened: [], unchanged: [finding.id] });
      expect(life.publish).toMatchObject([{ id: finding.id, firstSeen: known.firstSeen }]);
    },
  );
  test.each<[NonNullable<KnownFinding['inSink']>, number]>([
    ['missing', 0],
    ['unsure', 1],
  ])('is resolved where the ledger has it; archived only where the sink may have it (%s)', (inSink, imports) => {
    const life = run(mended, [{ ...known, inSink }]);
    expect(life.resolved).toEqual([finding.id]);
    expect(life.publish).toHaveLength(imports);
  });
  test('is reopened when it was archived', () => {
    const life = run(there, [{ ...known, recordState: 'ARCHIVED' }]);
    expect(life).toMatchObject({ reopened: [finding.id], opened: [] });
    expect(life.publish[0]).toMatchObject({ status: 'open', firstSeen: known.firstSeen });
  });
});

describe('a finding that is gone', () => {
  test('is resolved with the word that another one tells it, where that is so', () => {
    const life = run(mended, [known], { parts: new Set([finding.id]) });
    expect(life.resolvedFindings[0]?.description).toContain('one change mends both');
  });
  test('is resolved when its role was looked at and is tidy', () => {
    const life = run(mended, [known]);
    expect(life.resolved).toEqual([finding.id]);
    expect(life.publish).toMatchObject([
      { id: finding.id, status: 'resolved', title: known.title, createdAt: known.createdAt, families: ['my-app'] },
    ]);
  });
  test('is resolved when a complete inventory no longer names the role', () => {
    expect(run(unnamed, [known]).resolved).toEqual([finding.id]);
  });
  test('is resolved when another role bears the name, or the rule is no more', () => {
    expect(run(evaluationOf([], roles), [known]).resolvedFindings[0]?.description).toContain(
      'The role it was about no longer exists',
    );
    const id = 'ecs-role-auditor/aws/123456789012/AROAAPP/old-rule';
    const retired = { ...known, id, rule: 'old-rule' } as const;
    expect(run(mended, [retired]).resolvedFindings[0]?.description).toContain('no longer has this rule');
  });
  test('is not imported again once it is archived', () => {
    expect(run(mended, [{ ...known, recordState: 'ARCHIVED' }]).publish).toEqual([]);
  });
});

describe('a finding that the sink is not to have', () => {
  const mild = findingOf('shared-role', 'app', { severity: 'INFORMATIONAL' });
  test('is found, and not published; where the sink shows it, it is archived there', () => {
    const life = run(evaluationOf([mild]), [], { publishFrom: 'LOW' });
    expect(life.opened).toEqual([mild.id]);
    expect(life.publish).toEqual([]);
    const shown = run(evaluationOf([mild]), [knownFrom(mild)], { publishFrom: 'LOW' });
    expect(shown.publish).toMatchObject([{ id: mild.id, status: 'resolved' }]);
    expect(shown.resolved).toEqual([]);
    const archived = { ...knownFrom(mild), recordState: 'ARCHIVED' } as const;
    expect(run(evaluationOf([mild]), [archived], { publishFrom: 'LOW' }).publish).toEqual([]);
  });
  test('is published where the sink is to have the mildest', () => {
    expect(run(evaluationOf([mild]), [], { publishFrom: 'INFORMATIONAL' }).publish).toEqual([mild]);
  });
});

describe('a run that could not look closely', () => {
  const unknown: readonly [string, readonly RoleAssessment[], Partial<ReconcileInput>][] = [
    ['the role was not looked at', [], { inventoryComplete: false }],
    ['another role was looked at', [assess('other')], { inventoryComplete: false }],
    ['IAM could not read the role', [unreadable('app')], {}],
    [
      'the action is undetermined tonight',
      [assess('app', { actions: [verdict('sqs:PurgeQueue', 'undetermined')] })],
      {},
    ],
    [
      'tonight’s source cannot see the action',
      [assess('app', { actions: [verdict('sqs:PurgeQueue', 'unobservable')] })],
      {},
    ],
  ];
  test.each(unknown)('resolves nothing where %s', (_name, assessments, over) => {
    const life = runRules(assessments, [known], over);
    expect(life.resolved).toEqual([]);
    expect(life.unconfirmed).toEqual([finding.id]);
    expect(life.publish.map(({ id }) => id)).not.toContain(finding.id);
  });
  test('resolves what was mended although other actions are in doubt', () => {
    const better = assess('app', { actions: [verdict('sqs:SendMessage', 'undetermined')] });
    expect(runRules([better], [known]).resolved).toEqual([finding.id]);
  });
  test('resolves nothing when some actions are in doubt and the list of old ones is not whole', () => {
    const { actions: _, ...without } = known;
    const better = assess('app', { actions: [verdict('sqs:SendMessage', 'undetermined')] });
    expect(runRules([better], [without]).resolved).toEqual([]);
  });
  test('keeps naming the families that it did not look at', () => {
    const life = run(there, [{ ...known, families: ['far-away', 'my-app'] }], { inventoryComplete: false });
    expect(life.findings.find(({ id }) => id === finding.id)?.families).toEqual(['far-away', 'my-app']);
  });
});

describe('a finding that is accepted', () => {
  const accept = (evaluation: RuleEvaluation, over: Partial<Exception> = {}) => {
    const exception: Exception = {
      role: 'app',
      rules: 'all',
      until: NOW + 60 * DAY,
      reason: 'It is needed.',
      writtenIn: 'a file',
      ...over,
    };
    const input = { exceptions: [exception], now: NOW, wholeLook: true, inDoubt: [] };
    return { ...evaluation, findings: acceptFindings(evaluation.findings, input).findings };
  };
  const evaluation = accept(there);
  const [accepted] = run(evaluation, []).findings;
  if (accepted === undefined) throw new Error('the fixture has no finding');
  const suppressed = knownFrom(accepted, { suppressed: true, fingerprint: fingerprintOf(accepted) });

  test('is suppressed, not opened, when it is new; imported all the same', () => {
    const life = run(evaluation, []);
    expect(life).toMatchObject({ opened: [], suppressed: [finding.id], resolved: [] });
    expect(life.findings).toMatchObject([{ id: finding.id, status: 'suppressed' }]);
    expect(life.publish).toEqual(life.findings);
    expect(life.marks).toMatchObject([{ id: finding.id, status: 'SUPPRESSED' }]);
  });
  test('is suppressed when it was open', () => {
    const life = run(evaluation, [{ ...known, fingerprint: fingerprintOf(finding) }]);
    expect(life).toMatchObject({ suppressed: [finding.id], updated: [], unchanged: [] });
    expect(life.publish).toHaveLength(1);
  });
  test('is unchanged from then on', () => {
    const life = run(evaluation, [suppressed], { refreshAfter: 30 * DAY });
    expect(life).toMatchObject({ suppressed: [], reopened: [], unchanged: [finding.id], publish: [] });
  });
  test('is not called worse', () => {
    const life = run(evaluation, [{ ...suppressed, severity: 'INFORMATIONAL', fingerprint: 'other' }]);
    expect(life).toMatchObject({ updated: [finding.id], worsened: [] });
  });
  test('is open again when its exception expired, and is imported', () => {
    const late = accept(there, { until: NOW });
    const life = run(late, [suppressed]);
    expect(life).toMatchObject({ reopened: [finding.id], suppressed: [], opened: [] });
    expect(life.publish).toMatchObject([{ status: 'open', firstSeen: suppressed.firstSeen }]);
  });
  test('is resolved when it is gone', () => {
    const life = run(accept(mended), [suppressed]);
    expect(life).toMatchObject({ resolved: [finding.id], marks: [] });
  });
  test('is suppressed at once when it comes back from the archive', () => {
    const life = run(evaluation, [{ ...suppressed, recordState: 'ARCHIVED' }]);
    expect(life).toMatchObject({ suppressed: [finding.id], reopened: [] });
  });
  test('changes no workflow status while nobody knows what people set', () => {
    expect(run(evaluation, [], { knownComplete: false }).marks).toEqual([]);
  });
  test('in part only is not resolved while the accepted action is in doubt', () => {
    const both = evaluationOf([{ ...finding, actions: ['sqs:PurgeQueue', 'sqs:DeleteQueue'] }]);
    const [partly] = accept(both, { actions: ['sqs:Delete*'] }).findings;
    expect(partly).toMatchObject({ actions: ['sqs:PurgeQueue'], acceptedActions: ['sqs:DeleteQueue'] });
    const remembered = rememberedFields(asffFields(partly ?? finding));
    expect(remembered.actions).toEqual(['sqs:PurgeQueue', 'sqs:DeleteQueue']);
    const doubtful = assess('app', { actions: [verdict('sqs:DeleteQueue', 'undetermined')] });
    expect(runRules([doubtful], [{ ...known, ...remembered }]).resolved).toEqual([]);
  });
});

test('what was not looked at counts as open, unless it is INFORMATIONAL or accepted', () => {
  const unseen = [assess('app', { actions: [verdict('sqs:PurgeQueue', 'undetermined')] })];
  expect(runRules(unseen, [known]).stillOpen).toEqual([finding.id]);
  for (const over of [{ severity: 'INFORMATIONAL' as const }, { suppressed: true }]) {
    const life = runRules(unseen, [{ ...known, ...over }]);
    expect(life.stillOpen).toEqual([]);
    expect(life.unconfirmed).toEqual([finding.id]);
  }
});

test('running twice on an unchanged account opens and resolves nothing the second time', () => {
  const wasteful = assess('app', { actions: [verdict('sqs:PurgeQueue', 'unused')] });
  const first = runRules([wasteful, assess('idle')], []);
  const stored = first.publish.map((each) => knownFrom(each, { fingerprint: fingerprintOf(each), firstSeen: NOW }));
  const second = runRules([wasteful, assess('idle')], stored, { now: NOW + 60_000 });
  expect(second).toMatchObject({ opened: [], updated: [], reopened: [], resolved: [], unconfirmed: [] });
  expect(second.unchanged).toHaveLength(first.publish.length);
});
