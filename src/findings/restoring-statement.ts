import { escapeInvisible } from '../base/escape-invisible.ts';
import type { Statement } from '../iam/policy.ts';
import { statementObject } from '../iam/policy-object.ts';
import type { MissedGrant } from '../rightsize/missed-grants.ts';

/** As much fits into a pair of evidence. */
const LONGEST = 2000;

/**
 * The JSON of the statements that give back no more than what was missed: the refused action, on the refused resources, under
 * the conditions of before. Only as many as fit; empty where no statement went.
 */
export function restoringStatements(missed: readonly MissedGrant[]): string {
  const alike = Map.groupBy(missed, ({ statement, resources }) =>
    JSON.stringify(statement && [resources, statement.condition ?? null, resources.length === 0 && statement]),
  );
  const statements = [...alike.values()].flatMap((group) => {
    const [{ statement, resources } = { statement: undefined, resources: [] }] = group;
    return statement === undefined ? [] : [restoring(statement, resources, group)];
  });
  const texts = statements.map((statement) => escapeInvisible(JSON.stringify(statementObject(statement))));
  let length = 2;
  const fitting = texts.filter((text) => {
    length += text.length + 1;
    return length <= LONGEST;
  });
  return fitting.length === 0 ? '' : fitting.length === 1 ? fitting.join() : `[${fitting.join(',')}]`;
}

function restoring(before: Statement, resources: readonly string[], missed: readonly MissedGrant[]): Statement {
  const { resource, notResource, condition } = before;
  return {
    effect: 'Allow',
    action: missed.map(({ action }) => action),
    ...(resources.length > 0
      ? { resource: resources.map(literally) }
      : { ...(resource && { resource }), ...(notResource && { notResource }) }),
    ...(condition && { condition }),
    index: 0,
  };
}

/** A resource as it was asked for, whose caller may have put wildcards and variables into its name: in a policy they stand for themselves. */
function literally(resource: string): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM's own
  return resource.replace(/[*?]|\$(?=\{)/g, '${$&}');
}
