import { byText } from '../../base/by-text.ts';
import { counted } from '../../base/format.ts';
import { sum } from '../../base/sum.ts';
import { compareSeverity } from '../../findings/severity.ts';
import type { OwnerMessage } from '../../report/notification/owner-messages.ts';
import { context, SEVERITY_MARKS, section } from '../../report/slack/slack-blocks.ts';
import { slackEscape } from '../../report/slack/slack-escape.ts';
import { boundedList } from '../../report/text/bounded-list.ts';
import type { AccountOutcome } from '../account-outcome.ts';
import type { OrganizationSummary } from '../organization-summary.ts';
import { compareNews, type OwnerNews } from '../owner-news.ts';
import { accountTitle, shown } from './account-words.ts';

/** More would take longer to post than a minute, at Slack's limit of one message a second. */
const MOST_OWNERS = 20;

interface NewsOfAccount extends OwnerNews {
  readonly account: AccountOutcome['account'];
}

/** The details for each owner who has news in any of the accounts, over all of them, the worst first. */
export function ownerDetails(
  { accounts }: Pick<OrganizationSummary, 'accounts'>,
  channels: Readonly<Record<string, { readonly slackChannel: string }>>,
): readonly OwnerMessage[] {
  const news = accounts.flatMap(({ account, totals }) =>
    (totals?.owners ?? []).map((each): NewsOfAccount => ({ ...each, account })),
  );
  const owners = [...Map.groupBy(news, ({ owner }) => owner)]
    .map(([owner, its]) => ({ ...(owner !== undefined && { owner }), its: its.toSorted(compareNews) }))
    .sort(
      (a, b) => compareNews(worstOf(a.owner, a.its), worstOf(b.owner, b.its)) || byText(a.owner ?? '', b.owner ?? ''),
    );
  const messages = owners.slice(0, MOST_OWNERS).map(({ owner, its }): OwnerMessage => {
    const channel = owner !== undefined && Object.hasOwn(channels, owner) ? channels[owner]?.slackChannel : undefined;
    const opened = counted(sum(its.map((each) => each.opened)), 'new finding');
    const open = sum(its.map((each) => each.open));
    const heading = `${slackEscape(owner === undefined ? 'No owner' : shown(owner, 100))}: ${opened} in ${counted(its.length, 'account')}, ${open} open there`;
    return {
      ...(owner !== undefined && { owner }),
      ...(channel !== undefined && { channel }),
      text: heading,
      blocks: [section(`*${heading}*\n${boundedList(its.flatMap(linesOf), 2500, 30)}`)],
    };
  });
  if (owners.length === messages.length) return messages;
  const text = `The summary has the accounts of ${counted(owners.length - messages.length, 'more owner')}.`;
  return [...messages, { text, blocks: [context(text)] }];
}

function worstOf(owner: string | undefined, its: readonly NewsOfAccount[]): Pick<OwnerNews, 'owner' | 'first'> {
  const first = its.flatMap((each) => each.first).sort((a, b) => compareSeverity(a.severity, b.severity));
  return { ...(owner !== undefined && { owner }), first };
}

function linesOf({ account, first, opened }: NewsOfAccount): readonly string[] {
  const name = slackEscape(accountTitle(account));
  const more = opened - first.length;
  return [
    ...first.map(({ severity, title }) => `${SEVERITY_MARKS[severity]} ${name}: ${slackEscape(shown(title))}`),
    ...(more > 0 ? [`${name}: ${more} more`] : []),
  ];
}
