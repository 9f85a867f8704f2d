import {
  type AwsSecurityFinding,
  BatchUpdateFindingsCommand,
  type BatchUpdateFindingsCommandInput,
  GetFindingsCommand,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import type { AwsSession } from '../../src/aws/client/session.ts';

/** Every finding that Security Hub holds. */
export async function findingsIn(session: AwsSession): Promise<readonly AwsSecurityFinding[]> {
  const { Findings: findings = [], NextToken: more } = await session
    .client(SecurityHubClient)
    .send(new GetFindingsCommand({ MaxResults: 100 }));
  if (more !== undefined) throw new Error('The story has more than 100 findings: read them page by page');
  return findings;
}

/** What people may set on a finding. */
export type PersonsChanges = Omit<BatchUpdateFindingsCommandInput, 'FindingIdentifiers'>;

/** Sets it on the finding of a role and a rule. */
export async function markFinding(
  session: AwsSession,
  of: { readonly role: string; readonly rule: string },
  changes: PersonsChanges,
): Promise<void> {
  const found = (await findingsIn(session)).find(
    ({ GeneratorId: generator = '', Resources: [role] = [] }) =>
      generator.endsWith(`/${of.rule}`) && role?.Id?.endsWith(`/${of.role}`),
  );
  if (found === undefined) throw new Error(`No finding ${of.rule} of ${of.role} to mark`);
  await updateFinding(session, found, changes);
}

/** Sets it on this finding. */
export async function updateFinding(
  session: AwsSession,
  { Id, ProductArn }: AwsSecurityFinding,
  changes: PersonsChanges,
): Promise<void> {
  const answer = await session
    .client(SecurityHubClient)
    .send(new BatchUpdateFindingsCommand({ FindingIdentifiers: [{ Id, ProductArn }], ...changes }));
  if (answer.ProcessedFindings?.length === 1) return;
  throw new Error(`${Id} is not marked: ${JSON.stringify(answer.UnprocessedFindings)}`);
}
