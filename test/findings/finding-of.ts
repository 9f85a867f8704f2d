import type { RuleEvaluation } from '../../src/findings/evaluate-rules.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { findingId, roleKeyOf } from '../../src/findings/finding-id.ts';
import type { RuleId } from '../../src/findings/rules.ts';
import { ACCOUNT, assess, NOW, use } from './fixtures.ts';

/** A finding by hand, of a rule at a role that exists and is the task role of `my-app`: no rule decides what is in it. */
export function findingOf(rule: RuleId, roleName: string, over: Partial<Finding> = {}): Finding {
  const { lookup, inUse } = assess(roleName);
  return {
    id: findingId({ partition: 'aws', accountId: ACCOUNT, roleKey: roleKeyOf(lookup), rule }),
    rule,
    severity: 'MEDIUM',
    title: `${roleName} has ${rule}`,
    description: `What ${rule} says of ${roleName}.`,
    accountId: ACCOUNT,
    partition: 'aws',
    roleArn: inUse.arn,
    ...(lookup.kind === 'found' && { role: lookup.role }),
    families: ['my-app'],
    taskDefinitionArns: [use('task').taskDefinitionArn],
    actions: [],
    status: 'open',
    firstSeen: NOW,
    lastSeen: NOW,
    remediation: {
      text: `What to do about ${rule}.`,
      url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    },
    evidence: {},
    ...over,
  };
}

/** What the rules came to, by hand: these findings, at roles that IAM answered for. */
export function evaluationOf(findings: readonly Finding[], over: Partial<RuleEvaluation> = {}): RuleEvaluation {
  const roleArns = new Set(findings.map(({ roleArn }) => roleArn));
  return {
    findings,
    concluded: new Set(findings.map(({ id }) => id)),
    unavailable: new Map(),
    inDoubt: [],
    incomplete: [],
    roleArns,
    inUseArns: roleArns,
    ...over,
  };
}
