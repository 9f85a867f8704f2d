import { describe, expect, test } from 'vitest';
import { parseAcceptTag } from '../../src/findings/exceptions/tagged-exceptions.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { acceptCommand } from '../../src/report/accept-command.ts';
import { slackMessage } from '../../src/report/slack/slack-message.ts';
import { slackText } from '../../src/report/slack/slack-text.ts';
import { textMessage } from '../../src/report/text/text-message.ts';
import { DAY, NOW } from '../findings/fixtures.ts';
import { auditOf } from './audit-fixture.ts';

const result = auditOf();
const finding = result.findings.find(({ rule, role }) => rule === 'unused-permissions' && role !== undefined);
if (finding === undefined) throw new Error('the fixture has no finding');
const tagged: Finding = { ...finding, acceptTag: 'ecs-role-auditor:accept' };

/** The tag that a command sets. */
function tagOf(command = ''): { readonly Key: string; readonly Value: string } {
  const [, json = ''] = /--tags '(.*)'$/.exec(command) ?? [];
  return JSON.parse(json)[0];
}

describe('acceptCommand()', () => {
  test('sets a tag that the audit reads, for 30 days and this rule alone', () => {
    const command = acceptCommand(tagged, NOW);
    expect(command).toMatch(/^aws iam tag-role --role-name \S+ --tags '/);
    const { Key, Value } = tagOf(command);
    expect(Key).toBe('ecs-role-auditor:accept');
    expect(parseAcceptTag(Value, NOW)).toMatchObject({
      ok: true,
      value: { rules: ['unused-permissions'], reason: 'REASON' },
    });
    expect(Value).toContain(`until=${new Date(NOW + 30 * DAY).toISOString().slice(0, 10)} `);
  });

  test('accepts with a finding what is told within it, which would else be told by itself', () => {
    const evidence = { mends: 'unused-service wildcard-service' };
    const read = parseAcceptTag(tagOf(acceptCommand({ ...tagged, evidence }, NOW)).Value, NOW);
    expect(read.ok && read.value.rules).toEqual(['unused-permissions', 'unused-service', 'wildcard-service']);
  });

  test('is none where no tag has a say, where it is accepted already, and where the tag would be too long', () => {
    expect(acceptCommand(finding, NOW)).toBeUndefined();
    expect(acceptCommand({ ...tagged, status: 'suppressed' }, NOW)).toBeUndefined();
    const evidence = { mends: Array.from({ length: 12 }, () => 'secrets-beyond-declared').join(' ') };
    expect(acceptCommand({ ...tagged, evidence }, NOW)).toBeUndefined();
  });
});

test('messages show how the first new finding is accepted of those that a tag may, and nothing where there is none', () => {
  const withTag = {
    ...result,
    findings: result.findings.map((one) => (one.id === finding.id ? tagged : one)),
  };
  const command = acceptCommand(tagged, result.startedAt) ?? '';
  for (const text of [slackText(slackMessage(withTag).blocks), textMessage(withTag)]) {
    expect(text).toContain(command);
    expect(text).toContain('for 30 days, with your own reason:');
  }
  expect(textMessage(result)).not.toContain('aws iam tag-role');
  expect(slackText(slackMessage(result).blocks)).not.toContain('aws iam tag-role');
});
