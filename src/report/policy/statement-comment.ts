import { assertNever } from '../../base/assert-never.ts';
import { listed } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { describeStatement } from '../../iam/named-policy.ts';
import type { RecommendedStatement } from '../../rightsize/recommend/recommendation.ts';

/** What a reader of a right-sized statement asks, one line each: why it is there, who asks for it, what it lies inside. */
export function statementComment(one: RecommendedStatement): readonly string[] {
  const lines = [
    reasonOf(one),
    ...(one.narrowed ? ['Resources: those that its events named; every one of them named its resources.'] : []),
    ...(one.narrowed && one.statement.resource?.some((resource) => resource.endsWith(':?'))
      ? ['The lone ? lets calls for what does not exist be answered so, as they are today.']
      : []),
    ...one.risks.map((risk) => `May break: ${risk}`),
    ...(one.fields.length > 0 ? [`Asked for by ${listed(one.fields)}.`] : []),
    `Granted today by ${listed(one.from.map(describeStatement))}.`,
  ];
  return lines.map(stripControlCharacters);
}

function reasonOf({ reason, reasons }: RecommendedStatement): string {
  switch (reason) {
    case 'used':
      return reasons.includes('required')
        ? 'Needed: seen in use, or required by a task definition.'
        : 'Used: seen in use.';
    case 'required':
      return 'Required by a task definition.';
    case 'undetermined':
      return 'Kept: it is not yet certain that it is unused.';
    case 'unobservable':
      return 'Kept: nothing that is switched on can show whether it is used.';
    case 'blocked':
      return 'Kept: without effect today, since a deny takes it away.';
    case 'deny':
      return 'Kept: a deny of today, as it is.';
    default:
      return assertNever(reason);
  }
}
