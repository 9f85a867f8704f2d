import type { KnownBlock } from '@slack/types';
import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { type EpochMs, toIso } from '../../base/time.ts';
import { redact } from '../redact.ts';
import { header, section } from '../slack/slack-blocks.ts';
import { slackCode, slackEscape } from '../slack/slack-escape.ts';
import type { NotifierMessage } from './notifier-message.ts';

/** Something to tell at once that is no audit's result. */
export interface Notice {
  /** Tells the kinds apart for programs that read them: `failure`. */
  readonly kind: string;
  readonly at: EpochMs;
  readonly headline: string;
  /** What happened; credentials in it are not shown. */
  readonly why: string;
  /** What follows from it. */
  readonly consequence: string;
  /** Where there is more to read: `Log group` → `/aws/lambda/ecs-role-auditor`. */
  readonly where: Readonly<Record<string, string>>;
}

/** A notice in every form: what happened, what follows, and where to look. No secrets. */
export function noticeMessage({ kind, at, headline, why, consequence, where }: Notice): NotifierMessage {
  const said = redact(why);
  const title = clip(stripControlCharacters(redact(headline)), 140);
  const places = Object.entries(where)
    .map(([name, place]): readonly [string, string] => [
      clip(stripControlCharacters(name), 50),
      clip(stripControlCharacters(place), 200),
    ])
    .filter(([, place]) => place !== '');
  const looking = places.map(([name, place]) => `${slackEscape(name)}: ${slackCode(place)}`).join('\n');
  const blocks: readonly KnownBlock[] = [
    header(`⚠️ ${title}`),
    section(`${slackEscape(said)}\n_${consequence}_`),
    ...(looking === '' ? [] : [section(looking)]),
  ];
  return {
    headline: title,
    text: slackEscape(clip(`${title}: ${said}`, 1000)),
    blocks,
    body: [title, said, consequence, places.map(([name, place]) => `${name}: ${place}`).join('\n')]
      .filter((part) => part !== '')
      .join('\n\n'),
    amazonQ: {
      version: '1.0',
      source: 'custom',
      id: `ecs-role-auditor/${kind}/${toIso(at)}`,
      content: {
        textType: 'client-markdown',
        title: `⚠️ ${slackEscape(title)}`,
        description: `${slackEscape(said)}\n\n${consequence}`,
        nextSteps: places.map(([name, place]) => `${slackEscape(name)}: ${slackEscape(place)}`),
        keywords: ['ecs-role-auditor', kind],
      },
      metadata: { summary: title, eventType: `ecs-role-auditor-${kind}`, additionalContext: {} },
    },
    details: [],
  };
}
