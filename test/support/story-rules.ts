import { beforeAll, vi } from 'vitest';
import type { Rule } from '../../src/findings/rule.ts';
import { RULES, type RuleId } from '../../src/findings/rules.ts';

/** The rules that whole runs are told with. A new rule joins them once a story is about it. */
const STORY_RULES: ReadonlySet<string> = new Set<RuleId>([
  'removed-and-missed',
  'unused-permissions',
  'administrator-access',
  'application-permissions-on-execution-role',
  'denied-at-runtime',
  'execution-role-missing-permission',
  'same-role-for-both',
  'missing-role',
  'foreign-role',
  'unused-role',
  'evidence-gap',
  'trust-missing-ecs',
  'trust-without-source-condition',
  'broad-managed-policy',
  'unused-service',
  'wildcard-service',
  'wildcard-resource',
  'privilege-escalation',
  'secrets-beyond-declared',
  'infrastructure-permissions-on-task-role',
  'shared-role',
  'trust-too-wide',
]);

/**
 * Lets the rules of the stories alone speak in this process, until the tests of the file are done. What a whole run shows can
 * then be compared to the last word, and a rule that is added changes none of it: it has tests of its own.
 */
export function onlyStoryRules(): void {
  beforeAll(() => {
    for (const rule of RULES as readonly Rule[]) {
      if (STORY_RULES.has(rule.id)) continue;
      vi.spyOn(rule, 'probe').mockReturnValue({ kind: 'notApplicable', why: 'no story is about this rule' });
    }
  });
}
