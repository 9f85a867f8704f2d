import {
  AccessAnalyzerClient,
  CheckNoNewAccessCommand,
  ValidatePolicyCommand,
  type ValidatePolicyFinding,
} from '@aws-sdk/client-accessanalyzer';
import type { PolicyRemark } from '../../rightsize/verify/change-verification.ts';
import type { BeforeAndAfter } from '../../rightsize/verify/changed-policies.ts';
import { abortOptions, callApi, pages, requireField } from '../client/call-api.ts';
import { POLICY_CHECKS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';

/** Asks IAM Access Analyzer about policies. Each method throws the service's own errors. */
export interface PolicyChecks {
  /** What it has against a policy, the JSON of which is given. */
  validate(policy: string): Promise<readonly PolicyRemark[]>;
  /** Why the one grants what the other does not, as sentences; empty where it grants nothing new. */
  newAccess(policies: BeforeAndAfter): Promise<readonly string[]>;
}

/** Makes the checks; their calls keep one pace. */
export function createPolicyChecks(session: AwsSession): PolicyChecks {
  const client = () => session.client(AccessAnalyzerClient);
  const limiter = session.rateLimiter(POLICY_CHECKS);
  return {
    async validate(policyDocument) {
      const remarks: PolicyRemark[] = [];
      const listing = pages((nextToken) =>
        callApi(
          () =>
            client().send(
              new ValidatePolicyCommand({ policyDocument, policyType: 'IDENTITY_POLICY', nextToken }),
              abortOptions(session.signal),
            ),
          (answer) => ({ items: requireField(answer.findings, 'findings').map(remarkOf), next: answer.nextToken }),
          limiter,
          session.signal,
        ),
      );
      for await (const page of listing) remarks.push(...page);
      return remarks;
    },
    newAccess: ({ before, after }) =>
      callApi(
        () =>
          client().send(
            new CheckNoNewAccessCommand({
              existingPolicyDocument: before,
              newPolicyDocument: after,
              policyType: 'IDENTITY_POLICY',
            }),
            abortOptions(session.signal),
          ),
        ({ result, message = 'it grants new access', reasons = [] }) => {
          if (requireField(result, 'result') === 'PASS') return [];
          const said = reasons.flatMap(({ description }) => description ?? []);
          return said.length > 0 ? said : [message];
        },
        limiter,
        session.signal,
      ),
  };
}

function remarkOf({ findingType, issueCode, findingDetails }: ValidatePolicyFinding): PolicyRemark {
  return {
    severity: requireField(findingType, 'findingType'),
    text: `${requireField(issueCode, 'issueCode')}: ${findingDetails ?? ''}`,
  };
}
