import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { policyName } from '../../iam/named-policy.ts';
import { policyObject } from '../../iam/policy-object.ts';
import type { Role } from '../../iam/role.ts';
import type { PolicyChange } from '../../rightsize/recommend/recommendation.ts';
import { changeRisks, statementRisks } from './change-risks.ts';
import { anyChange, comparePolicies } from './compare-policies.ts';
import { unifiedDiff } from './unified-diff.ts';

/**
 * A change as a unified diff: the statements of the policies that are replaced, in one document, against the new ones,
 * below what the change may break. Statements stand against those that are about the same. Empty where nothing differs.
 */
export function policyDiff(role: Pick<Role, 'arn' | 'name' | 'policies'>, change: PolicyChange): string {
  const replaced = role.policies.filter(({ source }) => change.replaces.includes(source));
  const today = replaced.flatMap(({ document }) => (document.ok ? document.value.statements : []));
  const then = change.documents.flatMap(({ document }) => document.statements);
  const objects = (statements: typeof today) => policyObject({ version: '2012-10-17', statements }).Statement;
  const names = (list: readonly string[]): string => stripControlCharacters(list.join(', ')) || 'nothing';
  const changes = comparePolicies(objects(today), objects(then));
  if (!anyChange(changes)) return '';
  // What stands before the first file of a diff is passed over by whatever applies it.
  const risks = [...changeRisks(change), ...statementRisks(change)]
    .map((line) => `# ${stripControlCharacters(line)}\n`)
    .join('');
  const name = stripControlCharacters(role.name);
  const diff = unifiedDiff(
    `${name} today: ${names(replaced.map(({ source }) => policyName(source)))}`,
    `${name} right-sized: ${names(change.documents.map(({ kind, name }) => `${kind} policy ${name}`))}`,
    changes,
  );
  return `${risks}${diff}`;
}
