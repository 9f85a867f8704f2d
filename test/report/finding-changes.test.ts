import { describe, expect, test } from 'vitest';
import type { Finding, Severity } from '../../src/findings/finding.ts';
import type { FindingId } from '../../src/findings/finding-id.ts';
import type { StoredFinding } from '../../src/ledger/stored-finding.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { findingChanges } from '../../src/report/notification/finding-changes.ts';
import type { LastNotification } from '../../src/report/notification/last-notification.ts';
import { DAY, NOW } from '../findings/fixtures.ts';
import { auditOf } from './audit-fixture.ts';

const [TEMPLATE] = auditOf().findings;

function finding(id: string, severity: Severity = 'HIGH', status: Finding['status'] = 'open'): Finding {
  if (TEMPLATE === undefined) throw new Error('the fixture has no finding');
  return { ...TEMPLATE, id: id as FindingId, severity, status, title: `title of ${id}` };
}

/** A result with these findings; what the run changed is put over it. */
function resultOf(findings: readonly Finding[], lifecycle: Partial<AuditResult['lifecycle']> = {}): AuditResult {
  const base = auditOf();
  const nothing = {
    opened: [],
    reopened: [],
    suppressed: [],
    updated: [],
    worsened: [],
    resolved: [],
    resolvedFindings: [],
    unconfirmed: [],
  };
  return { ...base, findings, lifecycle: { ...base.lifecycle, ...nothing, findings, ...lifecycle } };
}

function told(findings: Readonly<Record<string, string>>, daysAgo = 3): LastNotification {
  const at = NOW - daysAgo * DAY;
  return {
    at,
    told: new Map(Object.entries(findings).map(([id, severity]) => [id, { at, severity }])),
    unclear: new Map(),
    elsewhere: new Set(),
    caveats: new Set(),
    findings: new Map(),
  };
}

/** A message of a day ago of which nobody knows whether it arrived. */
function unclear(findings: Readonly<Record<string, string>>): LastNotification['unclear'] {
  const at = NOW - DAY;
  return new Map([['a run', { at, sent: at, status: 'unclear', findings: new Map(Object.entries(findings)) }]]);
}

function remembered(open: boolean, daysAgo: number): StoredFinding {
  return {
    rule: 'shared-role',
    roleArn: 'arn:aws:iam::123456789012:role/gone',
    severity: 'HIGH',
    title: 'mended meanwhile',
    open,
    firstSeen: 0,
    createdAt: 0,
    updatedAt: NOW - daysAgo * DAY,
    families: [],
    actions: [],
  };
}

const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id);

describe('findingChanges, without word of the last message', () => {
  test('is what this run changed', () => {
    const result = resultOf([finding('a'), finding('b'), finding('c'), finding('d', 'LOW', 'suppressed')], {
      opened: ['a'],
      reopened: ['b'],
      worsened: ['c'],
      suppressed: ['d'],
      resolved: ['e'],
      resolvedFindings: [finding('e', 'LOW', 'resolved')],
    });
    const changes = findingChanges(result);
    expect(ids(changes.opened)).toEqual(['a', 'b']);
    expect([...changes.back]).toEqual(['b']);
    expect(ids(changes.worsened)).toEqual(['c']);
    expect(ids(changes.accepted)).toEqual(['d']);
    expect(ids(changes.resolved)).toEqual(['e']);
    expect(changes).toMatchObject({ none: false, known: true });
  });

  test('knows nothing where the earlier findings were not read', () => {
    expect(findingChanges(resultOf([finding('a')], { knownComplete: false }))).toMatchObject({
      none: true,
      known: false,
    });
  });
});

describe('findingChanges, since the last message', () => {
  test('is what people do not know, in whatever run it happened', () => {
    const result = resultOf([finding('known'), finding('of saturday'), finding('worse', 'CRITICAL')]);
    const changes = findingChanges(result, told({ known: 'HIGH', worse: 'MEDIUM', 'now better': 'LOW' }));
    expect(ids(changes.opened)).toEqual(['of saturday']);
    expect(ids(changes.worsened)).toEqual(['worse']);
    expect(changes.since).toBe(NOW - 3 * DAY);
  });

  test('is nothing where all is as it was told, though the run calls it new: it was run again', () => {
    const result = resultOf([finding('a')], { opened: ['a'] });
    expect(findingChanges(result, told({ a: 'HIGH' })).none).toBe(true);
  });

  test('has what an earlier run resolved, of which nobody was told', () => {
    const gone = 'ecs-role-auditor/aws/123456789012/AROAX/shared-role';
    const last = told({ [gone]: 'HIGH', 'gone before': 'HIGH', unseen: 'HIGH', lost: 'HIGH' });
    const findings = new Map([
      [gone, remembered(false, 1)],
      ['gone before', remembered(false, 9)],
      ['unseen', remembered(true, 1)],
    ]);
    const changes = findingChanges(resultOf([]), { ...last, findings });
    expect(changes.resolved).toMatchObject([{ id: gone, title: 'mended meanwhile', severity: 'HIGH' }]);
  });

  test('does not have what came and went between two messages', () => {
    const result = resultOf([], { resolved: ['brief'], resolvedFindings: [finding('brief', 'HIGH', 'resolved')] });
    expect(findingChanges(result, told({})).none).toBe(true);
  });

  test('has what somebody accepted since, once', () => {
    const result = resultOf([finding('a', 'HIGH', 'suppressed'), finding('b', 'HIGH', 'suppressed')]);
    expect(ids(findingChanges(result, told({ a: 'HIGH' })).accepted)).toEqual(['a']);
    expect(findingChanges(result, told({})).none).toBe(true);
  });

  test('is known even where Security Hub could not say what it knows', () => {
    const result = resultOf([finding('a')], { knownComplete: false });
    expect(findingChanges(result, told({}))).toMatchObject({ known: true, none: false });
  });

  test('takes a severity that nobody knows any more for none', () => {
    expect(findingChanges(resultOf([finding('a')]), told({ a: 'DREADFUL' })).none).toBe(true);
  });

  test('leaves out what is only informational, until it is more', () => {
    const result = resultOf([finding('a', 'INFORMATIONAL'), finding('b', 'LOW')]);
    const changes = findingChanges(result, told({ b: 'INFORMATIONAL' }));
    expect([changes.opened, ids(changes.worsened)]).toEqual([[], ['b']]);
  });
});

describe('findingChanges, where the ledger has no message yet', () => {
  const never = (): LastNotification => {
    const { at: _, ...rest } = told({});
    return rest;
  };

  test('is all that is open, though no run calls it new: the one that found it was killed', () => {
    const changes = findingChanges(resultOf([finding('a'), finding('b')], { opened: ['b'] }), never());
    expect(ids(changes.opened)).toEqual(['a', 'b']);
    expect(changes.since).toBe('never notified');
  });

  test('says nothing of that where this run opened all of it', () => {
    const changes = findingChanges(resultOf([finding('a')], { opened: ['a'] }), never());
    expect([ids(changes.opened), changes.since]).toEqual([['a'], undefined]);
  });
});

describe('findingChanges, where a message may not have arrived', () => {
  test('has what it told again, and says so', () => {
    const result = resultOf([finding('old'), finding('perhaps')]);
    const changes = findingChanges(result, { ...told({ old: 'HIGH' }), unclear: unclear({ perhaps: 'HIGH' }) });
    expect(ids(changes.opened)).toEqual(['perhaps']);
    expect(changes.notes).toEqual([
      'It is not known whether the message of the run of 2026-11-21 03:00 UTC arrived, so this one may repeat it.',
    ]);
  });

  test('has what was resolved since, for those whom it reached', () => {
    const perhaps = 'ecs-role-auditor/aws/123456789012/AROAX/shared-role';
    const result = resultOf([], { resolvedFindings: [finding(perhaps, 'HIGH', 'resolved')] });
    const changes = findingChanges(result, { ...told({}), unclear: unclear({ [perhaps]: 'HIGH' }) });
    expect(ids(changes.resolved)).toEqual([perhaps]);
  });

  test('does not have a third time what it told the second time', () => {
    const changes = findingChanges(resultOf([finding('a')]), { ...told({ a: 'HIGH' }), unclear: unclear({}) });
    expect(changes.none).toBe(true);
    expect(changes.notes).toEqual([expect.stringMatching(/ arrived; what it told is not told again, and the report/)]);
  });
});

test('findingChanges leaves out what another run is telling', () => {
  const result = resultOf([finding('mine'), finding('theirs'), finding('worse', 'CRITICAL')], {
    resolvedFindings: [],
  });
  const last = { ...told({ worse: 'LOW', theirs2: 'LOW' }), elsewhere: new Set(['theirs', 'worse', 'theirs2']) };
  const changes = findingChanges(result, last);
  expect([ids(changes.opened), changes.worsened, changes.resolved]).toEqual([['mine'], [], []]);
});
