import { DAY_MS, type EpochMs } from '../../base/time.ts';
import { createByteInterner } from './byte-interner.ts';
import type { EventTraits } from './event-traits.ts';
import { OPEN_OBJECT } from './json-bytes.ts';
import { beginOf, endOf, firstByteOf, isText, type LocatedRecord } from './located-record.ts';
import { createShapeWriter } from './parameter-shape.ts';
import { FIELD } from './record-fields.ts';
import { createTupleInterner } from './tuple-interner.ts';
import { createWords } from './words.ts';

/** Tells records apart by all that decides what they prove. */
export interface RecordKinds {
  /**
   * The number of the record's kind within the batch. Records of one kind are calls of one session on one day, of the
   * same event, type and Region, without an error, their request parameters of the same shape. -1 for a record out of
   * the ordinary.
   */
  kindOf(record: LocatedRecord, principal: number, event: EventTraits, at: EpochMs): number;
  /** The number, within the batch, of all that the record's resources are told from. */
  detailsOf(record: LocatedRecord): number;
  beginBatch(): void;
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
  let shapes = createByteInterner();
  let kinds = createTupleInterner(6);
  let stretches = createByteInterner();
  let details = createTupleInterner(3);

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
    kindOf(record, principal, event, at) {
      const category = textId(record, FIELD.eventCategory, categories);
      const isCall = category === ABSENT || (category !== ODD && categories.known(category));
      const type = textId(record, FIELD.eventType, types);
      const region = textId(record, FIELD.awsRegion, regions);
      if (!isCall || type === ODD || region < 0 || !isText(record, FIELD.eventID)) return -1;
      const parameters = shapeOf(record);
      if (parameters === ODD) return -1;
      const { tuple } = kinds;
      tuple[0] = principal;
      tuple[1] = event.id;
      tuple[2] = type;
      tuple[3] = region;
      tuple[4] = parameters;
      tuple[5] = Math.floor(at / DAY_MS);
      return kinds.intern();
    },
    detailsOf(record) {
      details.tuple[0] = stretch(record, FIELD.resources);
      details.tuple[1] = stretch(record, FIELD.requestParameters);
      details.tuple[2] = stretch(record, FIELD.recipientAccountId);
      return details.intern();
    },
    beginBatch() {
      shapes = createByteInterner();
      kinds = createTupleInterner(6);
      stretches = createByteInterner();
      details = createTupleInterner(3);
    },
  };
}
