import type { KnownBlock } from '@slack/types';
import { slackText } from '../../src/report/slack/slack-text.ts';
import type { SlackMessage } from '../../src/sandbox/sandbox-state.ts';

/** What the channel shows of a message: its lines that are not empty, without the addresses of report and console. */
export function toldText(message: SlackMessage): string {
  return slackText(message.blocks as unknown as readonly KnownBlock[])
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^(\[[^\]]+\]) https:\S+$/, '$1')
        .replace(/^(Report:) s3:\S+$/, '$1'),
    )
    .filter((line) => line !== '' && !/^─+$/.test(line))
    .join('\n');
}
