import { describe, expect, test } from 'vitest';
import { NOTE_AUTHOR, workflowMarks } from '../../src/findings/asff/workflow-marks.ts';
import type { Finding, KnownFinding, KnownWorkflow, WorkflowMark } from '../../src/findings/finding.ts';
import { findingOf } from './finding-of.ts';
import { DAY, knownFrom, NOW } from './fixtures.ts';

const open = findingOf('unused-permissions', 'app');
const acceptance = { reason: 'It is needed.', until: NOW + 60 * DAY, writtenIn: 'a file' };
const accepted: Finding = { ...open, status: 'suppressed', acceptance };
const resolved: Finding = { ...open, status: 'resolved' };
const WORDS = 'Accepted until 2027-01-21 (UTC): It is needed.';
const ours = (text: string) => ({ text, by: NOTE_AUTHOR });
const theirs = { text: 'We looked at it.', by: 'anna' };
const EARLIER = ' · Earlier note by anna: We looked at it.';

const suppress: Omit<WorkflowMark, 'id'> = { status: 'SUPPRESSED', note: WORDS };
const renew: Omit<WorkflowMark, 'id'> = { status: 'NEW', note: 'No exception accepts this finding any more.' };

describe('workflowMarks()', () => {
  const cases: readonly (readonly [
    string,
    Finding,
    KnownWorkflow | undefined,
    Omit<WorkflowMark, 'id'> | undefined,
  ])[] = [
    ['accepted, and new in the hub', accepted, { status: 'NEW' }, suppress],
    ['accepted, and never in the hub', accepted, undefined, suppress],
    [
      'accepted, with somebody’s note beside NEW',
      accepted,
      { status: 'NEW', note: theirs },
      { status: 'SUPPRESSED', note: `${WORDS}${EARLIER}` },
    ],
    [
      'accepted, and suppressed by us in these words, with the note before them',
      accepted,
      { status: 'SUPPRESSED', note: ours(`${WORDS}${EARLIER}`) },
      undefined,
    ],
    [
      'open, and suppressed by us with the note before',
      open,
      { status: 'SUPPRESSED', note: ours(`${WORDS}${EARLIER}`) },
      { status: 'NEW', note: `No exception accepts this finding any more.${EARLIER}` },
    ],
    ['accepted, and suppressed by us in these words', accepted, { status: 'SUPPRESSED', note: ours(WORDS) }, undefined],
    [
      'accepted anew, and suppressed by us in other words',
      accepted,
      { status: 'SUPPRESSED', note: ours('Accepted until 2026-12-01 (UTC): x') },
      suppress,
    ],
    ['accepted, and taken back by somebody', accepted, { status: 'NEW', note: ours(WORDS) }, undefined],
    ['accepted again after it expired', accepted, { status: 'NEW', note: ours(renew.note) }, suppress],
    ['accepted, and suppressed by somebody', accepted, { status: 'SUPPRESSED' }, undefined],
    ['accepted, and suppressed by somebody with a note', accepted, { status: 'SUPPRESSED', note: theirs }, undefined],
    ['accepted, and notified', accepted, { status: 'NOTIFIED' }, undefined],
    ['accepted, and called resolved by somebody', accepted, { status: 'RESOLVED', note: theirs }, undefined],
    ['open, and new', open, { status: 'NEW' }, undefined],
    ['open, and never in the hub', open, undefined, undefined],
    ['open, and suppressed by us', open, { status: 'SUPPRESSED', note: ours(WORDS) }, renew],
    ['open, and suppressed by somebody', open, { status: 'SUPPRESSED', note: theirs }, undefined],
    ['open, and suppressed by somebody without a note', open, { status: 'SUPPRESSED' }, undefined],
    [
      'open, and suppressed by somebody after our last word',
      open,
      { status: 'SUPPRESSED', note: ours(renew.note) },
      undefined,
    ],
    [
      'open, suppressed by us, and noted by somebody since',
      open,
      { status: 'SUPPRESSED', note: { ...theirs, text: `${WORDS} Agreed.` } },
      undefined,
    ],
    ['open, and notified in our words', open, { status: 'NOTIFIED', note: ours(WORDS) }, undefined],
    ['resolved, and suppressed by us', resolved, { status: 'SUPPRESSED', note: ours(WORDS) }, undefined],
  ];
  test.each(cases)('%s', (_name, finding, workflow, mark) => {
    const known: KnownFinding = knownFrom(open, workflow === undefined ? {} : { workflow });
    const memory = new Map(workflow === undefined ? [] : [[open.id, known]]);
    expect(workflowMarks([finding], memory)).toEqual(mark === undefined ? [] : [{ id: open.id, ...mark }]);
  });

  test('keeps a note within 512 characters, and knows it again', () => {
    const long: Finding = { ...accepted, acceptance: { ...acceptance, reason: 'x'.repeat(2000) } };
    const [mark] = workflowMarks([long], new Map());
    expect(mark?.note).toHaveLength(512);
    const workflow: KnownWorkflow = { status: 'SUPPRESSED', note: ours(mark?.note ?? '') };
    expect(workflowMarks([long], new Map([[open.id, knownFrom(open, { workflow })]]))).toEqual([]);
  });

  test('leaves room for a note before it, and knows both again', () => {
    const reason = `${'x'.repeat(400)} · Earlier note by nobody`;
    const long: Finding = { ...accepted, acceptance: { ...acceptance, reason } };
    const note = { text: 'y'.repeat(500), by: 'anna' };
    const before = new Map([[open.id, knownFrom(open, { workflow: { status: 'NEW', note } })]]);
    const [mark] = workflowMarks([long], before);
    expect(mark?.note).toMatch(/^Accepted until 2027-01-21 \(UTC\): x+… · Earlier note by anna: y+…$/);
    expect(mark?.note.length).toBeLessThanOrEqual(512);
    const workflow: KnownWorkflow = { status: 'SUPPRESSED', note: ours(mark?.note ?? '') };
    expect(workflowMarks([long], new Map([[open.id, knownFrom(open, { workflow })]]))).toEqual([]);
  });
});
