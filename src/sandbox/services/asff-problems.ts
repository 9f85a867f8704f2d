import { isJsonObject, type Json, type JsonObject } from '../wire/json.ts';

/** Longest texts, in characters ("AwsSecurityFinding", Security Hub API reference). */
const LONGEST: Readonly<Record<string, number>> = {
  Id: 512,
  GeneratorId: 512,
  Title: 256,
  Description: 1024,
  'Severity.Original': 64,
  'FindingProviderFields.Severity.Original': 64,
  'Remediation.Recommendation.Text': 512,
};

const REQUIRED_TEXTS = ['SchemaVersion', 'Id', 'ProductArn', 'GeneratorId', 'AwsAccountId', 'Title', 'Description'];
const TIMES = ['CreatedAt', 'UpdatedAt', 'FirstObservedAt', 'LastObservedAt'];
const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const LABELS = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];
const NAMESPACES = [
  'Software and Configuration Checks',
  'TTPs',
  'Effects',
  'Unusual Behaviors',
  'Sensitive Data Identifications',
];
/** Security Hub's limit on one finding. */
export const LARGEST_FINDING_BYTES = 240 * 1024;

/** What is wrong with a finding, in sentences; empty for a valid one. */
export function asffProblems(finding: JsonObject): readonly string[] {
  return [
    ...textProblems(finding),
    ...timeProblems(finding),
    ...listProblems(finding),
    ...mapProblems(finding),
    ...otherProblems(finding),
  ];
}

function textProblems(finding: JsonObject): readonly string[] {
  const missing = REQUIRED_TEXTS.filter((name) => typeof finding[name] !== 'string' || finding[name] === '').map(
    (name) => `data should have required property '${name}'`,
  );
  const long = Object.entries(LONGEST).flatMap(([path, most]) => {
    const value = valueAt(finding, path);
    return typeof value === 'string' && value.length > most
      ? [`data.${path} should NOT be longer than ${most} characters`]
      : [];
  });
  const version = finding['SchemaVersion'] === '2018-10-08' ? [] : ['data.SchemaVersion should be 2018-10-08'];
  return [...missing, ...long, ...version];
}

function timeProblems(finding: JsonObject): readonly string[] {
  return TIMES.flatMap((name) => {
    const value = finding[name];
    if (value === undefined && (name === 'FirstObservedAt' || name === 'LastObservedAt')) return [];
    return typeof value === 'string' && ISO_8601.test(value) ? [] : [`data.${name} should match format "date-time"`];
  });
}

function listProblems(finding: JsonObject): readonly string[] {
  const problems: string[] = [];
  const resources = finding['Resources'];
  if (!Array.isArray(resources) || resources.length < 1 || resources.length > 32) {
    problems.push('data.Resources should have between 1 and 32 items');
  } else {
    for (const [index, resource] of resources.entries()) {
      if (!isJsonObject(resource) || typeof resource['Type'] !== 'string' || typeof resource['Id'] !== 'string') {
        problems.push(`data.Resources[${index}] should have required properties 'Type' and 'Id'`);
      }
    }
  }
  const types = valueAt(finding, 'FindingProviderFields.Types') ?? finding['Types'];
  if (!Array.isArray(types) || types.length < 1 || types.length > 50) {
    problems.push('data.FindingProviderFields.Types should have between 1 and 50 items');
  } else {
    for (const type of types) {
      const segments = typeof type === 'string' ? type.split('/') : [];
      if (segments.length > 3 || !NAMESPACES.includes(segments[0] ?? '')) {
        problems.push(`data.Types holds ${JSON.stringify(type)}: should be namespace/category/classifier`);
      }
    }
  }
  return problems;
}

/** Keys and values of maps are `NonEmptyString`: they match `.*\S.*`. */
function mapProblems(finding: JsonObject): readonly string[] {
  const resources = Array.isArray(finding['Resources']) ? finding['Resources'] : [];
  const maps: readonly (readonly [string, Json | undefined])[] = [
    ['ProductFields', finding['ProductFields']],
    ['UserDefinedFields', finding['UserDefinedFields']],
    ...resources.map(
      (each, index) => [`Resources[${index}].Tags`, isJsonObject(each) ? each['Tags'] : undefined] as const,
    ),
  ];
  return maps.flatMap(([name, map]) =>
    isJsonObject(map) &&
    Object.entries(map).some((entry) => entry.some((text) => typeof text !== 'string' || !/\S/.test(text)))
      ? [`data.${name} should hold texts that match pattern ".*\\S.*"`]
      : [],
  );
}

function otherProblems(finding: JsonObject): readonly string[] {
  const problems: string[] = [];
  const label = valueAt(finding, 'FindingProviderFields.Severity.Label') ?? valueAt(finding, 'Severity.Label');
  if (typeof label !== 'string' || !LABELS.includes(label)) {
    problems.push(`data.FindingProviderFields.Severity.Label should be one of ${LABELS.join(', ')}`);
  }
  const state = finding['RecordState'];
  if (state !== undefined && state !== 'ACTIVE' && state !== 'ARCHIVED') {
    problems.push('data.RecordState should be ACTIVE or ARCHIVED');
  }
  const fields = finding['ProductFields'];
  if (isJsonObject(fields)) {
    const pairs = Object.entries(fields);
    if (pairs.length > 50) problems.push('data.ProductFields should NOT have more than 50 properties');
    for (const [key, value] of pairs) {
      if (key.length > 128 || typeof value !== 'string' || value.length > 2048) {
        problems.push(`data.ProductFields['${key}'] should be a string, of 2048 characters at most under a key of 128`);
      }
    }
  }
  if (Buffer.byteLength(JSON.stringify(finding)) > LARGEST_FINDING_BYTES) {
    problems.push('data should NOT be larger than 240 KB');
  }
  return problems;
}

function valueAt(finding: JsonObject, path: string): Json | undefined {
  let at: Json | undefined = finding;
  for (const name of path.split('.')) at = isJsonObject(at) ? at[name] : undefined;
  return at;
}
