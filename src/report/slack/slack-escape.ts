import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';

/** Outside text for a Slack message: one line, and `& < >` as Slack wants them, so that nothing in it is a link or a mention. */
export function slackEscape(text: string): string {
  return slackEntities(stripControlCharacters(text));
}

/** Outside text as a line of at most `most` characters before it is escaped. */
export function slackLine(text: string, most: number): string {
  return slackEscape(clip(text, most));
}

/** Text of several lines, without what Slack would take for a link or a mention. */
export function slackEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Outside text within backticks. */
export function slackCode(text: string): string {
  return `\`${slackEscape(text).replaceAll('`', "'")}\``;
}
