import type { CloudTrailRecord } from './cloudtrail-record.ts';
import type { SandboxTrail } from './sandbox-account.ts';
import { isJsonObject, type JsonObject } from './wire/json.ts';

/** Whether a trail's selectors let a record through: advanced ones where there are any, else the basic ones. */
export function isSelected(trail: SandboxTrail, record: CloudTrailRecord): boolean {
  return trail.advancedEventSelectors.length > 0
    ? trail.advancedEventSelectors.some((selector) => advanced(selector, record))
    : trail.eventSelectors.some((selector) => basic(selector, record));
}

function basic(selector: JsonObject, record: CloudTrailRecord): boolean {
  const kind = selector['ReadWriteType'] ?? 'All';
  if (kind !== 'All' && (kind === 'ReadOnly') !== record.readOnly) return false;
  if (record.managementEvent) {
    const excluded = texts(selector['ExcludeManagementEventSources']);
    return selector['IncludeManagementEvents'] !== false && !excluded.includes(record.eventSource);
  }
  return objects(selector['DataResources']).some(({ Type, Values }) =>
    objects(record['resources']).some(
      ({ type, ARN }) => type === Type && texts(Values).some((value) => String(ARN).startsWith(value)),
    ),
  );
}

/** Every field must hold for one of the values that the record has of it. */
function advanced(selector: JsonObject, record: CloudTrailRecord): boolean {
  return objects(selector['FieldSelectors']).every((field) => {
    const own = valuesOf(String(field['Field']), record);
    const any = (operator: string, holds: (value: string, given: string) => boolean): boolean =>
      own.some((value) => texts(field[operator]).some((given) => holds(value, given)));
    const admitted = ['Equals', 'StartsWith', 'EndsWith'].filter((operator) => field[operator] !== undefined);
    return (
      (admitted.length === 0 || admitted.some((operator) => any(operator, HOLDS[operator] ?? equals))) &&
      !any('NotEquals', equals) &&
      !any('NotStartsWith', (value, given) => value.startsWith(given)) &&
      !any('NotEndsWith', (value, given) => value.endsWith(given))
    );
  });
}

const equals = (value: string, given: string): boolean => value === given;

const HOLDS: Readonly<Record<string, (value: string, given: string) => boolean>> = {
  StartsWith: (value, given) => value.startsWith(given),
  EndsWith: (value, given) => value.endsWith(given),
};

function valuesOf(field: string, record: CloudTrailRecord): readonly string[] {
  const resources = objects(record['resources']);
  switch (field) {
    case 'resources.type':
      return resources.map(({ type }) => String(type));
    case 'resources.ARN':
      return resources.map(({ ARN }) => String(ARN));
    case 'userIdentity.arn':
      return [String(record.userIdentity['arn'])];
    default:
      return [String(record[field])];
  }
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
