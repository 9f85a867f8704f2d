import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { stripControlCharacters } from '../../src/base/strip-control-characters.ts';
import { htmlPage } from '../../src/report/page/html-page.ts';
import { allow, assess } from '../findings/fixtures.ts';
import { auditOf, exceptionNotes } from '../report/audit-fixture.ts';
import { HOSTILE, hostileAccount } from '../report/hostile.ts';
import { largeAudit } from '../report/large-audit.ts';
import { exceptionFor } from '../report/with-accepted.ts';
import { onlyStoryRules } from '../support/story-rules.ts';
import { BROWSER, createOpener } from './open-page.ts';
import { acceptedPage, names, openEverything, SHOP_LINK, shopPage } from './shop-page.ts';

if (BROWSER === undefined) console.log('The tests of the HTML report are skipped: no chromium is installed.');

onlyStoryRules();
const opener = createOpener();
afterAll(() => opener.close());

/** What axe finds wrong with the page as it is now, by rule. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const results = (await page.evaluate('axe.run()')) as AxeResults;
  expect(results.passes.length).toBeGreaterThan(10);
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

describe.skipIf(BROWSER === undefined)('the HTML report in a browser', () => {
  test('opens from disk without complaint and asks for nothing', async () => {
    const { page, complaints, requests } = await opener.open(shopPage());
    expect(await page.title()).toBe('ECS roles in account 123456789012');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('ECS role audit');
    expect(await names(page)).toContain('shop-task');
    await page
      .getByRole('link', { name: /shop-task/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'shop-task' }).waitFor();
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  });

  test('says first what could not be read', async () => {
    const { page } = await opener.open(shopPage());
    const warning = page.getByRole('region', { name: 'This audit is incomplete: 1 thing could not be read or done' });
    expect(await warning.textContent()).toContain(
      'CloudTrail events of eu-west-1: AccessDenied on cloudtrail:LookupEvents',
    );
  });

  test('searches by name, family and action, and says how many it found', async () => {
    const { page } = await opener.open(shopPage());
    const search = page.getByRole('searchbox', { name: 'Search roles, families and actions' });
    await search.fill('nightly');
    await expect.poll(() => names(page)).toEqual(['batch-execution']);
    expect(await page.locator('.count').textContent()).toContain('1 of ');
    await search.fill('sqs:sendm');
    await expect.poll(() => names(page)).toContain('shop-task');
    expect(await names(page)).not.toContain('batch-execution');
    await search.fill('no-such-role');
    await page.getByText('No role matches.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => names(page)).toContain('batch-execution');
    expect(await search.inputValue()).toBe('');
  });

  test('filters by verdict, severity and job, and sorts', async () => {
    const { page } = await opener.open(shopPage());
    const every = (await names(page)).length;
    await page.getByText('Filter', { exact: true }).click();
    await page.getByRole('checkbox', { name: 'required' }).check();
    await page.getByRole('checkbox', { name: 'execution role' }).check();
    await expect.poll(() => names(page)).toContain('batch-execution');
    expect(await names(page)).not.toContain('shop-task');
    await page.getByRole('checkbox', { name: 'required' }).uncheck();
    await page.getByRole('checkbox', { name: 'execution role' }).uncheck();
    await page.getByRole('checkbox', { name: 'Critical' }).check();
    await expect.poll(async () => (await names(page)).length).toBeLessThan(every);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('combobox', { name: 'Order' }).selectOption('Name');
    await expect
      .poll(async () => {
        const shown = await names(page);
        return shown.join() === shown.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).join();
      })
      .toBe(true);
  });

  test('a deep link opens its role, by ARN or by name', async () => {
    for (const hash of [SHOP_LINK, '#role=shop-task']) {
      const { page } = await opener.open(shopPage(), { hash });
      const heading = page.getByRole('heading', { level: 2, name: 'shop-task' });
      await heading.waitFor();
      expect(await heading.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
      expect(await page.locator('a[aria-current]').textContent()).toContain('shop-task');
    }
  });

  test('shows every action of a role with verdict, reason, grant and evidence', async () => {
    const { page } = await opener.open(shopPage(), { hash: SHOP_LINK });
    const actions = page.getByRole('region', { name: 'Every action, with its reason' });
    const text = await actions.textContent();
    expect(text).toContain('1 unused');
    expect(text).toContain('No call in 90 days.');
    expect(text).toContain('Granted by statement 1 of inline policy app');
    expect(text).toContain('arn:aws:s3:::shop/prices.json');
    expect(text).toContain('7×, 2026-11-13 to 2026-11-20');
    await actions.getByRole('searchbox').fill('sqs');
    await expect.poll(() => actions.getByRole('status').textContent()).toBe('1 of 3 actions');
    await expect.poll(() => actions.textContent()).not.toContain('No call in 90 days.');
    expect(await page.getByRole('region', { name: 'Needed, but not granted' }).textContent()).toContain(
      'ecr:BatchGetImage',
    );
  });

  test('says near the top which exceptions expired or soon will', async () => {
    const { page } = await opener.open(acceptedPage());
    const notes = page.getByRole('region', { name: 'Exceptions that need attention' });
    const text = await notes.textContent();
    expect(text).toContain('An exception expired on 2026-11-19, but what it accepted is still there');
    expect(text).toContain('An exception expires on 2026-11-27, in 5 days');
    const top = (await notes.boundingBox())?.y ?? Number.POSITIVE_INFINITY;
    expect(top).toBeLessThan((await page.locator('.charts').boundingBox())?.y ?? 0);
  });

  test('shows suppressed findings apart, with reason and day, and finds the roles that have them', async () => {
    const { page } = await opener.open(acceptedPage());
    const every = (await names(page)).length;
    await page.getByRole('button', { name: '3 suppressed' }).click();
    await expect.poll(() => names(page)).toEqual(['admin-tool']);
    expect(await page.getByRole('link', { name: /admin-tool/ }).textContent()).toContain('3 suppressed');
    await page.getByRole('link', { name: /admin-tool/ }).click();
    await page.getByRole('heading', { name: 'No open findings' }).waitFor();
    const suppressed = page.getByRole('region', { name: 'Suppressed findings' });
    expect(await suppressed.textContent()).toContain('suppressed until 2027-01-31');
    await suppressed.locator('summary').first().click();
    await suppressed
      .getByText('replaced by a new service in January (exceptions[0] of auditor.yaml)')
      .first()
      .waitFor();
    await page.getByText('Filter (1 chosen)').click();
    const box = page.getByRole('checkbox', { name: 'suppressed findings' });
    expect(await box.isChecked()).toBe(true);
    await box.uncheck();
    await expect.poll(async () => (await names(page)).length).toBe(every);
  });

  test('counts suppressed findings nowhere among the open ones', async () => {
    const open = async (html: string): Promise<number> => {
      const { page } = await opener.open(html);
      return Number(await page.locator('.tile .big').first().textContent());
    };
    expect((await open(shopPage())) - (await open(acceptedPage()))).toBe(3);
  });

  test('filters by owner, and searches for one', async () => {
    const { page } = await opener.open(acceptedPage());
    await page.getByText('Filter', { exact: true }).click();
    const owner = page.getByRole('combobox', { name: 'Owner' });
    expect(await owner.locator('option').allTextContents()).toEqual([
      'anybody',
      'nobody',
      'team money',
      'team platform',
    ]);
    await owner.selectOption('team money');
    await expect.poll(() => names(page)).toEqual(['billing']);
    await owner.selectOption('nobody');
    await expect.poll(() => names(page)).toContain('shop-task');
    expect(await names(page)).not.toContain('billing');
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await owner.inputValue()).toBe('anybody');
    await page.getByRole('searchbox', { name: /Search roles/ }).fill('team platform');
    await expect.poll(() => names(page)).toEqual(['admin-tool']);
  });

  test('shows the trend over nights, and which of them were incomplete', async () => {
    const { page } = await opener.open(acceptedPage());
    const chart = page.locator('figure', { hasText: 'Open findings, night by night' });
    expect(await chart.locator('svg.trend rect').count()).toBe(4 * 5);
    expect(await chart.locator('svg.trend .partial').count()).toBe(5);
    expect(await chart.textContent()).toContain('Known, but not checked');
    await chart.getByText('The numbers').click();
    expect(await chart.getByRole('row').count()).toBe(5);
    expect(await chart.getByRole('rowheader').allTextContents()).toEqual([
      '2026-11-22',
      '2026-11-21',
      '2026-11-20 (incomplete)',
      '2026-11-19',
    ]);
    expect(await page.locator('.tile').first().textContent()).toContain('1 fewer than on 2026-11-21');
  });

  test('copies the right-sized policy, and shows what it changes', async () => {
    const { page } = await opener.open(shopPage(), { hash: SHOP_LINK });
    await page.getByRole('button', { name: 'Copy policy' }).click();
    await page.getByText('Copied').waitFor();
    const copied = JSON.parse(await page.evaluate('navigator.clipboard.readText()'));
    expect(copied).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 'sqs:SendMessage'], Resource: '*' }],
    });
    expect(await page.getByRole('list', { name: 'By service', exact: true }).innerText()).toMatch(
      /s3: keep \d+, drop \d+/,
    );
    expect(await page.locator('.steps li').first().textContent()).toMatch(/^Add the new policy/);
    await page.getByRole('button', { name: 'Terraform', exact: true }).click();
    expect(await page.getByRole('region', { name: 'Right-sized policy as Terraform' }).textContent()).toContain(
      'data "aws_iam_policy_document" "app_right_sized"',
    );
    await page.getByRole('button', { name: 'Compare with today' }).click();
    expect((await page.locator('.diff del').allTextContents()).join('')).toContain('"s3:PutObject"');
    expect(await page.locator('.diff ins').count()).toBe(0);
  });

  test('works by keyboard: to a role, back, and on from there', async () => {
    const { page } = await opener.open(shopPage(), { viewport: { width: 390, height: 844 } });
    await page.getByRole('searchbox', { name: /Search roles/ }).fill('shop-task');
    await expect.poll(() => names(page)).toEqual(['shop-task']);
    await page.keyboard.press('Tab');
    await page.locator('a.role').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'shop-task' }).waitFor();
    await page.getByRole('link', { name: 'All roles' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('a.role:focus').count()).toBe(1);
  });

  test.each([
    ['light', 1_440, 1_000, '', shopPage],
    ['dark', 1_440, 1_000, SHOP_LINK, shopPage],
    ['light', 390, 844, '', shopPage],
    ['dark', 390, 844, SHOP_LINK, shopPage],
    ['light', 1_440, 1_000, '#role=admin-tool', acceptedPage],
    ['dark', 390, 844, '', acceptedPage],
    ['dark', 1_440, 1_000, '', acceptedPage],
    ['light', 390, 844, '#role=admin-tool', acceptedPage],
  ] as const)('axe finds nothing wrong: %s, %i wide, %s', async (colorScheme, width, height, hash, html) => {
    const { page } = await opener.open(html(), {
      colorScheme,
      viewport: { width, height },
      hash,
      bypassCSP: false,
    });
    await openEverything(page);
    expect(await violationsOf(page)).toEqual([]);
  });

  test('follows the system’s colours until the reader chooses', async () => {
    const { page } = await opener.open(shopPage(), { colorScheme: 'dark' });
    const background = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const dark = await background();
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('light');
    await expect.poll(background).not.toBe(dark);
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
    await expect.poll(background).toBe(dark);
  });

  test.each(['', SHOP_LINK])('nothing is wider than a phone, at "%s"', async (hash) => {
    const { page } = await opener.open(shopPage(), { viewport: { width: 320, height: 640 }, hash });
    await openEverything(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  });

  test('hostile names and policies are text and nothing else', async () => {
    const roles = [
      ...hostileAccount(),
      assess('victim', { role: { policies: [allow(`p${HOSTILE}`, 's3:*', `arn:aws:s3:::${HOSTILE}`)] } }),
    ];
    const plain = auditOf(roles, [], { incomplete: [{ what: HOSTILE, why: HOSTILE }] });
    const result = {
      ...plain,
      findings: plain.findings.map((finding, place) => ({
        ...finding,
        owner: HOSTILE,
        ...(place % 2 === 0 && { status: 'suppressed' as const, acceptance: { reason: HOSTILE, writtenIn: HOSTILE } }),
      })),
      exceptions: exceptionNotes({ expired: [exceptionFor(HOSTILE, { reason: HOSTILE, writtenIn: HOSTILE })] }),
    };
    const { page, complaints, requests } = await opener.open(htmlPage(result), {
      viewport: { width: 390, height: 844 },
    });
    for (const role of roles) {
      const hash = `role=${encodeURIComponent(stripControlCharacters(role.inUse.arn))}`;
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await page.locator('#role-title').waitFor();
      await openEverything(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    }
    expect(await page.locator('#report script, #report img, #report iframe').count()).toBe(0);
    expect(await page.locator('a[href^="http://evil"], a[href^="javascript:"]').count()).toBe(0);
    expect(await page.locator('pre').first().textContent()).toContain(String.raw`\u202e`);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  });

  test('on paper every role is there, whatever was scrolled to', async () => {
    const { page } = await opener.open(htmlPage(largeAudit(300, 5)));
    expect((await names(page)).length).toBeLessThan(300);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect((await names(page)).length).toBe(300);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.filters').isVisible()).toBe(false);
  });

  test('2,000 roles with 200 actions each open, search and scroll without delay', async () => {
    const { page, complaints } = await opener.open(htmlPage(largeAudit(2_000, 200)));
    const search = page.getByRole('searchbox', { name: /Search roles/ });
    const took = await page.evaluate(`(async () => {
      const input = document.querySelector('input[type=search]');
      const began = performance.now();
      input.value = 'service7:someoperationnumber1';
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      return performance.now() - began;
    })()`);
    expect(took).toBeLessThan(1_000);
    await search.fill('service-1999-task');
    await expect.poll(() => names(page)).toEqual(['team-39-service-1999-task']);
    await search.fill('');
    await expect.poll(async () => (await names(page)).length).toBeGreaterThan(10);
    const before = (await names(page)).length;
    await page.locator('.list > button').scrollIntoViewIfNeeded();
    await expect.poll(async () => (await names(page)).length).toBeGreaterThan(before);
    expect(complaints).toEqual([]);
  });
});
