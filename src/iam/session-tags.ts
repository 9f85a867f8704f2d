import { namesAction } from './match-statement.ts';
import type { PolicyDocument } from './policy.ts';

/** Whether a trust policy lets some principal pass session tags, which then stand in the place of the role's own tags. */
export function allowsSessionTags(trustPolicy: PolicyDocument): boolean {
  return trustPolicy.statements.some(
    (statement) => statement.effect === 'Allow' && namesAction(statement, 'sts:TagSession'),
  );
}
