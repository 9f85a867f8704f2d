import { readFileSync } from 'node:fs';
import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { slackEscape } from '../../src/report/slack/slack-escape.ts';
import { slackMessage } from '../../src/report/slack/slack-message.ts';
import { slackText } from '../../src/report/slack/slack-text.ts';
import { assess, DAY, NOW, use, verdict } from '../findings/fixtures.ts';
import { auditOf, exceptionNotes, rememberedAfter } from './audit-fixture.ts';
import { hostileAccount } from './hostile.ts';

function textsOf(block: KnownBlock): readonly string[] {
  switch (block.type) {
    case 'header':
      return [block.text.text];
    case 'section':
      return [block.text?.text ?? ''];
    case 'context':
      return block.elements.map((element) => ('text' in element ? element.text : ''));
    default:
      return [];
  }
}

function expectWithinLimits(result: AuditResult): void {
  const { blocks, text } = slackMessage(result);
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const block of blocks) {
    for (const each of textsOf(block)) expect(each.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000);
  }
  expect(blocks.flatMap(textsOf).join('').length).toBeLessThan(9000);
  expect(text.length).toBeLessThan(3000);
}

test('the message has exactly the bytes of its golden file', () => {
  const golden = readFileSync(new URL('../golden/slack-changes.golden', import.meta.url), 'utf8');
  expect(`${JSON.stringify(slackMessage(auditOf()), null, 2)}\n`).toBe(golden);
});

test('what is new comes before the totals, and informational findings are only counted', () => {
  const text = slackText(slackMessage(auditOf()).blocks);
  expect(text.split('\n')[0]).toBe('ECS roles in account 123456789012: 13 new, 1 resolved');
  expect(text.indexOf('New since the last run')).toBeLessThan(text.indexOf('Open 13:'));
  expect(text).not.toContain('cannot be judged');
  expect(text).toContain('3 low · plus ⚪ 2 informational');
  expect(text).toContain('✅ old-tool is granted every action on every resource');
});

test('the roles to look at first come with a line of reason, and without what is told as new', () => {
  const known = rememberedAfter(auditOf()).filter(({ rule }) => rule !== 'missing-role');
  const text = slackText(slackMessage(auditOf(undefined, known)).blocks);
  const first = text.slice(text.indexOf('Look at these first'));
  expect(first).toContain('denied dynamodb:GetItem (and 3 more findings)');
  expect(first).toContain('no ssm:GetParameters: the container does not start (and 1 more finding)');
  expect(text.indexOf('gone')).toBeLessThan(text.indexOf('Look at these first'));
  expect(first).not.toContain('gone');
  expect(slackText(slackMessage(auditOf()).blocks)).not.toContain('Look at these first');
});

test('nothing new is one line, with the caveats below', () => {
  const first = auditOf();
  const { blocks } = slackMessage(auditOf(undefined, rememberedAfter(first)));
  expect(blocks.map((block) => block.type)).toEqual(['section', 'context', 'section']);
  const [line] = slackText(blocks).split('\n');
  expect(line).toBe(
    'ECS roles in account 123456789012: nothing new. Open 13: 🔴 1 critical · 🟠 4 high · 🟡 5 medium · 🔵 3 low · plus ⚪ 2 informational',
  );
});

test('a finding that became worse, and one that came back, are told apart', () => {
  const first = auditOf();
  const known = rememberedAfter(first).map((each) => {
    if (each.rule === 'administrator-access') return { ...each, severity: 'LOW' as const, fingerprint: 'old' };
    return each.rule === 'missing-role' ? { ...each, recordState: 'ARCHIVED' as const } : each;
  });
  const text = slackText(slackMessage(auditOf(undefined, known)).blocks);
  expect(text).toContain('1 new, 1 worse');
  expect(text).toContain('Worse than before\n🔴 admin-tool');
  expect(text).toContain('legacy (back again)');
});

test('a run that could not read the earlier findings does not say that nothing is new', () => {
  const first = auditOf();
  const result = {
    ...first,
    lifecycle: { ...first.lifecycle, opened: [], resolvedFindings: [], knownComplete: false },
  };
  const text = slackText(slackMessage(result).blocks);
  expect(text).toContain('ECS roles in account 123456789012: audited.');
  expect(text).toContain('this run cannot tell what is new');
});

test('totals come with a trend, where earlier nights are known', () => {
  const findings = { CRITICAL: 2, HIGH: 9, MEDIUM: 6, LOW: 3, INFORMATIONAL: 2 };
  const verdicts = { used: 0, required: 0, unused: 0, unobservable: 0, undetermined: 0, blocked: 0 };
  const night = (days: number) => ({
    at: NOW - days * DAY,
    findings,
    verdicts,
    suppressed: 0,
    roles: 7,
    complete: true,
  });
  const first = auditOf();
  const { blocks } = slackMessage(auditOf(undefined, rememberedAfter(first), { history: [night(7), night(1)] }));
  expect(slackText(blocks).split('\n')[0]).toBe(
    'ECS roles in account 123456789012: nothing new. Open 13 (−7 since last night, −7 in 7 nights) ██▁: 🔴 1 critical · 🟠 4 high · 🟡 5 medium · 🔵 3 low · plus ⚪ 2 informational',
  );
});

test('accepted findings are counted apart, and told once', () => {
  const first = auditOf();
  const [finding, ...others] = first.findings;
  const accepted = {
    ...finding,
    status: 'suppressed' as const,
    acceptance: { reason: 'leaves in May', writtenIn: 'x' },
  };
  const findings = [accepted, ...others] as typeof first.findings;
  const lifecycle = { ...first.lifecycle, findings, opened: [], suppressed: [accepted.id ?? ''], resolvedFindings: [] };
  const text = slackText(slackMessage({ ...first, findings, lifecycle }).blocks);
  expect(text).toContain('ECS roles in account 123456789012: 1 accepted');
  expect(text).toContain('Accepted\n🔕 admin-tool is granted every action on every resource — leaves in May');
  expect(text).toContain('Open 12: 🟠 4 high');
  expect(text).toContain('· 1 accepted');
  expect(text).toContain('\n      does not trust ECS tasks (and 1 more finding)');
});

test('exceptions that expired, or soon will, are said whatever else is new', () => {
  const first = auditOf();
  const exception = {
    role: 'admin-tool',
    rules: 'all' as const,
    until: NOW - DAY,
    reason: 'leaves in May',
    writtenIn: 'exceptions[2] of auditor.yaml',
  };
  const ending = [{ ...exception, until: NOW + 3 * DAY, writtenIn: 'exceptions[3] of auditor.yaml' }];
  const over = { exceptions: exceptionNotes({ expired: [exception], ending }) };
  const text = slackText(slackMessage(auditOf(undefined, rememberedAfter(first), over)).blocks);
  expect(text).toContain('Exceptions\n• An exception expired on 2026-11-21');
  expect(text).toContain('exceptions[3] of auditor.yaml (leaves in May)');
});

test('what the run could not read is said', () => {
  const incomplete = [{ what: 'CloudTrail events of eu-west-1', why: 'AccessDenied on cloudtrail:LookupEvents' }];
  const text = slackText(slackMessage(auditOf(undefined, undefined, { incomplete })).blocks);
  expect(text).toContain('Incomplete: CloudTrail events of eu-west-1: AccessDenied on cloudtrail:LookupEvents');
});

describe('limits', () => {
  test('hold for hostile names, which are neither links nor mentions', () => {
    const result = auditOf(hostileAccount(), []);
    expectWithinLimits(result);
    const json = JSON.stringify(slackMessage(result).blocks);
    expect(json).not.toMatch(/<[!@#]|<script|\u202e/);
  });
  test('hold for thousands of findings, and the rest is counted', () => {
    const roles = Array.from({ length: 2000 }, (_, place) =>
      assess(`role-${place}-${'n'.repeat(50)}`, {
        lastSeen: NOW,
        uses: [use('task', `family-${place}`), use('task', `${'f'.repeat(250)}${place}`)],
        actions: [verdict('s3:PutObject', 'unused')],
      }),
    );
    const incomplete = Array.from({ length: 500 }, (_, place) => ({ what: `thing ${place}`, why: 'x'.repeat(500) }));
    const result = auditOf(roles, [], { incomplete });
    expectWithinLimits(result);
    expect(slackText(slackMessage(result).blocks)).toMatch(/… and \d,\d{3} more/);
  });
});

test.each<[string, string, string | undefined]>([
  [
    's3://bucket/a b/audit.html',
    'aws',
    'https://us-east-1.console.aws.amazon.com/s3/object/bucket?region=us-east-1&prefix=a%20b%2Faudit.html',
  ],
  [
    's3://bucket/audit.html',
    'aws-cn',
    'https://us-east-1.console.amazonaws.cn/s3/object/bucket?region=us-east-1&prefix=audit.html',
  ],
  ['s3://bucket/audit.html', 'aws-iso', undefined],
  ['s3://BUCKET<>/audit.html', 'aws', undefined],
  ['/tmp/audit.html', 'aws', undefined],
  [`https://reports.example/${'x'.repeat(3_000)}`, 'aws', undefined],
])('a report at %s in %s is opened by %s', (reportLocation, partition, url) => {
  const { blocks } = slackMessage(auditOf(undefined, undefined, { reportLocation, partition }));
  const last = blocks.at(-1);
  const links = last?.type === 'section' ? (last.text?.text ?? '') : '';
  expect(/<([^|>]+)\|Report>/.exec(links)?.[1]?.replaceAll('&amp;', '&')).toBe(url);
  const named = slackText(blocks).includes(`Report: ${reportLocation}`);
  expect(named).toBe(!reportLocation.startsWith('https:'));
});

test('slackEscape leaves nothing that Slack would act on', () => {
  expect(slackEscape('<!here> & <@U1>\n')).toBe('&lt;!here&gt; &amp; &lt;@U1&gt; ');
});
