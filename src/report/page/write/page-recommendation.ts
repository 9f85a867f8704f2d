import { clip } from '../../../base/format.ts';
import { stripControlCharacters } from '../../../base/strip-control-characters.ts';
import { roleNameOf } from '../../../iam/arn.ts';
import { policyName } from '../../../iam/named-policy.ts';
import { policyObject } from '../../../iam/policy-object.ts';
import { grantedActions } from '../../../rightsize/fold-verdicts.ts';
import { changeByService } from '../../../rightsize/recommend/change-by-service.ts';
import type { Recommendation } from '../../../rightsize/recommend/recommendation.ts';
import type { RoleAssessment } from '../../../rightsize/verdict.ts';
import { policyTerraform } from '../../policy/policy-terraform.ts';
import type { PageRecommendation } from '../page-data.ts';

const MAX_FIELDS = 5;

/** A recommendation in the form that the page holds. */
export function pageRecommendation(
  recommendation: Recommendation,
  assessment: Pick<RoleAssessment, 'inUse' | 'lookup' | 'actions'>,
): PageRecommendation {
  if (recommendation.kind !== 'policy')
    return { kind: recommendation.kind, because: stripControlCharacters(recommendation.because) };
  const { inUse, lookup } = assessment;
  const role = lookup.kind === 'found' ? lookup.role : { arn: inUse.arn, name: roleNameOf(inUse.arn) };
  return {
    kind: 'policy',
    documents: recommendation.documents.map(({ kind, name, size, document, statements }) => ({
      kind,
      name: stripControlCharacters(name),
      size,
      document: policyObject(document),
      statements: statements.map(({ statement, reasons, narrowed, fields }) => ({
        sid: stripControlCharacters(statement.sid ?? `statement ${statement.index + 1}`),
        reasons,
        narrowed,
        fields: fields.slice(0, MAX_FIELDS).map((field) => clip(stripControlCharacters(field), 512)),
      })),
    })),
    replaces: recommendation.replaces.map((source) => stripControlCharacters(policyName(source))),
    keeps: recommendation.keeps.map((source) => stripControlCharacters(policyName(source))),
    dropped: recommendation.dropped.length,
    ineffective: recommendation.ineffective.length,
    services: changeByService(grantedActions(assessment), recommendation),
    terraform: policyTerraform(role, recommendation),
    warnings: recommendation.warnings.map(stripControlCharacters),
  };
}
