import type { KnownBlock } from '@slack/types';
import { clip } from '../base/format.ts';
import { slackEntities } from '../report/slack/slack-escape.ts';
import { slackText } from '../report/slack/slack-text.ts';

/** "Truncating content", Slack: longer texts should be blocks or files. */
const LONGEST_TEXT = 4_000;

/** A message without blocks: what they say, as plain text, for a Slack that refuses them. */
export function plainPost({ text, blocks }: { readonly text: string; readonly blocks: readonly unknown[] }): {
  readonly text: string;
} {
  // Blocks come as data from the report, which makes known ones alone.
  const said = slackText(blocks as readonly KnownBlock[]);
  return { text: said === '' ? text : clip(slackEntities(said), LONGEST_TEXT) };
}
