import { describe, expect, test } from 'vitest';
import type { Finding, Severity } from '../../src/findings/finding.ts';
import type { FindingId } from '../../src/findings/finding-id.ts';
import type { StoredFinding } from '../../src/ledger/stored-finding.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import {
  findingChanges,
  type LastNotification,
  notificationStateAfter,
} from '../../src/report/notification/finding-changes.ts';
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
  return { state: { at: NOW - daysAgo * DAY, findings: new Map(Object.entries(findings)) }, findings: new Map() };
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
    const changes = findingChanges(result, told({ a: 'HIGH' }));
    expect(ids(changes.accepted)).toEqual(['a']);
    expect(
      findingChanges(result, { state: notificationStateAfter(result, told({ a: 'HIGH' })), findings: new Map() }).none,
    ).toBe(true);
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

describe('notificationStateAfter', () => {
  test('is every open finding with its severity', () => {
    const result = resultOf([finding('a', 'LOW'), finding('b', 'HIGH', 'suppressed')]);
    expect(notificationStateAfter(result)).toEqual({ at: NOW, findings: new Map([['a', 'LOW']]) });
  });

  test('keeps what a narrower run did not look at, and forgets what is gone', () => {
    const result = resultOf([finding('a')], { unconfirmed: ['unseen'], resolved: ['gone'] });
    const after = notificationStateAfter(result, told({ unseen: 'LOW', gone: 'HIGH', 'long lost': 'HIGH' }));
    expect([...after.findings]).toEqual([
      ['unseen', 'LOW'],
      ['a', 'HIGH'],
    ]);
  });

  test('keeps everything else where nothing is known of earlier findings', () => {
    const after = notificationStateAfter(resultOf([finding('a')], { knownComplete: false }), told({ other: 'LOW' }));
    expect([...after.findings.keys()]).toEqual(['other', 'a']);
  });

  test('leaves no changes for a second message', () => {
    const result = resultOf([finding('a'), finding('b', 'LOW'), finding('c', 'LOW', 'suppressed')], { opened: ['a'] });
    expect(findingChanges(result, { state: notificationStateAfter(result), findings: new Map() }).none).toBe(true);
  });
});
