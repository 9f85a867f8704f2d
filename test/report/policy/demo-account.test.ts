import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditResult } from '../../../src/report/audit-result.ts';
import type { Recommendation } from '../../../src/rightsize/recommend/recommendation.ts';
import { demoAccount } from '../../../src/sandbox/account/demo-account.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { auditSandbox } from '../../support/audit-sandbox.ts';

const NOW = Date.UTC(2026, 10, 22, 3);

let sandbox: Sandbox;
let result: AuditResult;
beforeAll(async () => {
  sandbox = await startSandbox({ account: demoAccount(NOW), limits: false });
  result = await auditSandbox(sandbox, { request: { dryRun: true } });
}, 300_000);
afterAll(() => sandbox.close());

function recommendationFor(name: string): Recommendation | undefined {
  const [, found] = Object.entries(result.recommendations).find(([arn]) => arn.split('/').at(-1) === name) ?? [];
  return found;
}

describe('the right-sized policies of the demonstration account', () => {
  it('leave the execution role of my-app as it is', () => {
    expect(recommendationFor('ecsTaskExecutionRole')).toMatchObject({ kind: 'noChange' });
  });

  it.each([
    ['QuestionBankExecutionRole', ['ecr:BatchGetImage', 'logs:CreateLogStream', 'secretsmanager:GetSecretValue']],
    ['QuestionBankTaskRole', ['rds:DescribeDBInstances', 'secretsmanager:GetSecretValue', 'ssm:GetParameter']],
  ])('put a handful of statements in the place of the four managed policies of %s', (name, used) => {
    const found = recommendationFor(name);
    if (found?.kind !== 'policy') throw new Error(JSON.stringify(found));
    expect(found.replaces).toHaveLength(4);
    expect(found.keeps).toEqual([]);
    expect(found.warnings).toEqual([]);
    const statements = found.documents.flatMap((document) => document.statements);
    expect(found.documents).toHaveLength(1);
    expect(statements.length).toBeLessThanOrEqual(8);
    const actions = statements.flatMap(({ statement }) => statement.action ?? []);
    expect(actions).toEqual(expect.arrayContaining(used));
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    expect(found.dropped.length).toBeGreaterThan(100);
  });

  it('pass their proof for every role, and stand in the document of the run', () => {
    const reasons = Object.values(result.recommendations).flatMap((found) =>
      found.kind === 'none' ? [found.because] : [],
    );
    expect(reasons.filter((because) => because.includes('proof'))).toEqual([]);
    const changed = Object.values(result.recommendations).filter(({ kind }) => kind === 'policy');
    expect(Object.keys(result.recommendedPolicies)).toHaveLength(changed.length);
    expect(changed.length).toBeGreaterThan(5);
  });
});
