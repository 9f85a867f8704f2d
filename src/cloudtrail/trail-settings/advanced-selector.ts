import { sortedSet } from '../../base/sorted-set.ts';
import { commonNames, EVERY_NAME, type EventNames } from './event-names.ts';
import type { Half, RecordedEvents } from './recorded-events.ts';
import { type AdvancedSelector, FIELD_OPERATORS, type FieldOperator, type FieldSelector } from './trail.ts';

const NOTHING: RecordedEvents = { management: [], data: [], partial: [] };

/**
 * What an advanced event selector records. Data events may be of some sessions, or without some names. Any other field that may
 * hide calls of a role (the ARN of a resource, …) makes it partial: what is let through is evidence of use, but silence proves nothing.
 */
export function recordedByAdvanced(selector: AdvancedSelector): RecordedEvents {
  const category = only(selector, 'eventCategory');
  if (category === 'Management') return management(selector);
  // Network activity events are of calls through VPC endpoints alone.
  return category === 'Data' ? data(selector) : NOTHING;
}

function management(selector: AdvancedSelector): RecordedEvents {
  const narrowed = narrowing(selector, ['eventCategory', 'readOnly', 'eventType', 'eventSource']);
  const sources = fieldsOf(selector, 'eventSource');
  const excluding = sources.every((field) => uses(field, ['notEquals']));
  const half = halfOf(selector);
  if (narrowed !== undefined || !excluding || half === undefined) {
    const why = narrowed ?? (excluding ? 'its readOnly filter lets nothing through' : 'only some event sources are');
    return { ...NOTHING, partial: [{ what: 'management', why }] };
  }
  return {
    ...NOTHING,
    management: [{ half, excludedEventSources: sources.flatMap((field) => field.notEquals ?? []) }],
  };
}

function data(selector: AdvancedSelector): RecordedEvents {
  const narrowed = narrowing(selector, UNDERSTOOD_OF_DATA);
  const types = typesOf(selector);
  const half = halfOf(selector);
  const names = namesOf(selector);
  if (narrowed !== undefined || half === undefined || names === undefined) {
    const why =
      narrowed ??
      (half === undefined ? 'its readOnly filter lets nothing through' : 'a filter on eventName hides some');
    return { ...NOTHING, partial: types.map((what) => ({ what, why })) };
  }
  const sessions = fieldsOf(selector, 'userIdentity.arn');
  const filters = {
    ...(sessions.length > 0 && { sessions }),
    ...((names.kind === 'only' || names.names.length > 0) && { names }),
  };
  return { ...NOTHING, data: types.map((type) => ({ type, half, ...filters })) };
}

const UNDERSTOOD_OF_DATA = [
  'eventCategory',
  'readOnly',
  'eventType',
  'resources.type',
  'userIdentity.arn',
  'eventName',
] as const;

/** The names of operations; what is no such name is not understood. */
const EVENT_NAME = /^\w+$/;

/** The names that filters on `eventName` let through; undefined where they are of another kind than whole names. */
function namesOf(selector: AdvancedSelector): EventNames | undefined {
  let names = EVERY_NAME;
  for (const field of fieldsOf(selector, 'eventName')) {
    if (!uses(field, ['equals', 'notEquals'])) return undefined;
    const { equals, notEquals = [] } = field;
    if (![...(equals ?? []), ...notEquals].every((name) => EVENT_NAME.test(name))) return undefined;
    names = commonNames(names, { kind: 'allBut', names: sortedSet(notEquals) });
    if (equals !== undefined) names = commonNames(names, { kind: 'only', names: sortedSet(equals) });
  }
  return names;
}

/** Why the selector may hide events of a role, as half a sentence; undefined when it hides none. */
function narrowing(selector: AdvancedSelector, harmless: readonly string[]): string | undefined {
  const other = selector.fields.find(({ field }) => !harmless.includes(field));
  if (other?.field === 'resources.ARN') return 'only some resources are selected';
  if (other?.field === 'userIdentity.arn') return 'a filter on userIdentity.arn may hide roles';
  if (other !== undefined) return `a filter on ${other.field} hides some`;
  return fieldsOf(selector, 'eventType').every(admitsCalls) ? undefined : 'a filter on eventType hides API calls';
}

/** Calls of roles are of type `AwsApiCall`. */
function admitsCalls(field: FieldSelector): boolean {
  if (!uses(field, ['equals', 'notEquals'])) return false;
  return field.equals?.includes('AwsApiCall') !== false && field.notEquals?.includes('AwsApiCall') !== true;
}

function halfOf(selector: AdvancedSelector): Half | undefined {
  const admitted = ['true', 'false'].filter((value) =>
    fieldsOf(selector, 'readOnly').every(
      (field) =>
        uses(field, ['equals', 'notEquals']) &&
        field.equals?.includes(value) !== false &&
        field.notEquals?.includes(value) !== true,
    ),
  );
  if (admitted.length === 2) return 'all';
  return admitted.length === 0 ? undefined : admitted[0] === 'true' ? 'readOnly' : 'writeOnly';
}

/** Types are always given by `equals`; anything else selects none that could be named. */
function typesOf(selector: AdvancedSelector): readonly string[] {
  const fields = fieldsOf(selector, 'resources.type');
  const [first] = fields;
  return fields.length === 1 && first !== undefined && uses(first, ['equals']) ? (first.equals ?? []) : [];
}

/** The one value that a field must equal. */
function only(selector: AdvancedSelector, name: string): string | undefined {
  const [field, ...more] = fieldsOf(selector, name);
  if (field === undefined || more.length > 0 || !uses(field, ['equals']) || field.equals?.length !== 1)
    return undefined;
  return field.equals[0];
}

function fieldsOf(selector: AdvancedSelector, name: string): readonly FieldSelector[] {
  return selector.fields.filter(({ field }) => field === name);
}

/** True when the field restricts by these operators alone. */
function uses(field: FieldSelector, operators: readonly FieldOperator[]): boolean {
  return FIELD_OPERATORS.every((operator) => field[operator] === undefined || operators.includes(operator));
}
