import { beginOf, endOf, EVENT_CATEGORY } from './fields.ts';
import { Table } from './table.ts';

/** `"Data"` and `"Management"`: their first four letters as a little-endian u32, and their lengths with quotes. */
const DATA: u32 = 0x61746144;
const DATA_LENGTH: usize = 6;
const MANAGEMENT: u32 = 0x616e614d;
const MANAGEMENT_LENGTH: usize = 12;

let isOn: bool = false;
/** By number of a kind (0: management events; n + 1: data events of event n): 1 once a record of the batch was met. */
const met = new Table(4);
/** Kinds met in a file that is not yet known to be well-formed. */
const undecided = new Table(4);

/** From now on the first record of each kind in a batch is unusual, so that the host reads what it tells of the trail. */
export function tellRecorded(): void {
  isOn = true;
}

/** Whether the current record is the first of its kind in the batch. */
export function isFirstOfKind(event: u32): bool {
  if (!isOn) return false;
  const begin = beginOf(EVENT_CATEGORY);
  if (begin == 0) return false;
  const length = endOf(EVENT_CATEGORY) - begin;
  const letters = load<u32>(begin + 1);
  if (letters == DATA && length == DATA_LENGTH) return isFirst(event + 1);
  return letters == MANAGEMENT && length == MANAGEMENT_LENGTH && isFirst(0);
}

function isFirst(kind: u32): bool {
  while (met.size <= kind) met.add();
  if (load<u32>(met.at(kind)) != 0) return false;
  store<u32>(met.at(kind), 1);
  store<u32>(undecided.add(), kind);
  return true;
}

/** The file is well-formed: what was met in it counts. */
export function keepKinds(): void {
  undecided.clear();
}

/** Forgets what was met in a file that came to nothing. */
export function forgetKinds(): void {
  for (let index: u32 = 0; index < undecided.size; index++) store<u32>(met.at(load<u32>(undecided.at(index))), 0);
  undecided.clear();
}

export function clearKinds(): void {
  met.clear();
  undecided.clear();
}
