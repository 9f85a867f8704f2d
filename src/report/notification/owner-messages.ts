import { byText } from '../../base/by-text.ts';
import { clip, counted } from '../../base/format.ts';
import { type Finding, SEVERITIES } from '../../findings/finding.ts';
import type { AuditResult } from '../audit-result.ts';
import { newSince } from '../headline.ts';
import { countedFindings } from '../open-findings.ts';
import { context, section } from '../slack/slack-blocks.ts';
import { slackEscape } from '../slack/slack-escape.ts';
import { changeBlocks, findingLine, type SlackMessage } from '../slack/slack-message.ts';
import { boundedList } from '../text/bounded-list.ts';
import type { FindingChanges, ResolvedFinding } from './finding-changes.ts';

/** The details for one owner, beside the message for all. */
export interface OwnerMessage extends SlackMessage {
  /** Absent for findings without an owner. */
  readonly owner?: string;
  /** The owner's own Slack channel, by id; absent where the message goes below the one for all. */
  readonly channel?: string;
}

/** Owners per run: more would take longer than a minute to post, at Slack's limit of one message a second. */
const MOST_OWNERS = 20;

/**
 * The details for each owner with changed findings: what changed, and what else is open. Owners with the worst new findings
 * come first; findings without an owner come last.
 */
export function ownerMessages(
  result: AuditResult,
  changes: FindingChanges,
  channels: Readonly<Record<string, { readonly slackChannel: string }>>,
): readonly OwnerMessage[] {
  const ownerOf = ownersIn(result);
  const owners = new Set(
    [...changes.opened, ...changes.worsened, ...changes.resolved, ...changes.accepted].map(ownerOf),
  );
  const open = Map.groupBy(countedFindings(result), ownerOf);
  const rank = (owner: string | undefined): number => {
    const mine = [...changes.opened, ...changes.worsened].filter((finding) => ownerOf(finding) === owner);
    return Math.min(SEVERITIES.length, ...mine.map(({ severity }) => SEVERITIES.indexOf(severity)));
  };
  const ranked = [...owners]
    .map((owner) => ({ owner, rank: owner === undefined ? Number.POSITIVE_INFINITY : rank(owner) }))
    .sort((a, b) => a.rank - b.rank || byText(a.owner ?? '', b.owner ?? ''));
  const messages = ranked.slice(0, MOST_OWNERS).map(({ owner }) => {
    const channel = owner !== undefined && Object.hasOwn(channels, owner) ? channels[owner]?.slackChannel : undefined;
    return {
      ...(owner !== undefined && { owner }),
      ...(channel !== undefined && { channel }),
      ...ownerMessage(
        owner,
        changesFor((finding) => ownerOf(finding) === owner, changes),
        open.get(owner) ?? [],
        result,
      ),
    };
  });
  const rest = ranked.length - messages.length;
  if (rest === 0) return messages;
  const text = `The report has the changes for ${counted(rest, 'more owner')}.`;
  return [...messages, { text, blocks: [context(text)] }];
}

function ownerMessage(
  owner: string | undefined,
  changes: FindingChanges,
  open: readonly Finding[],
  result: AuditResult,
): SlackMessage {
  const name = owner === undefined ? 'No owner' : clip(owner, 100);
  const fresh = new Set([...changes.opened, ...changes.worsened].map(({ id }) => id));
  const others = open.filter(({ id }) => !fresh.has(id));
  const heading = `${slackEscape(name)}: ${counted(open.length, 'open finding')} in account ${result.accountId}`;
  const lines = others.map((finding) => findingLine(finding));
  return {
    text: heading,
    blocks: [
      section(`*${heading}*`),
      ...changeBlocks(changes, newSince(result, changes)),
      ...(lines.length === 0 ? [] : [section(`*Already open*\n${boundedList(lines, 2500, 20)}`)]),
    ],
  };
}

type Owned = Pick<ResolvedFinding, 'owner' | 'roleArn'>;

function changesFor(mine: (finding: Owned) => boolean, changes: FindingChanges): FindingChanges {
  return {
    ...changes,
    opened: changes.opened.filter(mine),
    worsened: changes.worsened.filter(mine),
    accepted: changes.accepted.filter(mine),
    resolved: changes.resolved.filter(mine),
  };
}

/** A resolved finding may lack its owner; another finding of its role may have it. */
function ownersIn({ findings }: AuditResult): (finding: Owned) => string | undefined {
  const byRole = new Map(findings.map(({ roleArn, owner }) => [roleArn, owner]));
  return ({ owner, roleArn }) => owner ?? byRole.get(roleArn);
}
