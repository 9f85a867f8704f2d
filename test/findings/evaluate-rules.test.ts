import { expect, test } from 'vitest';
import { evaluateRules } from '../../src/findings/evaluate-rules.ts';
import { RULES, ruleOf } from '../../src/findings/rules.ts';
import { allow, assess, CONTEXT, NOW, roleNamed, unreadable, use, verdict } from './fixtures.ts';

test('findings come worst first and carry the role, its families and its task definitions', () => {
  const evaluation = evaluateRules(
    [
      assess('app', {
        uses: [use('task', 'web', 2), use('task', 'web', 11), use('task', 'api', 1)],
        actions: [verdict('sqs:PurgeQueue', 'unused'), verdict('sqs:SendMessage', 'used')],
        lastSeen: NOW,
      }),
      assess('escalator', {
        uses: [use('task', 'tool')],
        role: { policies: [allow('app', 'iam:PutRolePolicy')] },
        actions: [verdict('iam:PutRolePolicy', 'unused')],
        lastSeen: NOW,
      }),
    ],
    CONTEXT,
  );
  const named = ['unused-permissions', 'privilege-escalation', 'unused-service', 'shared-role'];
  const findings = evaluation.findings.filter(({ rule }) => named.includes(rule));
  expect(findings.map(({ severity, rule, role }) => [severity, rule, role?.name])).toEqual([
    ['CRITICAL', 'privilege-escalation', 'escalator'],
    ['CRITICAL', 'unused-permissions', 'escalator'],
    ['MEDIUM', 'unused-permissions', 'app'],
    ['LOW', 'unused-service', 'escalator'],
    ['LOW', 'shared-role', 'app'],
  ]);
  expect(findings[2]).toMatchObject({
    id: 'ecs-role-auditor/aws/123456789012/AROAAPP/unused-permissions',
    families: ['api', 'web'],
    taskDefinitionArns: ['api:1', 'web:11', 'web:2'].map(
      (name) => `arn:aws:ecs:us-east-1:123456789012:task-definition/${name}`,
    ),
    status: 'open',
    firstSeen: NOW,
  });
});

test('a role given by its short name goes by the ARN, with path, that IAM states', () => {
  const role = roleNamed('app', { arn: 'arn:aws:iam::123456789012:role/svc/team/app' });
  const evaluation = evaluateRules([assess('app', { role, actions: [verdict('s3:GetObject', 'unused')] })], CONTEXT);
  expect(new Set(evaluation.findings.map((finding) => finding.roleArn))).toEqual(new Set([role.arn]));
  expect([...evaluation.inUseArns, ...evaluation.roleArns]).toEqual([role.arn, role.arn]);
});

test('what is about the account has one finding, and none of a run about some of its roles', () => {
  const all = ['a', 'b'].map((name) => assess(name, { actions: [verdict('s3:GetObject', 'unobservable')] }));
  const of = (narrowed: boolean) => {
    const { findings, unavailable } = evaluateRules(all, { ...CONTEXT, narrowed });
    return { findings: findings.filter(({ rule }) => rule === 'evidence-gap'), unavailable };
  };
  const id = 'ecs-role-auditor/aws/123456789012/account/evidence-gap';
  expect(of(false).findings).toMatchObject([{ id, roleArn: 'arn:aws:iam::123456789012:root', families: [] }]);
  expect(of(true).findings).toEqual([]);
  expect(of(true).unavailable.get(id)).toBe('all');
});

test('every rule of every role is either concluded or unavailable', () => {
  const evaluation = evaluateRules([assess('a'), unreadable('b')], CONTEXT);
  const ofAccount = RULES.filter((rule) => 'scope' in rule).length;
  expect(evaluation.concluded.size + evaluation.unavailable.size).toBe(2 * (RULES.length - ofAccount) + ofAccount);
  expect(evaluation.roleArns.size).toBe(1);
  expect(evaluation.inUseArns.size).toBe(2);
});

test('texts stay within the limits of a finding whatever the names', () => {
  const family = `${'x'.repeat(250)}`;
  const uses = Array.from({ length: 50 }, (_, place) => use('task', `${family}${place}`));
  const actions = Array.from({ length: 300 }, (_, place) => verdict(`svc:${'A'.repeat(100)}${place}`, 'unused'));
  for (const finding of evaluateRules([assess('n'.repeat(64), { uses, actions })], CONTEXT).findings) {
    expect(finding.title.length).toBeLessThanOrEqual(256);
    expect(finding.description.length).toBeLessThanOrEqual(1024);
    expect(finding.remediation.text.length).toBeLessThanOrEqual(512);
  }
});

test('every rule of the catalogue has its texts, an AWS page and an id of its own', () => {
  expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length);
  for (const rule of RULES) {
    expect(rule.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(rule.page.url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(rule.remediation.length).toBeLessThanOrEqual(512);
    expect(ruleOf(rule.id)).toBe(rule);
  }
  expect(ruleOf('never-was')).toBeUndefined();
});

test('severities of one’s own take the place of those that a rule comes to', () => {
  const assessments = [
    assess('app', { actions: [verdict('sqs:PurgeQueue', 'unused'), verdict('sqs:SendMessage', 'used')] }),
  ];
  const severities = { 'unused-permissions': 'CRITICAL' } as const;
  const found = evaluateRules(assessments, { ...CONTEXT, severities }).findings;
  expect(found.find(({ rule }) => rule === 'unused-permissions')?.severity).toBe('CRITICAL');
});
