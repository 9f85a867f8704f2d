import type { StoredFinding } from '../sandbox-state.ts';
import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import { isJsonObject, type Json, type JsonObject } from '../wire/json.ts';
import { LARGEST_FINDING_BYTES } from './asff-problems.ts';

const LARGEST_BATCH = 100;
const LONGEST_NOTE = 512;
const STATUSES: readonly unknown[] = ['NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED'];
const VERIFICATION_STATES: readonly unknown[] = ['UNKNOWN', 'TRUE_POSITIVE', 'FALSE_POSITIVE', 'BENIGN_POSITIVE'];

/** What the call may set ("BatchUpdateFindings", Security Hub API reference). */
const SETTABLE = [
  'Confidence',
  'Criticality',
  'Note',
  'RelatedFindings',
  'Severity',
  'Types',
  'UserDefinedFields',
  'VerificationState',
  'Workflow',
];

/**
 * BatchUpdateFindings: sets what belongs to the account's own users, the same for all findings named. A finding's UpdatedAt stays;
 * what cannot be updated is listed, and the others are.
 */
export function batchUpdateFindings(fields: Fields, call: Call): JsonObject {
  const identifiers = fields.objects('FindingIdentifiers');
  if (identifiers.length < 1 || identifiers.length > LARGEST_BATCH) {
    throw invalid(`FindingIdentifiers has ${identifiers.length} items: expected 1 to ${LARGEST_BATCH}`);
  }
  const changes = changesOf(fields, call);
  const stored = call.state.findings.get(call.region) ?? new Map<string, StoredFinding>();
  const outcomes = identifiers.map((identifier) => {
    const code = updateOne(identifier, { identifiers, changes, stored });
    return { identifier, code };
  });
  return {
    ProcessedFindings: outcomes.filter(({ code }) => code === undefined).map(({ identifier }) => identifier),
    UnprocessedFindings: outcomes.flatMap(({ identifier, code }) =>
      code === undefined ? [] : [{ FindingIdentifier: identifier, ErrorCode: code, ErrorMessage: MESSAGES[code] }],
    ),
  };
}

const MESSAGES = {
  DuplicatedFindingIdentifier: 'The request included two or more findings with the same FindingIdentifier.',
  FindingNotFound: 'The FindingIdentifier included in the request did not match an existing finding.',
  FindingSizeExceeded: 'The finding size was greater than the permissible value of 240 KB.',
} as const;

function updateOne(
  identifier: JsonObject,
  {
    identifiers,
    changes,
    stored,
  }: {
    readonly identifiers: readonly JsonObject[];
    readonly changes: JsonObject;
    readonly stored: Map<string, StoredFinding>;
  },
): keyof typeof MESSAGES | undefined {
  const { Id: id, ProductArn: product } = identifier;
  if (identifiers.filter((one) => one['Id'] === id && one['ProductArn'] === product).length > 1) {
    return 'DuplicatedFindingIdentifier';
  }
  const finding = stored.get(String(id));
  if (finding === undefined || finding['ProductArn'] !== product) return 'FindingNotFound';
  const updated = { ...finding, ...changes };
  if (Buffer.byteLength(JSON.stringify(updated)) > LARGEST_FINDING_BYTES) return 'FindingSizeExceeded';
  stored.set(String(id), updated);
  return undefined;
}

function changesOf(fields: Fields, call: Call): JsonObject {
  const changes = Object.fromEntries(
    SETTABLE.flatMap((name) => (name in fields.all ? [[name, fields.all[name] ?? null]] : [])),
  );
  const note = changes['Note'];
  if (note !== undefined) {
    if (!isJsonObject(note) || !isText(note['Text'], LONGEST_NOTE) || !isText(note['UpdatedBy'], LONGEST_NOTE)) {
      throw invalid(`Note should have Text, of 1 to ${LONGEST_NOTE} characters, and UpdatedBy`);
    }
    // A note carries when it was made.
    changes['Note'] = { ...note, UpdatedAt: new Date(call.now).toISOString() };
  }
  const workflow = changes['Workflow'];
  if (workflow !== undefined && !(isJsonObject(workflow) && STATUSES.includes(workflow['Status']))) {
    throw invalid(`Workflow.Status should be one of ${STATUSES.join(', ')}`);
  }
  const verification = changes['VerificationState'];
  if (verification !== undefined && !VERIFICATION_STATES.includes(verification)) {
    throw invalid(`VerificationState should be one of ${VERIFICATION_STATES.join(', ')}`);
  }
  return changes;
}

function isText(value: Json | undefined, longest: number): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= longest;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}
