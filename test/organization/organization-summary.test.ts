import { describe, expect, test } from 'vitest';
import { type Finding, SEVERITIES, type Severity } from '../../src/findings/finding.ts';
import { type AccountOutcome, isWorthAnother, notAudited } from '../../src/organization/account-outcome.ts';
import { type OrganizationRunResult, summarizeOrganization } from '../../src/organization/organization-summary.ts';
import { type OwnerNews, ownerNews } from '../../src/organization/owner-news.ts';
import { organizationMessage } from '../../src/organization/report/organization-message.ts';
import { organizationPage } from '../../src/organization/report/organization-page.ts';
import { organizationTable } from '../../src/organization/report/organization-table.ts';
import { VERDICTS } from '../../src/rightsize/verdict.ts';
import { slackProblem } from '../../src/sandbox/services/slack-problem.ts';
import type { JsonObject } from '../../src/sandbox/wire/json.ts';
import { auditOf } from '../report/audit-fixture.ts';

const counts = <K extends string>(names: readonly K[], some: Partial<Record<K, number>>) =>
  ({ ...Object.fromEntries(names.map((name) => [name, 0])), ...some }) as Record<K, number>;

function audited(
  id: number,
  findings: Partial<Record<(typeof SEVERITIES)[number], number>>,
  name = '',
): AccountOutcome {
  const worst = SEVERITIES.find((severity) => (findings[severity] ?? 0) > 0);
  const accountId = `${id}` as `${number}`;
  return {
    account: { id: accountId, name, ou: 'Root/Apps' },
    standing: 'audited',
    totals: {
      roles: 2,
      verdicts: counts(VERDICTS, { unused: 7 }),
      findings: counts(SEVERITIES, findings),
      suppressed: 0,
      opened: 1,
      reopened: 1,
      resolved: 1,
      worst:
        worst === undefined
          ? []
          : [{ arn: `arn:aws:iam::${id}:role/${name}`, name, severity: worst, findings: 1, title: `${name} is bad` }],
      regions: 2,
      incomplete: { count: 0, first: [] },
    },
  };
}

const HOSTILE = `<!channel> <script>alert(1)</script> \u202e\u0007${'x'.repeat(600)}`;

const START = { run: 'night-2', startedAt: '2026-11-22T03:00:00Z', finishedAt: '2026-11-22T03:20:00Z' } as const;

function result(outcomes: readonly AccountOutcome[], more: Partial<OrganizationRunResult> = {}): OrganizationRunResult {
  return { ...START, organization: 'o-a1b2c3d4e5', outcomes, skipped: [], incomplete: [], ...more };
}

describe('summarizeOrganization()', () => {
  const calm = audited(111111111111, { LOW: 3 }, 'calm');
  const bad = audited(222222222222, { CRITICAL: 1 }, 'bad');
  const lost = notAudited({ id: '333333333333', name: 'lost' }, 'its role may not be assumed');

  test('puts the gravest account first, and those that were not audited last, with the reason', () => {
    const skipped = [{ account: { id: '444444444444', name: 'closed' }, why: 'it is SUSPENDED' }] as const;
    const summary = summarizeOrganization(result([lost, calm, bad], { skipped }));
    expect(summary.accounts.map(({ account, standing, why }) => [account.name, standing, why])).toEqual([
      ['bad', 'audited', undefined],
      ['calm', 'audited', undefined],
      ['lost', 'notAudited', 'its role may not be assumed'],
      ['closed', 'skipped', 'it is SUSPENDED'],
    ]);
    expect(summary).toMatchObject({
      standings: { audited: 2, partly: 0, notAudited: 1, skipped: 1 },
      roles: 4,
      unused: 14,
      findings: { CRITICAL: 1, LOW: 3 },
      worst: [{ name: 'bad', accountId: '222222222222' }, { name: 'calm' }],
      changes: { opened: 4, resolved: 2, nowAudited: [], noLongerAudited: [] },
    });
  });

  test('says what changed since the run before', () => {
    const left = audited(555555555555, {}, 'left');
    const before = summarizeOrganization({
      ...result([audited(333333333333, {}, 'lost'), calm, left]),
      run: 'night-1',
    });
    expect(summarizeOrganization(result([lost, calm, bad], { before })).changes).toEqual({
      since: START.finishedAt,
      opened: 4,
      resolved: 2,
      nowAudited: ['222222222222'],
      noLongerAudited: ['333333333333'],
      gone: ['555555555555'],
    });
  });
});

describe('a summary of 500 accounts with hostile names', () => {
  const outcomes = Array.from({ length: 500 }, (_, index): AccountOutcome => {
    const id = 100_000_000_000 + index;
    if (index % 5 === 0) return notAudited({ id: `${id}` as `${number}`, name: HOSTILE }, `${HOSTILE} why`);
    const outcome = audited(id, { CRITICAL: index % 3, HIGH: 2 }, HOSTILE);
    if (index % 5 !== 1 || outcome.totals === undefined) return outcome;
    const incomplete = { count: 40, first: [HOSTILE, HOSTILE, HOSTILE] };
    return { ...outcome, standing: 'partly', totals: { ...outcome.totals, incomplete } };
  });
  const incomplete = Array.from({ length: 50 }, () => ({ what: HOSTILE, why: HOSTILE }));
  const summary = summarizeOrganization(result(outcomes, { incomplete }));

  test('fits Slack, e-mail and Amazon Q, and mentions nobody', () => {
    const { blocks, text, body, headline, amazonQ } = organizationMessage(summary, `s3://reports/${'y'.repeat(900)}`);
    const sent = JSON.parse(JSON.stringify({ text, blocks })) as JsonObject;
    expect(slackProblem(sent)).toBeUndefined();
    expect(JSON.stringify(blocks).length).toBeLessThan(9_000);
    expect(JSON.stringify(blocks)).not.toMatch(/<[!@#h]/);
    expect(body.length).toBeLessThan(20_000);
    for (const character of ['\u202e', '\u0007']) expect(body).not.toContain(character);
    expect(headline).toBe('Organization o-a1b2c3d4e5: 400 of 500 accounts audited, 100 of them in part, 100 not');
    expect(amazonQ.content.description.length).toBeLessThanOrEqual(2_800);
  });

  test('lists every account on the page, none of which is markup, and links to their pages', () => {
    const page = organizationPage(summary, ({ account, totals }) => totals && `accounts/${account.id}/audit.html`);
    expect(page.match(/<tr class="(partly|audited|notAudited|skipped)/g)).toHaveLength(500);
    expect(page.match(/<a href="accounts\/\d{12}\/audit.html">/g)).toHaveLength(400);
    expect(page).not.toContain('<script');
    expect(page).not.toContain('\u202e');
    expect(page.length).toBeLessThan(1_500_000);
  });

  test('is a table of one row an account', () => {
    const table = organizationTable(summary, { width: 160 });
    expect(table.match(/^ 1000000\d{5} /gm)).toHaveLength(400);
    expect(table).not.toContain('\u202e');
  });

  test('is a document of at most a megabyte', () => {
    expect(JSON.stringify(summary).length).toBeLessThan(2_500_000);
  });
});

describe('what owners are told', () => {
  const own = (id: number, name: string, owners: readonly OwnerNews[]): AccountOutcome => {
    const outcome = audited(id, { HIGH: 1 }, name);
    return outcome.totals === undefined ? outcome : { ...outcome, totals: { ...outcome.totals, owners } };
  };
  const news = (owner: string | undefined, opened: number, severity: Severity, title = 'app is bad'): OwnerNews => ({
    ...(owner !== undefined && { owner }),
    open: opened + 1,
    opened,
    first: [{ severity, title }],
  });

  test('is one message for each over all accounts, the worst first, in a channel of their own where there is one', () => {
    const summary = summarizeOrganization(
      result([
        own(111111111111, 'shop', [news('carts', 1, 'MEDIUM'), news(undefined, 1, 'CRITICAL')]),
        own(222222222222, 'staging', [news('carts', 4, 'LOW'), news('search', 1, 'HIGH')]),
      ]),
    );
    const channels = { carts: { slackChannel: 'C0CARTS' } };
    const { details } = organizationMessage(summary, undefined, { channels });
    expect(details.map(({ owner, channel, text }) => [owner, channel, text])).toEqual([
      ['search', undefined, 'search: 1 new finding in 1 account, 2 open there'],
      ['carts', 'C0CARTS', 'carts: 5 new findings in 2 accounts, 7 open there'],
      [undefined, undefined, 'No owner: 1 new finding in 1 account, 2 open there'],
    ]);
    const carts = JSON.stringify(details[1]?.blocks);
    expect(carts).toContain('shop (111111111111): app is bad');
    expect(carts).toContain('staging (222222222222): 3 more');
    expect(carts).not.toContain('search');
  });

  test('fits Slack with any number of owners and accounts, and mentions nobody', () => {
    const outcomes = Array.from({ length: 200 }, (_, index) =>
      own(100000000000 + index, HOSTILE, [
        news(`${HOSTILE}${index % 30}`, 3, 'HIGH', HOSTILE),
        news('all', 3, 'LOW', HOSTILE),
      ]),
    );
    const { details } = organizationMessage(summarizeOrganization(result(outcomes)), undefined);
    expect(details).toHaveLength(21);
    expect(details.at(-1)?.text).toBe('The summary has the accounts of 11 more owners.');
    for (const { text, blocks } of details) {
      expect(slackProblem(JSON.parse(JSON.stringify({ text, blocks })) as JsonObject)).toBeUndefined();
      expect(JSON.stringify(blocks)).not.toMatch(/<[!@#h]/);
    }
  });

  test('is what was first seen since the last summary, whichever run saw it, or came back', () => {
    const audit = auditOf();
    const [one] = audit.findings;
    if (one === undefined) throw new Error('There is no finding');
    const at = (firstSeen: number, more: Partial<Finding> = {}): Finding => {
      const id = `${one.id}/${firstSeen}${more.severity ?? ''}` as Finding['id'];
      return { ...one, id, firstSeen, owner: 'carts', severity: 'MEDIUM', status: 'open', ...more };
    };
    const findings = [at(1_000), at(2_500), at(900), at(2_500, { severity: 'INFORMATIONAL' })];
    const its = { ...audit, findings, lifecycle: { ...audit.lifecycle, reopened: [findings[2]?.id ?? ''] } };
    expect(ownerNews(its, 2_000)).toMatchObject([{ owner: 'carts', open: 3, opened: 2 }]);
    expect(ownerNews(its, undefined)).toMatchObject([{ opened: 3 }]);
    expect(ownerNews({ ...its, lifecycle: audit.lifecycle }, 3_000)).toEqual([]);
  });
});

describe('isWorthAnother()', () => {
  const state = { unread: 40 * 86_400_000, incomplete: 3, stored: 1_000_000 };
  const stopped = (unfinished: AccountOutcome['unfinished']): AccountOutcome => ({
    ...audited(111111111111, {}),
    ...(unfinished && { unfinished }),
  });

  test.each([
    ['an account that was read to its end', stopped(undefined), stopped(state), false],
    ['one whose time was up for the first time', stopped(state), undefined, true],
    ['one that read more of the window', stopped({ ...state, unread: state.unread - 3_600_000 }), stopped(state), true],
    ['one that could read something else', stopped({ ...state, incomplete: 2 }), stopped(state), true],
    ['one that stored more', stopped({ ...state, stored: 1_100_000 }), stopped(state), true],
    [
      'one that got no further',
      stopped({ ...state, unread: state.unread + 900_000, stored: 1_010_000 }),
      stopped(state),
      false,
    ],
  ])('says of %s whether another run helps', (_what, now, before, worth) => {
    expect(isWorthAnother(now, before)).toBe(worth);
  });
});
