import { expect, test } from 'vitest';
import { findingAfterRightSizing } from '../../src/findings/after-right-sizing.ts';
import { evaluateRule } from '../../src/findings/evaluate-rules.ts';
import { foldFindings } from '../../src/findings/fold-findings.ts';
import type { PolicyChange } from '../../src/rightsize/recommend/recommendation.ts';
import { policy } from '../support/iam.ts';
import { allow, assess, CONTEXT, verdict } from './fixtures.ts';

const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf';
const assessment = assess('app', {
  role: { policies: [allow('app', ['secretsmanager:GetSecretValue', 's3:PutObject'])] },
  actions: [
    verdict('secretsmanager:GetSecretValue', 'used', { resources: [SECRET] }),
    verdict('s3:PutObject', 'unused'),
  ],
});
const findings = (['unused-permissions', 'wildcard-resource'] as const).flatMap(
  (rule) => evaluateRule(rule, assessment, [assessment], CONTEXT) ?? [],
);

/** The right-sized policy, on these resources. */
function changeTo(resource: string): PolicyChange {
  const document = policy({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: resource }],
  });
  return {
    kind: 'policy',
    documents: [{ kind: 'inline', name: 'new', statements: [], document, size: 0 }],
    replaces: [{ kind: 'inline', name: 'app' }],
    keeps: [],
    dropped: ['s3:PutObject'],
    ineffective: [],
    unjudged: { count: 0, of: 2 },
    unproven: [],
    aim: { tight: false, usedOnly: false },
    warnings: [],
  };
}

test.each<readonly [string, PolicyChange | undefined, readonly string[]]>([
  [
    'is told within unused permissions where the right-sized policy names resources',
    changeTo(SECRET),
    ['unused-permissions'],
  ],
  ['stays where the right-sized policy does not', changeTo('*'), ['unused-permissions', 'wildcard-resource']],
  ['stays where there is no right-sized policy', undefined, ['unused-permissions', 'wildcard-resource']],
])('what is granted on every resource %s', (_, change, rules) => {
  const after = findingAfterRightSizing([assessment], CONTEXT, () => change);
  expect(findings.map(({ rule }) => rule)).toEqual(['unused-permissions', 'wildcard-resource']);
  expect(foldFindings(findings, after).findings.map(({ rule }) => rule)).toEqual(rules);
});
