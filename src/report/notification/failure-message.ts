import type { KnownBlock } from '@slack/types';
import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { type EpochMs, toIso } from '../../base/time.ts';
import { redact } from '../redact.ts';
import { header, section } from '../slack/slack-blocks.ts';
import { slackCode, slackEscape } from '../slack/slack-escape.ts';
import type { NotifierMessage } from './notifier-message.ts';

/** An audit that ended with an error. */
export interface Failure {
  readonly at: EpochMs;
  /** The error's message; credentials in it are not shown. */
  readonly why: string;
  /** Where there is more to read: `Log group` → `/aws/lambda/ecs-role-auditor`. */
  readonly where: Readonly<Record<string, string>>;
}

const HEADLINE = 'The audit of ECS roles failed';
const CONSEQUENCE = 'This run opened and resolved nothing; findings stay as they were.';

/** The message about an audit that ended with an error: what failed, and where to look. No secrets. */
export function failureMessage({ at, why, where }: Failure): NotifierMessage {
  const said = redact(why);
  const places = Object.entries(where)
    .map(([name, place]): readonly [string, string] => [
      clip(stripControlCharacters(name), 50),
      clip(stripControlCharacters(place), 200),
    ])
    .filter(([, place]) => place !== '');
  const looking = places.map(([name, place]) => `${slackEscape(name)}: ${slackCode(place)}`).join('\n');
  const blocks: readonly KnownBlock[] = [
    header(`⚠️ ${HEADLINE}`),
    section(`${slackEscape(said)}\n_${CONSEQUENCE}_`),
    ...(looking === '' ? [] : [section(looking)]),
  ];
  return {
    headline: HEADLINE,
    text: slackEscape(clip(`${HEADLINE}: ${said}`, 1000)),
    blocks,
    body: [HEADLINE, said, CONSEQUENCE, places.map(([name, place]) => `${name}: ${place}`).join('\n')]
      .filter((part) => part !== '')
      .join('\n\n'),
    amazonQ: {
      version: '1.0',
      source: 'custom',
      id: `ecs-role-auditor/failure/${toIso(at)}`,
      content: {
        textType: 'client-markdown',
        title: `⚠️ ${HEADLINE}`,
        description: `${slackEscape(said)}\n\n${CONSEQUENCE}`,
        nextSteps: places.map(([name, place]) => `${slackEscape(name)}: ${slackEscape(place)}`),
        keywords: ['ecs-role-auditor', 'failure'],
      },
      metadata: { summary: HEADLINE, eventType: 'ecs-role-auditor-failure', additionalContext: {} },
    },
    details: [],
  };
}
