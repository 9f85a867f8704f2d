import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { placeholdersIn, withPlaceholders } from '../../definition-files/placeholder.ts';
import { type DefinitionRequirements, isGranted, type PlacedNeed } from '../../definition-files/required-policies.ts';
import type { RoleJob } from '../../ecs/role-use.ts';
import { policyObject } from '../../iam/policy-object.ts';
import type { Styler } from '../text/styler.ts';
import { APPLICATION_NOTE } from './requires-document.ts';

/** What definitions need, for people: each permission with the field that asks for it, then what may be needed, then the policy. */
export function requiresTable(definitions: readonly DefinitionRequirements[], styler: Styler): string {
  return definitions.map((each) => definitionText(each, styler)).join('\n');
}

function definitionText(one: DefinitionRequirements, styler: Styler): string {
  const { file, position, family, executionRole, taskRole } = one;
  const documents = JSON.stringify([executionRole, taskRole]);
  const open = placeholdersIn(documents);
  const lines = [
    styler.heading(shown(`${family}  ${file}:${position.line}:${position.column}`)),
    '',
    ...roleText('Execution role', 'execution', one, styler),
    '',
    ...roleText('Task role', 'task', one, styler),
    `  ${APPLICATION_NOTE}`,
    '',
    'Policy of the execution role',
    ...jsonLines(policyObject(executionRole.policy)),
    'Trust policy of both roles',
    ...jsonLines(policyObject(executionRole.trust)),
    ...(open.length === 0
      ? []
      : [
          `Left open by the file: ${open.map(shown).join(', ')}${open.some((each) => /ACCOUNT_ID|REGION/.test(each)) ? '; --account and --region fill them in' : ''}`,
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

function roleText(title: string, job: RoleJob, { needs }: DefinitionRequirements, styler: Styler): readonly string[] {
  const own = needs.filter((need) => need.job === job);
  const granted = own.filter(isGranted);
  const possible = own.filter((need) => !isGranted(need));
  return [
    styler.heading(title),
    ...(granted.length === 0 ? ['  nothing that the definition declares'] : needLines(granted)),
    ...(possible.length === 0
      ? []
      : [styler.faint('  Perhaps:'), ...needLines(possible).map((line) => styler.faint(line))]),
  ];
}

function needLines(needs: readonly PlacedNeed[]): readonly string[] {
  const width = Math.max(...needs.map(({ action }) => action.length));
  const seen = new Set<string>();
  return needs.flatMap(({ action, resources, field, position, note }) => {
    const why = `${field} (line ${position.line})${note === undefined ? '' : `: ${note}`}`;
    const line = shown(`  ${action.padEnd(width)}  ${resources.join(', ')}  <- ${why}`).trimEnd();
    if (seen.has(line)) return [];
    seen.add(line);
    return [line];
  });
}

function jsonLines(value: unknown): readonly string[] {
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => `  ${withPlaceholders(line)}`);
}

function shown(text: string): string {
  const line = stripControlCharacters(withPlaceholders(text));
  return text.startsWith('  ') ? `  ${line.trimStart()}` : line;
}
