import type { KnownBlock } from '@slack/types';

/** A Slack message as text for a terminal: what a reader of the channel would see, links as URLs behind their labels. */
export function slackText(blocks: readonly KnownBlock[]): string {
  return blocks
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n');
}

function blockText(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return `${block.text.text}\n${'─'.repeat(Math.min(block.text.text.length, 72))}`;
    case 'section':
      return plain(block.text?.text ?? '');
    case 'context':
      return block.elements.map((element) => ('text' in element ? plain(element.text) : '')).join('\n');
    default:
      return '';
  }
}

function plain(mrkdwn: string): string {
  return mrkdwn
    .replace(/(^|\s)[*_]([^*_\n]+)[*_](?=\s|$)/gm, '$1$2')
    .replaceAll('`', '')
    .replace(/<(https?:[^|>]+)\|([^>]+)>(?: {2}· {2})?/g, '[$2] $1\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trimEnd();
}
