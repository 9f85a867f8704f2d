import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { day } from '../../base/time.ts';
import type { Finding, KnownFinding, KnownWorkflow, WorkflowMark } from '../finding.ts';

/** `UpdatedBy` of this program's notes in Security Hub; every other note is somebody else's. */
export const NOTE_AUTHOR = 'ecs-role-auditor';
const LONGEST_NOTE = 512;
/** Separates this program's text from the earlier note that it carries along: a finding has one note. */
const EARLIER = ' · Earlier note by ';
const LONGEST_EARLIER = 256;

/**
 * Which findings must change their workflow status so that the sink shows what exceptions accept. Only what this program set is ever
 * changed: a status or a note that somebody else set since stays, also where it says the contrary. A note that stood there
 * before is carried along in ours.
 *
 * @param known the findings as the sink holds them; those it lacks are about to be imported for the first time
 */
export function workflowMarks(
  findings: readonly Finding[],
  known: ReadonlyMap<string, KnownFinding>,
): readonly WorkflowMark[] {
  return findings.flatMap((finding) => {
    const mark = markOf(finding, known.get(finding.id)?.workflow);
    return mark === undefined ? [] : [mark];
  });
}

function markOf({ id, status, acceptance }: Finding, workflow: KnownFinding['workflow']): WorkflowMark | undefined {
  const { status: current, note } = workflow ?? { status: 'NEW' as const };
  const ours = note?.by === NOTE_AUTHOR ? note.text : undefined;
  const earlier = earlierNote(note);
  if (status === 'suppressed' && acceptance !== undefined) {
    const text = withEarlier(noteOf(acceptance), earlier);
    // This program's note beside another status: somebody took the status back, so the exception does not set it again.
    if (ours === text) return undefined;
    const mayChange = current === 'NEW' || (current === 'SUPPRESSED' && isAcceptance(ours));
    return mayChange ? { id, status: 'SUPPRESSED', note: text } : undefined;
  }
  if (status === 'open' && current === 'SUPPRESSED' && isAcceptance(ours)) {
    return { id, status: 'NEW', note: withEarlier('No exception accepts this finding any more.', earlier) };
  }
  return undefined;
}

const BEGINNING = 'Accepted until ';

function noteOf({ until, reason }: NonNullable<Finding['acceptance']>): string {
  const date = until === undefined ? 'it is taken back' : `${day(until)} (UTC)`;
  return `${BEGINNING}${date}: ${stripControlCharacters(reason).replaceAll(EARLIER, ' ')}`;
}

/** The note that was there before this program's, as it is carried along; empty where there was none. */
function earlierNote(note: KnownWorkflow['note']): string {
  if (note === undefined) return '';
  if (note.by !== NOTE_AUTHOR)
    return clip(`${EARLIER}${stripControlCharacters(note.by)}: ${stripControlCharacters(note.text)}`, LONGEST_EARLIER);
  const at = note.text.indexOf(EARLIER);
  return at < 0 ? '' : note.text.slice(at);
}

function withEarlier(words: string, earlier: string): string {
  return `${clip(words, LONGEST_NOTE - earlier.length)}${earlier}`;
}

function isAcceptance(text: string | undefined): boolean {
  return text?.startsWith(BEGINNING) === true;
}
