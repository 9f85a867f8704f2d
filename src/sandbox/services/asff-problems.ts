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
  'Remediation.Recommendation.Url': 2048,
  'Note.Text': 512,
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
    ...patternProblems(finding),
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

/** Of the model of Security Hub's API: the pattern of its type `NonEmptyString`, which all texts have that are not listed below. */
const NOT_BLANK = /^.*\S.*$/;

/** Texts of other types, by the end of their path. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  'Details.AwsIamRole.AssumeRolePolicyDocument': /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]{1,131072}$/,
  Partition: /^(?:aws|aws-cn|aws-us-gov)$/,
};

/** Every text and every key of a map, wherever it stands, as the model of the API has them. */
function patternProblems(value: Json | undefined, path = 'data'): readonly string[] {
  if (typeof value === 'string') {
    const own = Object.entries(PATTERNS).find(([end]) => path.endsWith(`.${end}`))?.[1];
    const pattern = own ?? NOT_BLANK;
    return pattern.test(value) ? [] : [`${path} should match pattern "${pattern.source}"`];
  }
  if (Array.isArray(value)) return value.flatMap((each, index) => patternProblems(each, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => [
    ...(NOT_BLANK.test(key) ? [] : [`${path} should have keys that match pattern "${NOT_BLANK.source}"`]),
    ...patternProblems(each, `${path}.${key}`),
  ]);
}

/** Maps of texts, with the most entries and the longest keys and values ("AwsSecurityFinding" and "Resource", API reference). */
function mapProblems(finding: JsonObject): readonly string[] {
  const resources = Array.isArray(finding['Resources']) ? finding['Resources'] : [];
  const tags = { entries: 50, key: 128, value: 256 };
  return [
    ...mapProblem('ProductFields', finding['ProductFields'], { entries: 50, key: 128, value: 2048 }),
    ...mapProblem('UserDefinedFields', finding['UserDefinedFields'], { entries: 50, key: 128, value: 1024 }),
    ...resources.flatMap((each, index) =>
      mapProblem(`Resources[${index}].Tags`, isJsonObject(each) ? each['Tags'] : undefined, tags),
    ),
  ];
}

function mapProblem(
  name: string,
  map: Json | undefined,
  most: { readonly entries: number; readonly key: number; readonly value: number },
): readonly string[] {
  if (map === undefined) return [];
  if (!isJsonObject(map)) return [`data.${name} should be object`];
  const entries = Object.entries(map);
  const wrong = entries.filter(
    ([key, value]) => key.length > most.key || typeof value !== 'string' || value.length > most.value,
  );
  return [
    ...(entries.length > most.entries ? [`data.${name} should NOT have more than ${most.entries} properties`] : []),
    ...wrong.map(
      ([key]) =>
        `data.${name}['${key}'] should be a string, of ${most.value} characters at most under a key of ${most.key}`,
    ),
  ];
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
