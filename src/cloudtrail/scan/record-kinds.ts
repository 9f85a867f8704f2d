import { DAY_MS, type EpochMs } from '../../base/time.ts';
import { createByteInterner } from './byte-interner.ts';
import type { EventTraits } from './event-traits.ts';
import { OPEN_OBJECT } from './json-bytes.ts';
import { beginOf, endOf, firstByteOf, isText, type LocatedRecord } from './located-record.ts';
import { createShapeWriter } from './parameter-shape.ts';
import { FIELD } from './record-fields.ts';
import { createTupleInterner, type TupleInterner } from './tuple-interner.ts';
import { createWords } from './words.ts';

/** Tells records apart by all that decides what they prove. Numbers are good within a batch, unless said otherwise. */
export interface RecordKinds {
  /**
   * The number of all that decides what a record proves beside its caller: event, type, Region, the shape of its
   * request parameters, there being no error. Good from batch to batch until `clear`. -1 for a record out of the
   * ordinary.
   */
  formOf(record: LocatedRecord, event: EventTraits): number;
  /** The number of form, session and day. */
  kindOf(form: number, session: number, at: EpochMs): number;
  /** The number of form and role. */
  roleFormOf(form: number, role: number): number;
  /** The number of all that a record's resources are told from. */
  detailsOf(record: LocatedRecord): number;
  beginBatch(): void;
  /** How many forms there are. */
  readonly forms: number;
  clear(): void;
}

const ABSENT = -1;
const NULL = -2;
const ODD = -3;
/** Event categories whose records are calls. */
const CALLS = new Set(['Management', 'Data', 'NetworkActivity']);

/** Knows no kind yet. */
export function createRecordKinds(): RecordKinds {
  const types = createWords((text) => text);
  const regions = createWords((text) => text);
  const categories = createWords((text) => CALLS.has(text));
  const shape = createShapeWriter();
  const shapes = createByteInterner();
  const forms = createTupleInterner(4);
  const kinds = createTupleInterner(3);
  const roleForms = createTupleInterner(2);
  const stretches = createByteInterner();
  const details = createTupleInterner(3);

  const textId = (record: LocatedRecord, field: number, words: typeof types | typeof categories): number => {
    if (beginOf(record, field) === 0) return ABSENT;
    return isText(record, field)
      ? words.idOf(record.source, beginOf(record, field) + 1, endOf(record, field) - 1)
      : ODD;
  };
  const shapeOf = (record: LocatedRecord): number => {
    const begin = beginOf(record, FIELD.requestParameters);
    if (begin === 0) return ABSENT;
    const first = firstByteOf(record, FIELD.requestParameters);
    if (first !== OPEN_OBJECT) return first === 0x6e ? NULL : ODD;
    const length = shape.write(record.source.bytes, begin, endOf(record, FIELD.requestParameters));
    return length < 0 ? ODD : shapes.intern(shape.written, 0, length);
  };
  const stretch = (record: LocatedRecord, field: number): number =>
    stretches.intern(record.source, beginOf(record, field), endOf(record, field));

  return {
    get forms() {
      return forms.size;
    },
    formOf(record, event) {
      const category = textId(record, FIELD.eventCategory, categories);
      const isCall = category === ABSENT || (category !== ODD && categories.known(category));
      const type = textId(record, FIELD.eventType, types);
      const region = textId(record, FIELD.awsRegion, regions);
      if (!isCall || type === ODD || region < 0 || !isText(record, FIELD.eventID)) return -1;
      const parameters = shapeOf(record);
      return parameters === ODD ? -1 : numberOf(forms, event.id, type, region, parameters);
    },
    kindOf: (form, session, at) => numberOf(kinds, form, session, Math.floor(at / DAY_MS)),
    roleFormOf: (form, role) => numberOf(roleForms, form, role),
    detailsOf(record) {
      return numberOf(
        details,
        stretch(record, FIELD.resources),
        stretch(record, FIELD.requestParameters),
        stretch(record, FIELD.recipientAccountId),
      );
    },
    beginBatch() {
      kinds.clear();
      roleForms.clear();
      stretches.clear();
      details.clear();
    },
    clear() {
      shapes.clear();
      forms.clear();
    },
  };
}

function numberOf(interner: TupleInterner, a: number, b: number, c = 0, d = 0): number {
  const { tuple } = interner;
  tuple[0] = a;
  tuple[1] = b;
  tuple[2] = c;
  tuple[3] = d;
  return interner.intern();
}
