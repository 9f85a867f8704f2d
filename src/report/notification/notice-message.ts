import type { KnownBlock } from '@slack/types';
import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { type EpochMs, toIso } from '../../base/time.ts';
import { redact } from '../redact.ts';
import { header, section } from '../slack/slack-blocks.ts';
import { slackCode, slackEscape } from '../slack/slack-escape.ts';
import { boundedList } from '../text/bounded-list.ts';
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

/** Characters of all problems of a notice, and how many are listed. */
const PROBLEMS = 1_500;
const MOST_PROBLEMS = 10;

/** A notice in every form: what happened, what follows, and where to look. No secrets. */
export function noticeMessage({ kind, at, headline, why, consequence, where }: Notice): NotifierMessage {
  const said = redact(why);
  const problems = problemsIn(why);
  const listed = (encode: (text: string) => string): string =>
    problems === undefined ? encode(said) : listOf(problems.map(encode));
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
    section(`${listed(slackEscape)}\n_${consequence}_`),
    ...(looking === '' ? [] : [section(looking)]),
  ];
  return {
    headline: title,
    text: slackEscape(clip(`${title}: ${said}`, 1000)),
    blocks,
    body: [title, listed((text) => text), consequence, places.map(([name, place]) => `${name}: ${place}`).join('\n')]
      .filter((part) => part !== '')
      .join('\n\n'),
    amazonQ: {
      version: '1.0',
      source: 'custom',
      id: `ecs-role-auditor/${kind}/${toIso(at)}`,
      content: {
        textType: 'client-markdown',
        title: `⚠️ ${slackEscape(title)}`,
        description: `${listed(slackEscape)}\n\n${consequence}`,
        nextSteps: places.map(([name, place]) => `${slackEscape(name)}: ${slackEscape(place)}`),
        keywords: ['ecs-role-auditor', kind],
      },
      metadata: { summary: title, eventType: `ecs-role-auditor-${kind}`, additionalContext: {} },
    },
    details: [],
  };
}

/** What could not be done, then each problem, which `ConfigError` writes on a line of its own; undefined where there are none, or a credential may go over lines. */
function problemsIn(why: string): readonly string[] | undefined {
  const [what = '', ...problems] = why.split(/\n {2}(?=\S)/);
  if (problems.length === 0) return undefined;
  const said = [redact(what, 200), ...problems.map((problem) => redact(problem, 300))];
  return hidden(said.join(' ')) === hidden(redact(why, why.length)) ? said : undefined;
}

/** How often something was left out of a text. */
function hidden(text: string): number {
  return text.split('(not shown)').length;
}

function listOf([what = '', ...problems]: readonly string[]): string {
  const lines = problems.map((problem) => `• ${problem}`);
  return [what, boundedList(lines, PROBLEMS, MOST_PROBLEMS)].join('\n');
}
