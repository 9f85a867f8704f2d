import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { demoStory, storedDocument } from '../../src/cli/demo-story.ts';
import { PLAIN } from '../../src/report/text/styler.ts';
import { demoAccount } from '../../src/sandbox/account/demo-account.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { auditSandbox } from '../support/audit-sandbox.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
let story: readonly string[] = [];

beforeAll(async () => {
  const sandbox = await startSandbox({ account: demoAccount(NOW), limits: false });
  try {
    await auditSandbox(sandbox, { settings: { AUDITOR_SOURCES: 'auto' }, threads: 2 });
    const document = storedDocument(sandbox.state);
    story = document === undefined ? [] : demoStory(document, sandbox.account, PLAIN);
  } finally {
    await sandbox.close();
  }
}, 300_000);

test('the demonstration ends with the stories of three applications', () => {
  expect(story.filter((part) => !part.includes('\n'))).toEqual(['my-app', 'orders', 'QuestionBank']);
});

test('my-app’s six actions are decided, and its policy is shown as a diff', () => {
  const [, roles, diff] = story;
  expect(roles).toMatch(/^ecsTaskExecutionRole \(execution role\)$/m);
  expect(roles).toContain(
    [
      'ecsTaskRole (task role)',
      '  used          dynamodb:GetItem, dynamodb:Query, s3:PutObject, sns:Publish',
      '  unused        dynamodb:Scan, s3:GetObject',
    ].join('\n'),
  );
  expect(diff).toMatch(/^-+ +"dynamodb:Scan"$/m);
  expect(diff).toMatch(/^-+ +"s3:GetObject"$/m);
  expect(diff).not.toMatch(/^\+.*(Scan|GetObject)/m);
});

test('the other two are told whatever their severity', () => {
  const text = story.join('\n');
  expect(text).toMatch(/^ {2}HIGH +Execution role orders-execution carries 6 permissions that belong on a task role$/m);
  expect(text).toMatch(/^ {2}unused +\d+, such as /m);
  expect(text).toMatch(/^ {2}and \d+ more$/m);
});

test('the README has the numbers of QuestionBank as they are', () => {
  const readme = readFileSync('README.md', 'utf8');
  const kept = Number(/\| `Kept…` \| (\d+) actions/.exec(readme)?.[1]);
  const [, granted, now] = /`QuestionBankTaskRole`: (\d+) actions, now (\d+)/.exec(readme)?.map(Number) ?? [];
  const role = story.find((part) => part.includes('QuestionBankTaskRole (task role)')) ?? '';
  expect(role).toContain(`  unobservable  ${kept}, such as `);
  expect(role).toContain(`  unused        ${(granted ?? 0) - (now ?? 0)}, such as `);
});

test('without a stored report there is no story', () => {
  expect(storedDocument({ objects: new Map() })).toBeUndefined();
});
