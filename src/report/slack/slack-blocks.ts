import type { KnownBlock, MrkdwnElement } from '@slack/types';
import { clip } from '../../base/format.ts';
import type { Severity } from '../../findings/finding.ts';
import { slackEntities } from './slack-escape.ts';

/** The emoji of a severity, at the start of a line. */
export const SEVERITY_MARKS: Readonly<Record<Severity, string>> = {
  CRITICAL: '🔴',
  HIGH: '🟠',
  MEDIUM: '🟡',
  LOW: '🔵',
  INFORMATIONAL: '⚪',
};

/** Text with marks, in which Slack makes no links, channels or mentions out of names by itself. */
function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text: clip(text, 3000), verbatim: true };
}

/** A heading of plain text, at most 150 characters. */
export function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text: clip(text, 150) } };
}

/** A paragraph of mrkdwn, at most 3,000 characters. */
export function section(text: string): KnownBlock {
  return { type: 'section', text: mrkdwn(text) };
}

/** Small print in mrkdwn. */
export function context(text: string): KnownBlock {
  return { type: 'context', elements: [mrkdwn(text)] };
}

/** A link in the text of a block. */
export function link(text: string, url: string): string {
  return `<${slackEntities(url)}|${text}>`;
}
