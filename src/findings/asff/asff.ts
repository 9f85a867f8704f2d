import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { DAY_MS, type EpochMs, toIsoMillis } from '../../base/time.ts';
import type { Finding } from '../finding.ts';
import { ruleOf } from '../rules.ts';
import { asffFields } from './asff-fields.ts';
import type { AsffFinding } from './asff-finding.ts';
import { asffResources } from './asff-resources.ts';

/** Product name by which findings are filtered in Security Hub; first part of every GeneratorId. */
export const PRODUCT = 'ecs-role-auditor';
const TYPE = 'Software and Configuration Checks/AWS Security Best Practices';
/** Security Hub's limit on one finding, in bytes. */
const LARGEST = 240_000;

/** Where and when a finding is imported. */
export interface AsffTarget {
  readonly region: string;
  readonly now: EpochMs;
}

/**
 * A finding in the AWS Security Finding Format ("AWS Security Finding Format (ASFF)"), within all its limits. For an
 * unchanged finding only `UpdatedAt` differs between two runs of one day.
 */
export function toAsff(finding: Finding, target: AsffTarget): AsffFinding {
  const ProductArn = productArn(finding.partition, target.region, finding.accountId);
  return withinSize({
    SchemaVersion: '2018-10-08',
    Id: finding.id,
    ProductArn,
    ProductName: PRODUCT,
    GeneratorId: `${PRODUCT}/${finding.rule}`,
    AwsAccountId: finding.accountId,
    CreatedAt: toIsoMillis(finding.createdAt ?? finding.firstSeen),
    // To the millisecond, so that `UpdatedAt` grows even between two quick runs.
    UpdatedAt: toIsoMillis(target.now),
    FirstObservedAt: toIsoMillis(finding.firstSeen),
    LastObservedAt: toIsoMillis(Math.max(finding.firstSeen, Math.floor(finding.lastSeen / DAY_MS) * DAY_MS)),
    Title: clip(stripControlCharacters(finding.title), 256),
    Description: clip(stripControlCharacters(finding.description), 1024),
    Remediation: {
      Recommendation: {
        Text: clip(stripControlCharacters(finding.remediation.text), 512),
        Url: finding.remediation.url,
      },
    },
    ProductFields: asffFields(finding),
    Resources: asffResources(finding, target.region),
    ...(finding.related !== undefined && { RelatedFindings: finding.related.map((Id) => ({ ProductArn, Id })) }),
    RecordState: finding.status === 'resolved' ? 'ARCHIVED' : 'ACTIVE',
    FindingProviderFields: {
      Severity: { Label: finding.severity, Original: finding.severity },
      Types: [`${TYPE}/${ruleOf(finding.rule)?.classifier ?? 'Retired Rule'}`],
    },
  });
}

/** The ARN of the default product of an account, to which its own findings are imported. */
export function productArn(partition: string, region: string, accountId: string): string {
  return `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`;
}

/** Removes what is repeated elsewhere, the largest part first, until the finding is below `LARGEST` bytes. */
function withinSize(finding: AsffFinding): AsffFinding {
  if (bytesOf(finding) <= LARGEST) return finding;
  const slim = { ...finding, Resources: finding.Resources.map(({ Details: _, Tags: __, ...resource }) => resource) };
  if (bytesOf(slim) <= LARGEST) return slim;
  return { ...slim, ProductFields: Object.fromEntries(Object.entries(slim.ProductFields).slice(0, 20)) };
}

function bytesOf(finding: AsffFinding): number {
  return new TextEncoder().encode(JSON.stringify(finding)).length;
}
