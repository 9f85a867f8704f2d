import type { StoredFinding } from '../sandbox-state.ts';
import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import { isJsonObject, type Json, type JsonObject } from '../wire/json.ts';
import { asffProblems } from './asff-problems.ts';

const LARGEST_BATCH = 100;
const LARGEST_BATCH_BYTES = 6 * 1024 * 1024;
const NORMALIZED: Readonly<Record<string, number>> = { INFORMATIONAL: 0, LOW: 1, MEDIUM: 40, HIGH: 70, CRITICAL: 90 };

/** What only the account's own users may set; an import cannot ("BatchImportFindings", Security Hub user guide). */
const USERS_OWN = ['Note', 'UserDefinedFields', 'VerificationState', 'Workflow', 'WorkflowState'];

/** BatchImportFindings: new findings are stored, known ones updated when their UpdatedAt has grown. */
export function batchImportFindings(fields: Fields, call: Call): JsonObject {
  const findings = fields.objects('Findings');
  if (findings.length < 1 || findings.length > LARGEST_BATCH) {
    throw new AwsError(
      'InvalidInputException',
      `Findings has ${findings.length} items: expected 1 to ${LARGEST_BATCH}`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(findings)) > LARGEST_BATCH_BYTES) {
    throw new AwsError('InvalidInputException', 'The batch is larger than 6 MB');
  }
  const own = `arn:aws:securityhub:${call.region}:${call.account.accountId}:product/${call.account.accountId}/default`;
  const foreign = findings.find(
    (finding) => typeof finding['ProductArn'] === 'string' && finding['ProductArn'] !== own,
  );
  if (foreign !== undefined) {
    throw new AwsError(
      'AccessDeniedException',
      `Not authorized to import findings of product ${String(foreign['ProductArn'])}: expected ${own}`,
      403,
    );
  }
  const stored = call.state.findings.get(call.region) ?? new Map<string, StoredFinding>();
  call.state.findings.set(call.region, stored);
  const failed = findings.flatMap((finding) => importOne(finding, stored, call));
  return { SuccessCount: findings.length - failed.length, FailedCount: failed.length, FailedFindings: failed };
}

function importOne(finding: JsonObject, stored: Map<string, StoredFinding>, call: Call): readonly JsonObject[] {
  const id = typeof finding['Id'] === 'string' ? finding['Id'] : '';
  const fail = (ErrorCode: string, ErrorMessage: string): readonly JsonObject[] => [
    { Id: id, ErrorCode, ErrorMessage },
  ];
  const problems = asffProblems(finding);
  if (problems.length > 0) {
    return fail('InvalidInput', `Finding does not adhere to Amazon Finding Format. ${problems.join(', ')}.`);
  }
  if (finding['AwsAccountId'] !== call.account.accountId) {
    return fail('InvalidAccess', `Account ${String(finding['AwsAccountId'])} is not the account of the caller.`);
  }
  const before = stored.get(id);
  const grows = before === undefined || timeOf(finding['UpdatedAt']) > timeOf(before['UpdatedAt']);
  // An import that is not newer is ignored, and still counts as a success.
  if (grows) stored.set(id, merged(finding, before, call));
  return [];
}

function merged(finding: JsonObject, before: StoredFinding | undefined, call: Call): StoredFinding {
  const provider = isJsonObject(finding['FindingProviderFields']) ? finding['FindingProviderFields'] : {};
  const severity = provider['Severity'] ?? finding['Severity'];
  const label = isJsonObject(severity) ? String(severity['Label']) : '';
  const imported = Object.fromEntries(Object.entries(finding).filter(([name]) => !USERS_OWN.includes(name)));
  const kept = Object.fromEntries(Object.entries(before ?? {}).filter(([name]) => USERS_OWN.includes(name)));
  const state = finding['RecordState'] ?? 'ACTIVE';
  return {
    ...imported,
    ProductName: 'Default',
    CompanyName: 'Personal',
    Region: call.region,
    CreatedAt: before?.['CreatedAt'] ?? finding['CreatedAt'],
    RecordState: state,
    Types: provider['Types'] ?? finding['Types'],
    Severity: overridden(before) ?? {
      ...(isJsonObject(severity) ? severity : {}),
      Normalized: NORMALIZED[label] ?? 0,
    },
    WorkflowState: 'NEW',
    Workflow: { Status: 'NEW' },
    ...kept,
    ...(reopened(before, state) ? { Workflow: { Status: 'NEW' } } : {}),
    ProcessedAt: new Date(call.now).toISOString(),
  };
}

/** The severity that users set in the place of the provider's, which imports then leave ("Using FindingProviderFields"). */
function overridden(before: StoredFinding | undefined): Json | undefined {
  const severity = before?.['Severity'];
  const provider = before?.['FindingProviderFields'];
  if (!isJsonObject(provider)) return undefined;
  return labelIn(severity) === labelIn(provider['Severity']) ? undefined : severity;
}

function labelIn(severity: Json | undefined): Json | undefined {
  return isJsonObject(severity) ? severity['Label'] : undefined;
}

/** A resolved or notified finding that comes back from the archive is new again ("Workflow status", user guide). */
function reopened(before: StoredFinding | undefined, state: unknown): boolean {
  const workflow = before?.['Workflow'];
  const status = isJsonObject(workflow) ? workflow['Status'] : undefined;
  return (
    before?.['RecordState'] === 'ARCHIVED' && state === 'ACTIVE' && (status === 'RESOLVED' || status === 'NOTIFIED')
  );
}

function timeOf(value: unknown): number {
  return Date.parse(String(value));
}
