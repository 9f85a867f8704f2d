import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { htmlPage } from '../../src/report/page/html-page.ts';
import { totalsOf } from '../../src/report/totals-of.ts';
import type { Recommendation } from '../../src/rightsize/recommend/recommendation.ts';
import { allow, arnOf, assess, DAY, NOW, need, use, verdict } from '../findings/fixtures.ts';
import { troubledAccount } from '../findings/one-of-each-kind.ts';
import { auditOf } from '../report/audit-fixture.ts';
import { withAccepted } from '../report/with-accepted.ts';

const SHOP = assess('shop-task', {
  uses: [use('task', 'shop')],
  lastSeen: NOW - DAY,
  role: { policies: [allow('app', ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'])] },
  actions: [
    verdict('s3:GetObject', 'used', {
      because: '7 calls in us-east-1, last GetObject (s3.amazonaws.com) on 2026-11-20.',
      firstUsed: NOW - 9 * DAY,
      lastUsed: NOW - 2 * DAY,
      uses: 7,
      resources: ['arn:aws:s3:::shop/prices.json'],
    }),
    verdict('s3:PutObject', 'unused', { because: 'No call in 90 days.' }),
    verdict('sqs:SendMessage', 'unobservable', { because: 'Data events of AWS::SQS::Queue were not read.' }),
  ],
  missing: [need('ecr:BatchGetImage')],
});
const KEPT = allow('app-right-sized', ['s3:GetObject', 'sqs:SendMessage']);
const RIGHT_SIZED: Recommendation = {
  kind: 'policy',
  documents: KEPT.document.ok
    ? [{ kind: 'inline', name: 'app-right-sized', statements: [], document: KEPT.document.value, size: 120 }]
    : [],
  replaces: [{ kind: 'inline', name: 'app' }],
  keeps: [],
  dropped: ['s3:PutObject'],
  ineffective: [],
  unjudged: { count: 0, of: 1 },
  unproven: [],
  aim: { tight: false, usedOnly: false },
  warnings: [],
};
const BATCH = assess('batch-execution', {
  uses: [use('execution', 'nightly')],
  actions: [verdict('ecr:GetAuthorizationToken', 'required')],
});

/** An account with a role whose policy is right-sized, roles of every kind of trouble, and a Region that could not be read. */
export function shopPage(): string {
  const result = auditOf([SHOP, BATCH, ...troubledAccount()], undefined, {
    recommendations: { [arnOf('shop-task')]: RIGHT_SIZED },
    incomplete: [{ what: 'CloudTrail events of eu-west-1', why: 'AccessDenied on cloudtrail:LookupEvents' }],
  });
  const nights = [3, 2, 1].map((days) => ({ ...totalsOf(result), at: NOW - days * DAY }));
  return htmlPage({ ...result, history: nights });
}

/** The same page when one role's findings are accepted, and exceptions expired or soon will. */
export function acceptedPage(): string {
  const result = withAccepted(auditOf([SHOP, BATCH, ...troubledAccount()]));
  const night = totalsOf(result);
  const history = [3, 2, 1].map((days) => ({
    ...night,
    at: NOW - days * DAY,
    findings: { ...night.findings, LOW: night.findings.LOW + days },
    ...(days === 2 && { complete: false, notLookedAt: 4 }),
  }));
  return htmlPage({ ...result, history });
}

/** The deep link to that role. */
export const SHOP_LINK = `#role=${encodeURIComponent(arnOf('shop-task'))}`;

/** Opens every disclosure, and those that appear in them. */
export async function openEverything(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(`(() => {
        const closed = [...document.querySelectorAll('details:not([open])')];
        for (const details of closed) details.open = true;
        return closed.length;
      })()`),
    )
    .toBe(0);
}

/** The roles that the list shows. */
export async function names(page: Page): Promise<readonly string[]> {
  return page.locator('.role .name').allTextContents();
}
