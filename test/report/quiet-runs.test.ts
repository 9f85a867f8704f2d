import { expect, test } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { ENDING_SOON } from '../../src/findings/exceptions/accept-findings.ts';
import type { Exception, ExceptionNotes } from '../../src/findings/exceptions/exception.ts';
import type { Severity } from '../../src/findings/finding.ts';
import { findingChanges } from '../../src/report/notification/finding-changes.ts';
import { type QuietRun, whyQuiet } from '../../src/report/notification/quiet-runs.ts';
import { auditOf, exceptionNotes, rememberedAfter } from './audit-fixture.ts';

const FRIDAY = Date.parse('2026-11-20T03:00:00Z');
const SATURDAY = Date.parse('2026-11-21T03:00:00Z');
const SUNDAY_EVENING = Date.parse('2026-11-22T23:30:00Z');
const MONDAY = Date.parse('2026-11-23T03:00:00Z');
const BOTH: readonly QuietRun[] = ['weekends', 'unchanged'];

const first = auditOf();
const nothing = auditOf(undefined, rememberedAfter(first));

/** A night on which one finding of this severity is new. */
function newFinding(severity: Severity) {
  const [finding, ...others] = first.findings;
  if (finding === undefined) throw new Error('the fixture has no finding');
  const findings = [{ ...finding, severity }, ...others];
  return { ...nothing, findings, lifecycle: { ...nothing.lifecycle, findings, opened: [finding.id] } };
}

const INCOMPLETE = [{ what: 'Roles', why: 'AccessDenied' }];
const unread = { ...nothing, lifecycle: { ...nothing.lifecycle, knownComplete: false } };

test.each([
  ['never quiet', nothing, SATURDAY, [], 'UTC', undefined],
  ['a weekend', nothing, SATURDAY, ['weekends'], 'UTC', 'it is Saturday'],
  ['a weekend with changes that can wait', newFinding('MEDIUM'), SATURDAY, ['weekends'], 'UTC', 'it is Saturday'],
  ['a weekday', nothing, FRIDAY, ['weekends'], 'UTC', undefined],
  ['the Monday after', newFinding('LOW'), MONDAY, BOTH, 'UTC', undefined],
  ['Sunday evening in London', nothing, SUNDAY_EVENING, ['weekends'], 'UTC', 'it is Sunday'],
  ['the same moment in Berlin, where it is Monday', nothing, SUNDAY_EVENING, ['weekends'], 'Europe/Berlin', undefined],
  ['Friday night in Honolulu, Saturday in Greenwich', nothing, SATURDAY, ['weekends'], 'Pacific/Honolulu', undefined],
  ['nothing changed', nothing, FRIDAY, ['unchanged'], 'UTC', 'nothing changed'],
  ['something changed', newFinding('LOW'), FRIDAY, ['unchanged'], 'UTC', undefined],
  ['only what is informational changed', newFinding('INFORMATIONAL'), FRIDAY, ['unchanged'], 'UTC', 'nothing changed'],
  ['something HIGH at the weekend', newFinding('HIGH'), SATURDAY, BOTH, 'UTC', undefined],
  ['something CRITICAL at the weekend', newFinding('CRITICAL'), SATURDAY, BOTH, 'UTC', undefined],
  ['an incomplete run at the weekend', { ...nothing, incomplete: INCOMPLETE }, SATURDAY, BOTH, 'UTC', undefined],
  ['a run that cannot say what is new', unread, SATURDAY, BOTH, 'UTC', undefined],
] as const)('%s', (_night, result, startedAt, on, timeZone, why) => {
  const at = { ...result, startedAt };
  expect(whyQuiet(at, findingChanges(at), { on, timeZone })).toBe(why);
});

test('a finding that became HIGH is told at the weekend', () => {
  const result = newFinding('HIGH');
  const { opened } = result.lifecycle;
  const worse = { ...result, startedAt: SATURDAY, lifecycle: { ...result.lifecycle, opened: [], worsened: opened } };
  expect(whyQuiet(worse, findingChanges(worse), { on: BOTH, timeZone: 'UTC' })).toBeUndefined();
});

const until = (days: number): Exception => ({
  role: 'app',
  rules: 'all',
  until: FRIDAY + days * DAY_MS,
  reason: 'x',
  writtenIn: 'a file',
});
const ENDS = ENDING_SOON / DAY_MS;

test.each<[string, Partial<ExceptionNotes>, number | 'never notified' | undefined, string | undefined]>([
  ['expired since people were told', { expired: [until(-1)] }, FRIDAY - 2 * DAY_MS, undefined],
  ['expired before people were told', { expired: [until(-3)] }, FRIDAY - 2 * DAY_MS, 'nothing changed'],
  ['expired, and no notifier delivered anything', { expired: [until(-9)] }, 'never notified', undefined],
  ['expired tonight, without a ledger', { expired: [until(-0.2)] }, undefined, undefined],
  ['expired long ago, without a ledger', { expired: [until(-2)] }, undefined, 'nothing changed'],
  ['began to end since people were told', { ending: [until(ENDS - 1)] }, FRIDAY - 2 * DAY_MS, undefined],
  ['was told to end', { ending: [until(ENDS - 3)] }, FRIDAY - 2 * DAY_MS, 'nothing changed'],
])('a night without change on which an exception %s', (_night, notes, since, why) => {
  const result = { ...nothing, exceptions: exceptionNotes(notes), startedAt: FRIDAY };
  const { since: _, ...changes } = findingChanges(result);
  const told = since === undefined ? changes : { ...changes, since };
  expect(whyQuiet(result, told, { on: ['unchanged'], timeZone: 'UTC' })).toBe(why);
});
