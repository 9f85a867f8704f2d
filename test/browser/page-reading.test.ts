import type { CDPSession, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { countedFindings } from '../../src/report/open-findings.ts';
import { htmlPage } from '../../src/report/page/html-page.ts';
import { VERDICTS } from '../../src/rightsize/verdict.ts';
import { allow, assess, NOW, use, verdict } from '../findings/fixtures.ts';
import { auditOf } from '../report/audit-fixture.ts';
import { largeAudit } from '../report/large-audit.ts';
import { onlyStoryRules } from '../support/story-rules.ts';
import { BROWSER, createOpener } from './open-page.ts';
import { acceptedPage, names, SHOP_LINK, shopPage } from './shop-page.ts';

onlyStoryRules();
const opener = createOpener();
afterAll(() => opener.close());

/** An administrator, who is granted more than is drawn at once, beside roles of a few actions. */
function administratorsPage(): string {
  const many = Array.from({ length: 6_000 }, (_, place) => `service${place % 90}:DescribeThing${place}` as const);
  return htmlPage(
    auditOf(
      [
        assess('admin', {
          uses: [use('task', 'tools')],
          lastSeen: NOW,
          role: { policies: [allow('AdministratorAccess', '*')] },
          actions: many.map((action, place) => verdict(action, place < 4_638 ? 'unobservable' : 'unused')),
        }),
        assess('checkout-task', {
          uses: [use('task', 'checkout')],
          actions: Array.from({ length: 262 }, (_, place) => verdict(`s3:Get${place}`, 'unused')),
        }),
        assess('small-task', {
          uses: [use('task', 'small')],
          actions: [verdict('s3:GetObject', 'unused'), verdict('s3:PutObject', 'used')],
        }),
      ],
      [],
    ),
  );
}

/** Elements whose content is wider than they are. */
async function spilling(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('.tile, .chart, .trust, .account, .finder, .detail, .bar-row, .bar-row > *')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map((element) => element.className + ': ' + element.textContent)`);
}

interface AccessibleNode {
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
}

async function accessibleNames(session: CDPSession, role: string): Promise<readonly string[]> {
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as {
    readonly nodes: readonly AccessibleNode[];
  };
  return nodes.filter((node) => node.role?.value === role).map((node) => String(node.name?.value ?? ''));
}

describe.skipIf(BROWSER === undefined)('reading the HTML report', () => {
  test('actions that are typed key by key are shown, however many the verdict has', async () => {
    const { page } = await opener.open(administratorsPage(), { hash: '#role=admin' });
    const actions = page.getByRole('region', { name: 'Every action, with its reason' });
    const unobservable = actions.locator('details', { hasText: 'unobservable' });
    expect(await unobservable.getAttribute('open')).toBeNull();
    await actions.getByRole('searchbox').pressSequentially('thing12');
    await expect.poll(() => actions.getByRole('status').textContent()).toBe('111 of 6,000 actions');
    await expect.poll(() => unobservable.getByText('DescribeThing1234').isVisible()).toBe(true);
    await unobservable.locator('summary').click();
    await expect.poll(() => unobservable.getAttribute('open')).toBeNull();
  });

  test('what a role is called comes before what it is granted', async () => {
    const { page } = await opener.open(administratorsPage());
    await page.getByRole('searchbox', { name: /Search roles/ }).fill('s3:get');
    await expect.poll(() => names(page)).toEqual(['checkout-task', 'small-task']);
    await page.getByRole('searchbox', { name: /Search roles/ }).fill('thing');
    await expect.poll(() => names(page)).toEqual(['admin']);
  });

  test('bars are as long as there are unused actions, and say how many; administrators stand apart', async () => {
    const { page } = await opener.open(administratorsPage());
    const widths = async (list: string): Promise<readonly [string, number][]> =>
      page
        .getByRole('list', { name: list, exact: true })
        .evaluate((element) =>
          [...element.querySelectorAll('li')].map((row): [string, number] => [
            row.innerText.replace(/\s+/g, ' ').trim(),
            Math.round(Number.parseFloat(row.querySelector('rect')?.getAttribute('width') ?? '') * 10) / 10,
          ]),
        );
    expect(await widths('Unused actions by role')).toEqual([
      ['checkout-task 262 / 262', 100],
      ['small-task 1 / 2', 0.4],
    ]);
    expect(await widths('Unused actions of roles that are granted nearly everything')).toEqual([
      ['admin 1,362 / 6,000', 100],
    ]);
  });

  test('findings of the account as a whole are on the page, and counted', async () => {
    const result = auditOf([
      assess('reader', {
        actions: [verdict('s3:GetObject', 'unobservable', { because: 'No data events were read.' })],
      }),
    ]);
    const { page } = await opener.open(htmlPage(result));
    const accounts = result.findings.filter(({ rule }) => rule === 'evidence-gap');
    expect(accounts).toHaveLength(1);
    const region = page.getByRole('region', { name: 'Findings of the account as a whole' });
    for (const { title } of accounts) expect(await region.textContent()).toContain(title);
    const tile = page.locator('.tile').first();
    expect(await tile.locator('.big').textContent()).toBe(String(result.findings.length - 1));
    expect(await tile.textContent()).toContain('plus 1 Informational');
  });

  test('of the first run it says that all is new since nothing is known from before', async () => {
    const tileOf = async (result: ReturnType<typeof auditOf>) => {
      const { page } = await opener.open(htmlPage(result));
      return page.locator('.tile').nth(1).textContent();
    };
    const first = auditOf(undefined, []);
    expect(await tileOf(first)).toBe(`New${countedFindings(first).length}all that is open: no earlier run is known`);
    expect(await tileOf(auditOf())).toMatch(/^Since the last run\d+ new0 worse, 1 resolved$/);
  });

  test('of a role that was not read no number is told, and not that it was not seen', async () => {
    const { page } = await opener.open(htmlPage(auditOf()));
    const text = await page.locator('a.role', { hasText: 'theirs' }).textContent();
    expect(text).toContain('in another account');
    expect(text).toMatch(/task role · partner *grants not known$/);
  });

  test('every link to a role has a name for who cannot see it, scrolled to or not', async () => {
    const { page } = await opener.open(htmlPage(largeAudit(65, 5)), { viewport: { width: 1_440, height: 700 } });
    const links = await accessibleNames(await page.context().newCDPSession(page), 'link');
    expect(links.filter((name) => name.trim() === '')).toEqual([]);
    expect(links.filter((name) => /service-\d+-task.*unused of/.test(name))).toHaveLength(60);
  });

  test('a link to a role that is not in the report says so', async () => {
    const { page } = await opener.open(shopPage(), { hash: '#role=gone-task' });
    const note = page.getByRole('region', { name: 'This role is not in the report' });
    expect(await note.textContent()).toContain('gone-task is not among the roles that task definitions of account');
    expect(await note.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await note.getByRole('link', { name: 'All roles' }).click();
    await expect.poll(() => note.count()).toBe(0);
  });

  test('the title names the role that is open', async () => {
    const { page } = await opener.open(shopPage(), { hash: SHOP_LINK });
    expect(await page.title()).toBe('shop-task · ECS roles in account 123456789012');
    await page.getByRole('link', { name: 'All roles' }).click();
    await expect.poll(() => page.title()).toBe('ECS roles in account 123456789012');
  });

  test('a sentence stands there until the report is drawn', async () => {
    const { page } = await opener.open(shopPage(), { javaScriptEnabled: false, drawn: false });
    expect(await page.locator('#report').textContent()).toMatch(
      /^Account 123456789012: \d+ open findings on \d+ roles of ECS task definitions\. Drawing them takes a moment\.$/,
    );
  });

  test.each([
    ['', shopPage],
    [SHOP_LINK, shopPage],
    ['', acceptedPage],
  ])('on paper all is open, at "%s"', async (hash, html) => {
    const { page } = await opener.open(html(), { hash });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    const closed = page.locator('details:not([open]):not(.choices)');
    expect(await closed.count()).toBe(0);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    await expect.poll(() => closed.count()).toBeGreaterThan(0);
  });

  test('forced colours leave every legend its colours', async () => {
    const { page } = await opener.open(acceptedPage(), { forcedColors: 'active' });
    const backs = (await page.evaluate(`[...document.querySelectorAll('.legend .swatch')].map((swatch) => {
      const { backgroundColor, backgroundImage } = getComputedStyle(swatch);
      return backgroundColor + (backgroundImage === 'none' ? '' : ' with a pattern');
    })`)) as readonly string[];
    expect(new Set(backs).size).toBeGreaterThanOrEqual(VERDICTS.length + 5);
  });

  test.each([320, 390, 1_440])('nothing leaves its card at 2,000 roles, %i wide', async (width) => {
    const { page } = await opener.open(htmlPage(largeAudit(2_000, 30)), { viewport: { width, height: 800 } });
    expect(await spilling(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await page.locator('.tile .big').allTextContents()).toContain('2,000');
  });
});
