import { DAY_MS, type EpochMs } from '../../../base/time.ts';
import { parseRoleArn, type RoleArn } from '../../../iam/arn.ts';
import type { Observation, RolePrincipal } from '../../observation.ts';
import { addRecord, type RecordReading, timesOfDelivery } from '../add-record.ts';
import { createObservationGroups } from '../observation-groups.ts';
import { scanPlainly, tooManyRecords } from '../plain-scan.ts';
import type { RecordScanner, ScanOptions } from '../record-scanner.ts';
import { repeatedKeys } from '../repeated-keys.ts';
import { type UnreadableList, unreadableList } from '../unreadable-list.ts';
import { type Kernel, startKernel } from './kernel.ts';
import { createKernelHost, type KernelHost } from './kernel-host.ts';
import { createKernelMemory, type KernelMemory } from './kernel-memory.ts';
import { GROUP_AT, GROUP_LENGTH, type PackedGroups, type SessionNames } from './packed-groups.ts';
import { ASSUMPTION_AT, ASSUMPTION_LENGTH, type PackedRoleAssumptions } from './packed-role-assumptions.ts';

/** Distinct callers, or forms, above which the kernel is replaced after a batch. */
const MOST_REMEMBERED = 20_000;
/** Bytes of kernel memory above which it is replaced after a batch: WebAssembly memory never shrinks. */
const MOST_KEPT = 64 * 1024 * 1024;
/** Bytes. Longer texts are scanned the plain way. */
const LONGEST = 256 * 1024 * 1024;

/** What the kernel says of a file with more than `MOST_RECORDS` records. */
const TOO_MANY = -2;
/** Days: before and behind every day that a record can be of. */
const FAR = 2 ** 30;

/** Default of `ScanOptions.samples`. */
const SAMPLES = 25;

interface Running {
  readonly kernel: Kernel;
  readonly memory: KernelMemory;
  readonly host: KernelHost;
}

function start(options: ScanOptions): Running | undefined {
  const memory = createKernelMemory();
  const host = createKernelHost(options, memory);
  const kernel = startKernel(host.imports);
  if (kernel === undefined) return undefined;
  memory.attach(kernel);
  kernel.keepResources(options.samples ?? SAMPLES);
  if (options.timesOnly === true) kernel.keepTimesOnly();
  if (options.tellsRecorded === true) kernel.tellRecorded();
  return { kernel, memory, host };
}

/**
 * Creates a scanner that gives the same evidence as the plain one without parsing most records; `undefined` on a platform
 * without WebAssembly.
 *
 * The kernel (`assembly/main.ts`) validates every byte of a file as JSON and groups records by caller, event, Region, error, day
 * and shape of the request parameters. Records equal in these prove the same, so one is interpreted and the rest are counted,
 * with their times. Unusual records (an escape in a field that counts, a change of grants) and files of
 * another form are parsed and interpreted the plain way.
 *
 * Only resources may be fewer: per batch, role and proof they are read until there are more than `samples`. Observations with
 * resources left unread say so (`repeats.resources`).
 */
export function createKernelScanner(options: ScanOptions): RecordScanner | undefined {
  const first = start(options);
  if (first === undefined) return undefined;
  let running = first;
  let groups = createObservationGroups(options);
  return {
    scan(bytes, deliveredAt) {
      const reading = { options, groups, deliveredAt };
      if (bytes.length > LONGEST) return scanPlainly(bytes, reading);
      const { kernel, memory } = running;
      const room = kernel.makeRoom(bytes.length);
      memory.bytes().set(bytes, room);
      const days = wholeDays(deliveredAt, options.latest);
      const records = kernel.scan(bytes.length, days.first, days.last);
      if (records === TOO_MANY) return tooManyRecords();
      if (records < 0) return scanPlainly(bytes, reading);
      return readUnusual(reading).scanOf(records);
    },
    take() {
      const { kernel, host } = running;
      const evidence = {
        ...groups.evidence(),
        groups: packedGroups(running),
        roleAssumptions: packedRoleAssumptions(running),
      };
      groups = createObservationGroups(options);
      kernel.beginBatch();
      host.beginBatch();
      const isLarge =
        kernel.callerCount() > MOST_REMEMBERED ||
        kernel.formCount() > MOST_REMEMBERED ||
        kernel.memory.buffer.byteLength > MOST_KEPT;
      if (isLarge) running = start(options) ?? running;
      return evidence;
    },
  };

  function readUnusual(reading: RecordReading): UnreadableList {
    const { kernel, memory } = running;
    const { mostParsed = Number.POSITIVE_INFINITY } = options;
    const unreadable = unreadableList();
    const bounds = memory.numbers(kernel.unusualAt(), 2 * kernel.unusualCount());
    for (let index = 0; index < bounds.length; index += 2) {
      const [begin, end] = [bounds[index] as number, bounds[index + 1] as number];
      if (end - begin > mostParsed) {
        const why = `Cannot read CloudTrail record: it has ${end - begin} bytes, expected at most ${mostParsed}`;
        unreadable.add({ why, eventClass: 'unknown' });
        continue;
      }
      const text = memory.text(begin, end);
      const repeated = repeatedKeys(`[${text}]`).ofRecords.get(0);
      unreadable.add(addRecord(JSON.parse(text), repeated, reading));
    }
    return unreadable;
  }
}

/** The first and the last day, since 1970, on which the kernel need not look at the time: an event of it can be told of at any hour. */
function wholeDays(deliveredAt: EpochMs | undefined, latest = Number.POSITIVE_INFINITY) {
  const { from, to } = timesOfDelivery(deliveredAt);
  const last = Math.floor((Math.min(to, latest) - DAY_MS) / DAY_MS);
  return { first: Math.max(-FAR, Math.ceil(from / DAY_MS)), last: Math.min(FAR, last) };
}

function packedGroups(running: Running): PackedGroups {
  const { kernel, memory, host } = running;
  const rows = memory.numbers(kernel.groupsAt(), GROUP_LENGTH * kernel.groupCount());
  const proofs = new Map<number, Observation>();
  const principals = new Map<number, RolePrincipal>();
  for (let row = 0; row < rows.length; row += GROUP_LENGTH) {
    const proof = rows[row + GROUP_AT.proof] as number;
    const caller = rows[row + GROUP_AT.caller] as number;
    const proven = proofs.get(proof) ?? host.proofOf(proof);
    const principal = principals.get(caller) ?? host.principalOf(caller);
    if (proven !== undefined) proofs.set(proof, proven);
    if (principal !== undefined) principals.set(caller, principal);
  }
  const touched = memory.numbers(kernel.touchedAt(), 2 * kernel.touchedCount());
  const sessionNames = namesOf(running, rows, GROUP_LENGTH, GROUP_AT.session);
  return { rows, touched, proofs, principals, sessionNames, resources: host.resources() };
}

/** Names of the sessions whose numbers stand in this place of rows. */
function namesOf({ kernel, memory }: Running, rows: Uint32Array, length: number, place: number): SessionNames {
  const names = new Map<number, string>();
  for (let row = place; row < rows.length; row += length) {
    const session = rows[row] as number;
    if (session === 0 || names.has(session)) continue;
    const begin = kernel.sessionNameAt(session);
    names.set(session, memory.text(begin, begin + kernel.sessionNameLength(session)));
  }
  return names;
}

function packedRoleAssumptions(running: Running): PackedRoleAssumptions {
  const { kernel, memory, host } = running;
  const rows = memory.numbers(kernel.roleAssumptionsAt(), ASSUMPTION_LENGTH * kernel.roleAssumptionCount());
  const by = new Map<number, string>();
  const roles = new Map<number, RoleArn>();
  const regions = new Map<number, string>();
  const word = (number: number): string => {
    const begin = kernel.wordAt(number);
    return memory.text(begin, begin + kernel.wordLength(number));
  };
  for (let row = 0; row < rows.length; row += ASSUMPTION_LENGTH) {
    const caller = rows[row + ASSUMPTION_AT.caller] as number;
    const role = rows[row + ASSUMPTION_AT.role] as number;
    const region = rows[row + ASSUMPTION_AT.region] as number;
    if (!by.has(caller)) by.set(caller, host.assumerOf(caller));
    if (!roles.has(role)) {
      const arn = parseRoleArn(word(role));
      if (arn.ok) roles.set(role, arn.value);
    }
    if (!regions.has(region)) regions.set(region, word(region));
  }
  return { rows, by, sessionNames: namesOf(running, rows, ASSUMPTION_LENGTH, ASSUMPTION_AT.session), roles, regions };
}
