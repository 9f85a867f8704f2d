import type { EpochMs } from '../../base/time.ts';
import { interpretRecord } from '../interpret-record.ts';
import type { Observation } from '../observation.ts';
import { parseRecord } from '../record.ts';
import { roleAssumedIn } from '../role-assumed.ts';
import { createCallers, type WantedCaller } from './callers.ts';
import { createEventTimes } from './event-time.ts';
import { createEventDirectory, type EventTraits } from './event-traits.ts';
import { OPEN_OBJECT } from './json-bytes.ts';
import {
  beginOf,
  endOf,
  firstByteOf,
  hasEscapes,
  isText,
  type LocatedRecord,
  ordinaryRecord,
  plainText,
} from './located-record.ts';
import { addEvent, addResources, type EventGroup, type ObservationGroups } from './observation-groups.ts';
import { FIELD } from './record-fields.ts';
import { createRecordKinds } from './record-kinds.ts';
import type { ScanOptions } from './record-scanner.ts';
import { createResourceReader } from './resource-reader.ts';

/** Deals with the ordinary records of located files. */
export interface QuickReader {
  /** False when the record is out of the ordinary: nothing was done about it. */
  read(record: LocatedRecord, groups: ObservationGroups): boolean;
  /** Forgets the batch before. */
  beginBatch(): void;
}

/** Distinct callers, and distinct forms of records, remembered from batch to batch. */
const MOST_REMEMBERED = 20_000;

/** What a batch holds of one kind of record. */
interface Kind {
  readonly group: EventGroup;
  /** By details: the resources of the records of this form and role that were read for them. */
  readonly resources: Map<number, readonly string[]>;
}

/**
 * Reads records by the bytes of their fields. What a record proves (`interpretRecord`) depends on its caller, its
 * error, its source, name, type, category and Region, and, of the request parameters, on their shape; records with an
 * error, and events of which the values of parameters decide, are left to others. Its resources depend on `resources`,
 * the parameters and the account: they are read of the first few records that differ in these.
 */
export function createQuickReader({ catalog, wanted = () => true, samples = 3 }: ScanOptions): QuickReader {
  let callers = createCallers(wanted);
  const events = createEventDirectory();
  const times = createEventTimes();
  const kinds = createRecordKinds();
  const resourcesOf = createResourceReader(catalog);
  /** By form: what such records prove. */
  let proofs: (Observation | undefined)[] = [];
  let met: Kind[] = [];
  let samplesOf: Map<number, readonly string[]>[] = [];

  const proofOf = (form: number, record: LocatedRecord, caller: WantedCaller, event: EventTraits) => {
    proofs[form] ??= interpretRecord(ordinaryRecord(record, caller.userIdentity, event), catalog).observation;
    return proofs[form];
  };

  const newKind = (
    form: number,
    proof: Observation,
    caller: WantedCaller,
    at: EpochMs,
    record: LocatedRecord,
    groups: ObservationGroups,
  ): Kind => {
    const { principal } = caller;
    const eventId = plainText(record, FIELD.eventID);
    const group = groups.open({ ...proof, principal, at, eventId, resources: [] });
    const roleForm = kinds.roleFormOf(form, caller.role);
    samplesOf[roleForm] ??= new Map();
    return { group, resources: samplesOf[roleForm] };
  };

  const readResources = (
    { group, resources }: Kind,
    record: LocatedRecord,
    caller: WantedCaller,
    event: EventTraits,
  ): void => {
    if (group.sampled) return;
    const details = kinds.detailsOf(record);
    let known = resources.get(details);
    if (known === undefined) {
      if (resources.size >= samples) {
        group.sampled = true;
        return;
      }
      known = resourcesOf(record, caller, event);
      resources.set(details, known);
    }
    addResources(group, known);
  };

  const count = (
    record: LocatedRecord,
    caller: WantedCaller,
    event: EventTraits,
    at: EpochMs,
    groups: ObservationGroups,
  ): boolean => {
    const form = kinds.formOf(record, event);
    if (form < 0) return false;
    const number = kinds.kindOf(form, caller.session, at);
    let kind = met[number];
    if (kind === undefined) {
      const proof = proofOf(form, record, caller, event);
      if (proof === undefined) return false;
      kind = newKind(form, proof, caller, at, record, groups);
      met[number] = kind;
    } else {
      addEvent(kind.group, at, () => plainText(record, FIELD.eventID));
    }
    readResources(kind, record, caller, event);
    return true;
  };

  return {
    read(record, groups) {
      if (hasEscapes(record) || firstByteOf(record, FIELD.userIdentity) !== OPEN_OBJECT) return false;
      if (!isText(record, FIELD.eventSource) || !isText(record, FIELD.eventName)) return false;
      const { source } = record;
      const at = times.read(source, beginOf(record, FIELD.eventTime), endOf(record, FIELD.eventTime));
      if (at === undefined) return false;
      const caller = callers.known(
        callers.idOf(source, beginOf(record, FIELD.userIdentity), endOf(record, FIELD.userIdentity)),
      );
      const event = events.of(record);
      if (caller.kind === 'unknown') return false;
      const hasError = beginOf(record, FIELD.errorCode) !== 0;
      if (caller.kind === 'wanted') {
        return !event.tellsOfRoles && !event.byValues && !hasError && count(record, caller, event, at, groups);
      }
      if (event.tellsOfRoles) {
        if (event.eventSource !== 'sts.amazonaws.com' || hasError) return false;
        const parsed = parseRecord(ordinaryRecord(record, caller.userIdentity, event));
        const assumed = parsed.ok ? roleAssumedIn(parsed.value) : undefined;
        if (!parsed.ok || parsed.value.eventCategory === 'Insight') return false;
        if (assumed !== undefined) groups.add({ assumed });
      }
      return true;
    },
    beginBatch() {
      kinds.beginBatch();
      met = [];
      samplesOf = [];
      if (callers.size > MOST_REMEMBERED) callers = createCallers(wanted);
      if (kinds.forms > MOST_REMEMBERED) {
        kinds.clear();
        proofs = [];
      }
    },
  };
}
