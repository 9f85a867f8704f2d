import type { FindingDraft, Outcome, RuleContext } from '../../src/findings/rule.ts';
import { type RuleId, ruleOf } from '../../src/findings/rules.ts';
import { taskRoleFamilies } from '../../src/findings/task-role-families.ts';
import type { RoleAssessment } from '../../src/rightsize/verdict.ts';
import { CONTEXT } from './fixtures.ts';

/** What a rule says of one role, or of an account that has it: the only one, unless `all` says otherwise. */
export function probe(
  id: RuleId,
  assessment: RoleAssessment,
  { all = [assessment], ...context }: Partial<RuleContext> & { readonly all?: readonly RoleAssessment[] } = {},
): Outcome {
  const rule = ruleOf(id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  const families = taskRoleFamilies(all.map(({ inUse }) => inUse));
  const known = { ...CONTEXT, taskRoleFamilies: families, ...context };
  return rule.scope === 'account' ? rule.probe(all, known) : rule.probe(assessment, known, all);
}

/** The finding that a rule came to; fails where it came to something else. */
export function draftOf(outcome: Outcome): FindingDraft {
  if (outcome.kind !== 'finding') throw new Error(`expected a finding, got ${JSON.stringify(outcome)}`);
  return outcome.draft;
}
