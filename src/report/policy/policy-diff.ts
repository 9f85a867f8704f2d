import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { policyName } from '../../iam/named-policy.ts';
import { policyObject } from '../../iam/policy-object.ts';
import type { Role } from '../../iam/role.ts';
import type { PolicyChange } from '../../rightsize/recommend/recommendation.ts';
import { unifiedDiff } from './unified-diff.ts';

/** A change as a unified diff: the statements of the policies that are replaced, in one document, against the new ones. */
export function policyDiff(role: Role, change: PolicyChange): string {
  const replaced = role.policies.filter(({ source }) => change.replaces.includes(source));
  const today = replaced.flatMap(({ document }) => (document.ok ? document.value.statements : []));
  const then = change.documents.flatMap(({ document }) => document.statements);
  const text = (statements: typeof today): string =>
    `${JSON.stringify(policyObject({ version: '2012-10-17', statements }), null, 2)}\n`;
  const names = (list: readonly string[]): string => stripControlCharacters(list.join(', ')) || 'nothing';
  return unifiedDiff(
    { name: `${role.name} today: ${names(replaced.map(({ source }) => policyName(source)))}`, text: text(today) },
    {
      name: `${role.name} right-sized: ${names(change.documents.map(({ kind, name }) => `${kind} policy ${name}`))}`,
      text: text(then),
    },
  );
}
