import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nameAtEnd } from '../base/name-at-end.ts';
import { type IndexedRole, policiesIndex, type UnchangedRole } from '../report/policy/policies-index.ts';
import type { PolicyForm } from '../report/policy/render-policy.ts';
import { type PolicyAnswer, policyFiles } from './policy-answer.ts';
import { type Terminal, writeLine } from './terminal.ts';

/** Where the index goes, and in which forms the policies were written beside it. */
export interface IndexPlace {
  readonly directory: string;
  readonly forms: readonly PolicyForm[];
  readonly terminal: Terminal;
}

/** Writes `index.md` beside the policies of roles. */
export async function writePoliciesIndex(
  answers: readonly PolicyAnswer[],
  { directory, forms, terminal }: IndexPlace,
): Promise<void> {
  const changed: IndexedRole[] = [];
  const unchanged: UnchangedRole[] = [];
  for (const { arn, lookup, recommendation, decided } of answers) {
    if (recommendation?.kind === 'policy' && lookup.kind === 'found') {
      const { role } = lookup;
      const files = policyFiles(role, recommendation, forms).map(({ name }) => name);
      changed.push({ role, change: recommendation, granted: decided.actions.map(({ action }) => action), files });
    } else {
      const because = recommendation?.kind === 'policy' ? undefined : recommendation?.because;
      unchanged.push({ name: nameAtEnd(arn), because: because ?? 'It was not worked out.' });
    }
  }
  const path = join(directory, 'index.md');
  await writeFile(path, policiesIndex(changed, unchanged));
  await writeLine(terminal.stderr, `Written: ${path}`);
}
