import type { SlackMessage } from '../../src/sandbox/sandbox-state.ts';
import { NAMES } from './model.ts';
import { toldText } from './told.ts';

const SECTIONS = /^(New since|Worse than before|Resolved|Accepted)/;
/** Findings of the rules foretold, as messages name them. */
const FORETOLD_TITLES = [
  /does not exist, but/,
  /may be assumed by principals other than ECS tasks/,
  /may be assumed by ECS without a source condition/,
  /sensitive actions? on every resource/,
];

/**
 * Which findings people hold for open who go by the messages alone: `ROLE PLACE`, with the place of the title's pattern. Once
 * for every finding: a role that was made again has others of the same titles.
 */
export function toldOpen(messages: readonly SlackMessage[]): readonly string[] {
  const open: string[] = [];
  for (const message of messages) {
    let section = '';
    for (const line of toldText(message).split('\n')) {
      section = SECTIONS.exec(line)?.[1] ?? (/Open \d|No open findings/.test(line) ? '' : section);
      const title = titleIn(line);
      if (title === undefined) continue;
      if (section === 'New since') open.push(title);
      const gone = section === 'Resolved' || section === 'Accepted' ? open.indexOf(title) : -1;
      if (gone >= 0) open.splice(gone, 1);
    }
  }
  return open.sort();
}

function titleIn(line: string): string | undefined {
  const role = NAMES.find((name) => new RegExp(`\\b${name}\\b`).test(line));
  const place = FORETOLD_TITLES.findIndex((title) => title.test(line));
  return role === undefined || place < 0 ? undefined : `${role} ${place}`;
}

/** The same of an id, for the role that it is of. */
export function titleOf(id: string, role: string): string {
  const rules = ['missing-role', 'trust-too-wide', 'trust-without-source-condition', 'wildcard-resource'];
  return `${role} ${rules.findIndex((rule) => id.endsWith(`/${rule}`))}`;
}

/** True for a message that says that nothing changed, or that nothing is known of it. */
export function saysNothingNew(message: SlackMessage): boolean {
  return isUnsure(message) || /: nothing new\b/.test(toldText(message));
}

/** True for a message that cannot say what is new. */
export function isUnsure(message: SlackMessage): boolean {
  return /: audited\./.test(toldText(message));
}
