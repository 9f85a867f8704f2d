import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { demoStory, storedDocument } from '../../src/cli/demo-story.ts';
import { evidenceTrailSentence } from '../../src/evidence-trail/evidence-trail-sentence.ts';
import type { AuditDocument } from '../../src/report/json/audit-document-form.ts';
import { PLAIN } from '../../src/report/text/styler.ts';
import { demoAccount } from '../../src/sandbox/account/demo-account.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { auditSandbox } from '../support/audit-sandbox.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
let story: readonly string[] = [];
let trailSentence: string | undefined;
let document: AuditDocument | undefined;

beforeAll(async () => {
  const sandbox = await startSandbox({ account: demoAccount(NOW), limits: false });
  try {
    const { switches } = await auditSandbox(sandbox, { settings: { AUDITOR_SOURCES: 'auto' }, threads: 2 });
    trailSentence = evidenceTrailSentence(switches);
    document = storedDocument(sandbox.state);
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

test('what Security Hub tells within another finding stands below those, with its severity', () => {
  const lines = story.join('\n').split('\n');
  const part = lines.indexOf('  same remedy   QuestionBankTaskRole can escalate its privileges in 2 ways (HIGH)');
  expect(lines[part - 1]).toMatch(/^ {2}HIGH +QuestionBankTaskRole is granted \d+ permissions that it does not use$/);
});

test.each(['QuestionBankTaskRole', 'QuestionBankExecutionRole'])(
  'the README counts the actions of %s as they are',
  (name) => {
    const actions = document?.roles.find(({ arn }) => arn.endsWith(`/${name}`))?.actions ?? [];
    const kept = actions.filter(({ verdict }) => verdict !== 'unused').length;
    const inReadme = new RegExp(`\`${name}\`: (\\d+) actions, now (\\d+) `).exec(readFileSync('README.md', 'utf8'));
    expect(inReadme?.slice(1).map(Number)).toEqual([actions.length, kept]);
  },
);

test('the README counts what an evidence trail would decide as the audit does', () => {
  const [, inReadme] =
    /(\d+ actions of \d+ roles) that nothing else decides/.exec(readFileSync('README.md', 'utf8')) ?? [];
  expect(trailSentence).toContain(` to decide ${inReadme}: `);
});

test('the README counts what is kept for want of an event as it is', () => {
  const kept = Number(/\| `Kept…` \| (\d+) actions/.exec(readFileSync('README.md', 'utf8'))?.[1]);
  const role = story.find((part) => part.includes('QuestionBankTaskRole (task role)')) ?? '';
  expect(role).toContain(`  unobservable  ${kept}, such as `);
});

test('without a stored report there is no story', () => {
  expect(storedDocument({ objects: new Map() })).toBeUndefined();
});
