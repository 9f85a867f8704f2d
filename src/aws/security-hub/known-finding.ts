import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import type { AccountId } from '../../base/account-id.ts';
import { ok, problem, type Result } from '../../base/result.ts';
import type { EpochMs } from '../../base/time.ts';
import { PRODUCT } from '../../findings/asff/asff.ts';
import { rememberedFields } from '../../findings/asff/asff-fields.ts';
import { type KnownFinding, SEVERITIES } from '../../findings/finding.ts';
import { accountArn, type FindingId, parseFindingId } from '../../findings/finding-id.ts';
import { severityNamed } from '../../findings/severity.ts';

/** What the GeneratorIds of this product begin with; the rule's id follows. */
export const GENERATORS = `${PRODUCT}/`;

/** Reads a finding of an earlier run as Security Hub gives it back. */
export function toKnownFinding(finding: AwsSecurityFinding): Result<KnownFinding> {
  const { GeneratorId: generatorId = '', Title: title = '' } = finding;
  const id = parseFindingId(finding.Id ?? '');
  if (!id.ok) return id;
  const roleArn = subjectOf(finding, id.value);
  if (roleArn === undefined) {
    return problem('It names neither role nor account: expected a resource of type AwsIamRole or AwsAccount');
  }
  // People may override the severity at the top; what was imported stands in FindingProviderFields.
  const label = finding.FindingProviderFields?.Severity?.Label ?? finding.Severity?.Label;
  const severity = severityNamed(label);
  if (severity === undefined) return problem(`Its severity is "${label}": expected one of ${SEVERITIES.join(', ')}`);
  const createdAt = time(finding.CreatedAt);
  const updatedAt = time(finding.UpdatedAt);
  if (createdAt === undefined || updatedAt === undefined) {
    return problem(`Its dates are "${finding.CreatedAt}" and "${finding.UpdatedAt}": expected ISO 8601`);
  }
  return ok({
    id: id.value,
    rule: generatorId.slice(GENERATORS.length),
    roleArn,
    severity,
    title,
    recordState: finding.RecordState === 'ARCHIVED' ? 'ARCHIVED' : 'ACTIVE',
    firstSeen: time(finding.FirstObservedAt) ?? createdAt,
    createdAt,
    updatedAt,
    families: families(finding),
    ...rememberedFields(finding.ProductFields),
    ...workflow(finding),
  });
}

function subjectOf({ Resources = [] }: AwsSecurityFinding, id: FindingId): string | undefined {
  const role = Resources.find(({ Type }) => Type === 'AwsIamRole')?.Id;
  if (role !== undefined || !Resources.some(({ Type }) => Type === 'AwsAccount')) return role;
  const [, partition = '', accountId = ''] = id.split('/');
  return accountArn(partition, accountId as AccountId);
}

function time(text: string | undefined): EpochMs | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : at;
}

const STATUSES = ['NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED'] as const;

/** A status that AWS may add some day is left alone like any that people set: it is none of those that are changed. */
function workflow({ Workflow, Note }: AwsSecurityFinding): Pick<KnownFinding, 'workflow'> {
  const status = STATUSES.find((known) => known === Workflow?.Status);
  if (status === undefined) return Workflow?.Status === undefined ? {} : { workflow: { status: 'NOTIFIED' } };
  const note = Note?.Text === undefined ? undefined : { text: Note.Text, by: Note.UpdatedBy ?? '' };
  return { workflow: { status, ...(note && { note }) } };
}

/** Of the task definitions shown; the fallback where the list in the product fields is not whole. */
function families(finding: AwsSecurityFinding): string[] {
  const names = (finding.Resources ?? [])
    .filter((resource) => resource.Type === 'AwsEcsTaskDefinition')
    .map((resource) => /task-definition\/([^:/]+)/.exec(resource.Id ?? '')?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(names)];
}
