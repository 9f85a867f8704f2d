import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/base/time.ts';
import { activityRecorder } from '../../src/evidence/activity-recorder.ts';
import { evidenceSince, joinEvidence } from '../../src/evidence/evidence-part.ts';
import { callsOf } from '../../src/evidence/role-activity.ts';
import { decodeDocument } from '../../src/ledger/document-form.ts';
import { EMPTY_LEDGER, LEDGER_MEMORY_MS, type Ledger, mergeLedgers, pruneLedger } from '../../src/ledger/ledger.ts';
import { EVIDENCE_FORM } from '../../src/ledger/ledger-form.ts';
import { runKey, type StoredRun } from '../../src/ledger/stored-run.ts';
import { bookedBy, evidenceOf, evidenceText } from './arbitrary-ledger.ts';
import { ACCOUNT, daysAgo, lookup, NOW, seen } from './seen.ts';

const TASK_ID = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const known = evidenceOf([seen('s3:GetObject')], [lookup('eu-west-1')]);

describe('the form of evidence', () => {
  it('is this to the letter: a change of it needs another version', () => {
    const tagged = { kind: 'named', names: ['key', 'tagging'], values: { copySource: ['version'] } } as const;
    const assumed = {
      at: NOW,
      region: 'eu-west-1',
      arn: `arn:aws:iam::${ACCOUNT}:role/ci`,
      by: 'ecs-tasks.amazonaws.com',
    } as const;
    const recorder = activityRecorder();
    recorder.receiverFor('lookup').assumed({ ...assumed, sessionName: TASK_ID });
    recorder
      .receiverFor('lookup')
      .taskStarted?.({ at: NOW, region: 'eu-west-1', taskId: TASK_ID, family: 'cron', revision: 3 });
    const calls = evidenceOf(
      [
        seen('s3:GetObject', { at: NOW, parameters: tagged }),
        seen('s3:PutObject', {
          at: NOW,
          eventType: 'AwsVpceEvent',
          errorCode: 'AccessDenied',
          refusal: { action: 'kms:GenerateDataKey', says: 'refusedByIam' },
          invokedBy: 'athena.amazonaws.com',
          resources: ['arn:aws:s3:::b/1'],
        }),
      ],
      [{ ...lookup('eu-west-1'), management: [{ from: NOW - HOUR_MS, to: NOW }] }],
    );
    const small = joinEvidence(calls, bookedBy(recorder));
    expect(JSON.parse(evidenceText(small))).toEqual({
      kind: 'evidence',
      version: 4,
      account: ACCOUNT,
      body: {
        roles: [
          [`${ACCOUNT}/app-task/AROAEXAMPLE1`, {}],
          [
            `${ACCOUNT}/ci/`,
            {
              assumed: { at: NOW, by: 'ecs-tasks.amazonaws.com' },
              tasks: { tasks: [[TASK_ID.slice(0, 8), { first: NOW, last: NOW }]] },
            },
          ],
        ],
        calls: {
          calls: [
            { eventSource: 's3.amazonaws.com', eventName: 'GetObject', parameters: tagged },
            {
              eventSource: 's3.amazonaws.com',
              eventName: 'PutObject',
              eventType: 'AwsVpceEvent',
              errorCode: 'AccessDenied',
              refusal: { action: 'kms:GenerateDataKey', says: 'refusedByIam' },
              invokedBy: 'athena.amazonaws.com',
              parameters: 'unstated',
            },
          ],
          texts: ['arn:aws:s3:::b/1', 'eu-west-1', 'lookup eu-west-1'],
          rows: [2, 0],
          call: [0, 1],
          first: [NOW, NOW],
          span: [0, 0],
          stated: [0, 1],
          regions: [1, 1, 1, 1],
          counts: [1, 2, 1, 83116, 1, 1, 2, 1, 83116, 1],
          resources: [0, 0, 0, 1, 0, 0],
          exampleBefore: [0, 0],
          exampleId: ['e1', 'e1'],
          exampleRegion: [1, 1],
        },
        grantChanges: [],
        taskStarts: [['eu-west-1 cron:3', [83116]]],
        coverage: [
          [
            '["lookup","eu-west-1",[]]',
            {
              source: 'lookup',
              region: 'eu-west-1',
              management: [[NOW - HOUR_MS, NOW]],
              excludedEventSources: [],
              dataEvents: {},
            },
          ],
        ],
        reads: [],
      },
    });
  });

  it.each([
    ['a field that it does not know', evidenceText(known).replace('"stated"', '"said"')],
    ['a period that ends before it begins', evidenceText(known).replace(`[[${daysAgo(90)},`, `[[${NOW + 1},`)],
    ['counts that are none', evidenceText(known).replace(/"counts":\[1,/, '"counts":["many",')],
    ['fewer counts than it says', evidenceText(known).replace(/"counts":\[1,/, '"counts":[2,')],
    ['more counts than it says', evidenceText(known).replace(/"counts":\[1,/, '"counts":[0,')],
    ['a call that it does not hold', evidenceText(known).replace('"call":[0]', '"call":[1]')],
    ['a last call before the first', evidenceText(known).replace('"span":[0]', '"span":[-1]')],
    ['an example too many', evidenceText(known).replace('"exampleId":["e1"]', '"exampleId":["e1","e2"]')],
    ['parameters of no known kind', evidenceText(known).replace('"parameters":"unstated"', '"parameters":"none"')],
  ])('takes %s for damage', (_, text) => {
    expect(text).not.toBe(evidenceText(known));
    expect(decodeDocument(EVIDENCE_FORM, ACCOUNT, text)).toMatchObject({ ok: false });
  });
});

describe('runs', () => {
  const run = (over: Partial<StoredRun>): Ledger => {
    const value = {
      at: NOW,
      regions: 'all',
      roles: 3,
      findings: {},
      suppressed: 0,
      verdicts: {},
      complete: true,
      ...over,
    };
    return { ...EMPTY_LEDGER, runs: new Map([[runKey(value), value]]) };
  };

  it.each<[string, Partial<StoredRun>, Partial<StoredRun>, readonly Partial<StoredRun>[]]>([
    ['are kept apart by day', { at: daysAgo(1) }, {}, [{ at: daysAgo(1) }, { at: NOW }]],
    ['are kept apart by Regions', { regions: 'eu-west-1' }, {}, [{ regions: 'eu-west-1' }, { regions: 'all' }]],
    ['give way to a later run of the day', { at: NOW - HOUR_MS, roles: 9 }, { roles: 4 }, [{ at: NOW, roles: 4 }]],
    [
      'do not give way to a later run that is incomplete',
      { at: NOW - HOUR_MS, roles: 9 },
      { complete: false },
      [{ at: NOW - HOUR_MS, roles: 9, complete: true }],
    ],
    ['are forgotten after 400 days', { at: daysAgo(401) }, {}, [{ at: NOW }]],
  ])('%s', (_, first, second, expected) => {
    const kept = pruneLedger(mergeLedgers(run(first), run(second)), NOW);
    expect([...kept.runs.values()]).toEqual(expected.map((each) => expect.objectContaining(each)));
  });
});

describe('pruneLedger()', () => {
  it('never forgets a finding that is open', () => {
    const finding = {
      rule: 'unused-role',
      roleArn: 'arn:x',
      severity: 'LOW',
      title: 'x',
      firstSeen: daysAgo(500),
      createdAt: daysAgo(500),
      updatedAt: daysAgo(450),
      families: [],
      actions: [],
    };
    const findings = new Map([
      ['open', { ...finding, open: true }],
      ['closed', { ...finding, open: false }],
    ]);
    expect([...pruneLedger({ ...EMPTY_LEDGER, findings }, NOW).findings.keys()]).toEqual(['open']);
  });
});

describe('evidenceSince()', () => {
  it('forgets evidence and coverage of more than 400 days ago', () => {
    const old = evidenceOf([seen('kms:Decrypt', { at: daysAgo(401) })], [lookup('us-east-1', 500)]);
    const pruned = evidenceSince(joinEvidence(known, old), NOW - LEDGER_MEMORY_MS);
    const calls = [...pruned.roles.values()].flatMap((role) => [...callsOf(role)].map(({ call }) => call.eventName));
    expect(calls).toEqual(['GetObject']);
    expect([...pruned.coverage.values()].map(({ management }) => management[0]?.from)).toEqual([
      daysAgo(90),
      daysAgo(400),
    ]);
  });
});
