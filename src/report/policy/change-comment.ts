import { counted, grouped } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { Role } from '../../iam/role.ts';
import { unjudgedText } from '../../rightsize/recommend/no-answer.ts';
import { orderOfSteps } from '../../rightsize/recommend/order-of-steps.ts';
import type { PolicyChange } from '../../rightsize/recommend/recommendation.ts';
import { changeRisks } from './change-risks.ts';
import { policyPlace } from './policy-place.ts';

/** What a change does to a role, one line each: what it replaces, what stays, what may break, what IAM has against it. */
export function changeComment(role: Pick<Role, 'arn'>, change: PolicyChange): readonly string[] {
  const { dropped, ineffective, unjudged, replaces, keeps, documents, warnings } = change;
  return [
    `Right-sized policy of ${role.arn}.`,
    `Drops ${counted(dropped.length, 'action')} not used${ineffective.length > 0 ? `, and ${grouped(ineffective.length)} that its boundary does not allow` : ''}.`,
    ...(unjudged.count > 0 ? [`${unjudgedText(unjudged)}.`] : []),
    ...changeRisks(change),
    ...(documents.length === 0 ? ['Nothing of what is replaced has to be kept.'] : []),
    ...replaces.map((source) => `Replaces ${policyPlace(source)}.`),
    ...keeps.map((source) => `Leaves ${policyPlace(source)} as it is.`),
    ...warnings,
    ...orderOfSteps(change).map((step, index) => `Step ${index + 1}: ${step}`),
  ].map(stripControlCharacters);
}
