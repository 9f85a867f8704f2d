import type { Action } from '../../iam/action.ts';
import type { Role } from '../../iam/role.ts';
import { changeByService, serviceChangeText } from '../../rightsize/recommend/change-by-service.ts';
import { orderOfSteps } from '../../rightsize/recommend/order-of-steps.ts';
import type { PolicyChange } from '../../rightsize/recommend/recommendation.ts';
import { markdownList, markdownText } from '../markdown/markdown-text.ts';
import { changeRisks, statementRisks } from './change-risks.ts';
import { policyPlace } from './policy-place.ts';

/** A role whose policies were written. */
export interface IndexedRole {
  readonly role: Pick<Role, 'arn' | 'name'>;
  readonly change: PolicyChange;
  readonly granted: readonly Action[];
  /** Names of the files beside the index. */
  readonly files: readonly string[];
}

/** A role that has no new policy. */
export interface UnchangedRole {
  readonly name: string;
  readonly because: string;
}

/**
 * An index of right-sized policies in Markdown, as the text of a pull request: for each role its files, what changes service by service,
 * and what is to be detached, which no file does by itself.
 */
export function policiesIndex(changed: readonly IndexedRole[], unchanged: readonly UnchangedRole[]): string {
  return [
    '# Right-sized policies',
    '',
    ...(changed.length === 0
      ? ['Nothing is to be changed.', '']
      : [
          'The files add policies. What they replace is reported here, and detached by nobody but you:',
          '',
          ...orderOfSteps({ documents: changed, replaces: changed }).map((step, index) => `${index + 1}. ${step}`),
          '',
        ]),
    ...changed.flatMap(chapter),
    ...(unchanged.length === 0
      ? []
      : [
          '## Unchanged',
          '',
          ...markdownList(
            unchanged.map(({ name, because }) => `${name}: ${because}`),
            LONGEST,
          ),
        ]),
  ].join('\n');
}

const LONGEST = 100_000;

function chapter({ role, change, granted, files }: IndexedRole): readonly string[] {
  const risks = [...changeRisks(change), ...statementRisks(change)];
  return [
    `## ${markdownText(role.name)}`,
    '',
    ...(files.length === 0 ? [] : [`Files: ${files.map(markdownText).join(', ')}`, '']),
    ...markdownList(changeByService(granted, change).map(serviceChangeText), LONGEST),
    ...(change.replaces.length === 0 ? [] : ['To detach or delete, last:', '']),
    ...(change.replaces.length === 0 ? [] : markdownList(change.replaces.map(policyPlace), LONGEST)),
    ...(risks.length === 0 ? [] : markdownList(risks, LONGEST)),
  ];
}
