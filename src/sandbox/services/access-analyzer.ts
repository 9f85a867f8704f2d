import { evaluate } from '../../iam/evaluate.ts';
import { parsePolicy } from '../../iam/parse-policy.ts';
import type { PolicyDocument, Statement } from '../../iam/policy.ts';
import { statementObject } from '../../iam/policy-object.ts';
import { NO_CONTEXT } from '../../iam/request-context.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import { restJsonService } from '../wire/rest-json-service.ts';

/** IAM Access Analyzer: its checks of policies, as far as a right-sized policy may fail them. */
export const accessAnalyzer = restJsonService('access-analyzer', 'ValidationException', [
  {
    operation: 'ValidatePolicy',
    method: 'POST',
    path: '/policy/validation',
    answer(fields) {
      fields.requiredText('policyType');
      const document = parsePolicy(fields.requiredText('policyDocument'));
      const findings = document.ok
        ? document.value.notes.map((note) => ({
            findingType: 'WARNING',
            issueCode: 'POLICY_NOTE',
            findingDetails: note,
          }))
        : [{ findingType: 'ERROR', issueCode: 'SYNTAX_ERROR', findingDetails: document.problem }];
      const learnMoreLink =
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html';
      return { findings: findings.map((finding) => ({ ...finding, learnMoreLink, locations: [] })) };
    },
  },
  {
    operation: 'CheckNoNewAccess',
    method: 'POST',
    path: '/policy/check-no-new-access',
    answer(fields) {
      fields.requiredText('policyType');
      const existing = documentIn(fields, 'existingPolicyDocument');
      const changed = documentIn(fields, 'newPolicyDocument');
      const wider = changed.statements.filter((statement) => !isWithin(statement, existing));
      if (wider.length === 0) return { result: 'PASS', message: 'The modified permissions do not grant new access.' };
      return {
        result: 'FAIL',
        message: 'The modified permissions grant new access compared to your existing policy.',
        reasons: wider.map(({ index }) => ({
          description: `New access in the statement with index: ${index}.`,
          statementIndex: index,
        })),
      };
    },
  },
]);

function documentIn(fields: Fields, name: string): PolicyDocument {
  const document = parsePolicy(fields.requiredText(name));
  if (!document.ok) throw new AwsError('InvalidParameterException', document.problem);
  return document.value;
}

/** A statement of before, or one of which each action is allowed on each resource. */
function isWithin(statement: Statement, existing: PolicyDocument): boolean {
  if (statement.effect === 'Deny') return true;
  const text = textOf(statement);
  if (existing.statements.some((one) => textOf(one) === text)) return true;
  const policies = { identity: [{ name: 'existing', document: existing }] };
  const { action = ['*'], resource = ['*'] } = statement;
  return action.every((one) =>
    resource.every((each) => {
      const request = { action: one, resource: each, context: NO_CONTEXT };
      const { decision } = evaluate(request, policies);
      return decision === 'allowed' || (decision === 'conditional' && statement.condition !== undefined);
    }),
  );
}

function textOf({ sid: _, ...statement }: Statement): string {
  return JSON.stringify(statementObject(statement));
}
