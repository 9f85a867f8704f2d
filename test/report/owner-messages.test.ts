import type { KnownBlock } from '@slack/types';
import { expect, test } from 'vitest';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { findingChanges } from '../../src/report/notification/finding-changes.ts';
import { ownerMessages } from '../../src/report/notification/owner-messages.ts';
import { slackText } from '../../src/report/slack/slack-text.ts';
import { auditOf, rememberedAfter } from './audit-fixture.ts';

/** The audit with an owner for each finding, by its rule. */
function owned(result: AuditResult, ownerOf: (rule: string) => string | undefined): AuditResult {
  const findings = result.findings.map((finding) => {
    const owner = ownerOf(finding.rule);
    return owner === undefined ? finding : { ...finding, owner };
  });
  return { ...result, findings, lifecycle: { ...result.lifecycle, findings } };
}

const first = auditOf();
const byRule = (rule: string) =>
  rule === 'administrator-access' ? 'platform' : rule === 'missing-role' ? 'payments' : undefined;

function shown(blocks: readonly KnownBlock[]): string {
  return slackText(blocks);
}

test('each owner is told of their own findings, the gravest changes first, what nobody owns last', () => {
  const result = owned(first, byRule);
  const messages = ownerMessages(result, findingChanges(result), {});
  expect(messages.map(({ owner }) => owner)).toEqual(['platform', 'payments', undefined]);
  const [platform, payments, nobody] = messages.map(({ blocks }) => shown(blocks));
  expect(platform).toContain('platform: 1 open finding in account 123456789012');
  expect(platform).toContain('New since the last run\n🔴 admin-tool');
  expect(payments).not.toContain('admin-tool');
  expect(nobody).toContain('No owner: ');
  expect(nobody).toContain('Resolved\n✅ old-tool');
});

test('an owner with a channel is told there', () => {
  const result = owned(first, byRule);
  const messages = ownerMessages(result, findingChanges(result), { payments: { slackChannel: 'C0PAYMENTS1' } });
  expect(messages.map(({ owner, channel }) => [owner, channel])).toEqual([
    ['platform', undefined],
    ['payments', 'C0PAYMENTS1'],
    [undefined, undefined],
  ]);
});

test('an owner whose name is a property of every object has no channel by that', () => {
  const result = owned(first, () => 'constructor');
  expect(ownerMessages(result, findingChanges(result), {})[0]).not.toHaveProperty('channel');
});

test('an owner of whose nothing changed is left in peace; one with changes reads what else is open', () => {
  const known = rememberedAfter(first).map((each) => {
    return each.rule === 'administrator-access' ? { ...each, recordState: 'ARCHIVED' as const } : each;
  });
  const result = owned(auditOf(undefined, known), (rule) =>
    ['administrator-access', 'missing-role'].includes(rule) ? 'platform' : 'payments',
  );
  const messages = ownerMessages(result, findingChanges(result), {});
  expect(messages.map(({ owner }) => owner)).toEqual(['platform']);
  const text = shown(messages[0]?.blocks ?? []);
  expect(text).toContain('admin-tool is granted every action on every resource — admin-tool (back again)');
  expect(text).toContain('Already open\n🟠 ');
});

test('more than twenty owners are counted', () => {
  let place = 0;
  const many = Array.from({ length: 40 }, (_, each) => ({
    ...first.findings[0],
    id: `finding-${each}`,
    owner: `owner ${place++}`,
  }));
  const findings = many as AuditResult['findings'];
  const result = {
    ...first,
    findings,
    lifecycle: { ...first.lifecycle, opened: findings.map(({ id }) => id), resolvedFindings: [] },
  };
  const messages = ownerMessages(result, findingChanges(result), {});
  expect(messages).toHaveLength(21);
  expect(messages[20]?.text).toBe('The report has the changes for 20 more owners.');
});
