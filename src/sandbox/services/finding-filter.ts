import { AwsError } from '../wire/aws-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../wire/json.ts';

/** Where the values of a string filter are found in a finding. */
const FILTERABLE: Readonly<Record<string, (finding: JsonObject) => readonly (Json | undefined)[]>> = {
  ProductArn: (finding) => [finding['ProductArn']],
  AwsAccountId: (finding) => [finding['AwsAccountId']],
  Id: (finding) => [finding['Id']],
  GeneratorId: (finding) => [finding['GeneratorId']],
  Region: (finding) => [finding['Region']],
  Type: (finding) => (Array.isArray(finding['Types']) ? finding['Types'] : []),
  Title: (finding) => [finding['Title']],
  RecordState: (finding) => [finding['RecordState']],
  SeverityLabel: (finding) => [member(finding['Severity'], 'Label')],
  WorkflowStatus: (finding) => [member(finding['Workflow'], 'Status')],
  ProductName: (finding) => [finding['ProductName']],
  CompanyName: (finding) => [finding['CompanyName']],
  ResourceId: (finding) => resourceMembers(finding, 'Id'),
  ResourceType: (finding) => resourceMembers(finding, 'Type'),
};

/**
 * Reads the Filters of GetFindings. Fields are joined with AND; within one field EQUALS, PREFIX and CONTAINS with OR,
 * their NOT_ forms with AND ("StringFilter", Security Hub API reference).
 */
export function findingFilter(filters: JsonObject): (finding: JsonObject) => boolean {
  const tests = Object.entries(filters).map(([field, conditions]) => fieldTest(field, conditions));
  return (finding) => tests.every((test) => test(finding));
}

function fieldTest(field: string, conditions: Json | undefined): (finding: JsonObject) => boolean {
  const read = FILTERABLE[field];
  if (read === undefined || !Array.isArray(conditions)) {
    throw new AwsError(
      'InvalidInputException',
      `Cannot filter by "${field}": the sandbox knows lists of conditions on ${Object.keys(FILTERABLE).join(', ')}`,
    );
  }
  const all = conditions.filter(isJsonObject);
  const negative = all.filter((condition) => String(condition['Comparison']).includes('NOT_'));
  const positive = all.filter((condition) => !negative.includes(condition));
  return (finding) => {
    const values = read(finding).filter((value) => typeof value === 'string');
    const holds = (condition: JsonObject): boolean => values.some((value) => compare(value, condition));
    return (positive.length === 0 || positive.some(holds)) && !negative.some(holds);
  };
}

function compare(value: string, condition: JsonObject): boolean {
  const wanted = String(condition['Value']);
  const comparison = String(condition['Comparison']);
  switch (comparison) {
    case 'EQUALS':
    case 'NOT_EQUALS':
      return value === wanted;
    case 'PREFIX':
    case 'PREFIX_NOT_EQUALS':
      return value.startsWith(wanted);
    case 'CONTAINS':
    case 'NOT_CONTAINS':
      return value.includes(wanted);
    default:
      throw new AwsError('InvalidInputException', `Unknown comparison "${comparison}"`);
  }
}

function resourceMembers(finding: JsonObject, name: string): readonly (Json | undefined)[] {
  const resources = finding['Resources'];
  return Array.isArray(resources) ? resources.map((resource) => member(resource, name)) : [];
}

function member(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}
