import type { EpochMs } from '../base/time.ts';
import type { RuleId } from '../findings/rules.ts';
import { acceptCommand } from './accept-command.ts';
import type { FindingChanges } from './notification/finding-changes.ts';

/** What keeps tasks from working is there to be mended. */
const TO_MEND: ReadonlySet<string> = new Set<RuleId>([
  'removed-and-missed',
  'execution-role-missing-permission',
  'missing-role',
  'foreign-role',
  'trust-missing-ecs',
  'denied-at-runtime',
]);

/** The command that accepts one of the new findings for 30 days, as an example for the others: the gravest of those that a tag may accept. */
export function acceptExample(
  { opened, worsened }: Pick<FindingChanges, 'opened' | 'worsened'>,
  now: EpochMs,
): { readonly title: string; readonly command: string } | undefined {
  for (const finding of [...opened, ...worsened]) {
    if (TO_MEND.has(finding.rule)) continue;
    const command = acceptCommand(finding, now);
    if (command !== undefined) return { title: finding.title, command };
  }
  return undefined;
}
