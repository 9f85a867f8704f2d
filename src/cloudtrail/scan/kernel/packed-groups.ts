import type { Observation, RolePrincipal } from '../../observation.ts';
import { packedTime } from './packed-time.ts';

/** Groups of events in the kernel's layout (`assembly/groups.ts`), with what its numbers stand for. Structured-cloneable. */
export interface PackedGroups {
  /** Rows of `GROUP_LENGTH` numbers, the id of the latest event in the last ones. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Linked lists of pairs: a resource, and the previous pair of the same group (its index plus 1; 0 = none). */
  readonly touched: Uint32Array<ArrayBuffer>;
  readonly proofs: ReadonlyMap<number, Observation>;
  /** Without the names of sessions. */
  readonly principals: ReadonlyMap<number, RolePrincipal>;
  readonly sessionNames: SessionNames;
  readonly resources: readonly string[];
}

/** Numbers per row, and their places in it. */
export const GROUP_LENGTH = 29;
export const GROUP_AT = { count: 0, proof: 1, caller: 2, session: 27 } as const;

/** Names of sessions by their numbers; 0, no session, has none. */
export type SessionNames = ReadonlyMap<number, string>;

const FIRST = 4;
const LAST = 5;
const DAY = 6;
const ID_LENGTH = 7;
const SAMPLED = 8;
const UNSTATED = 9;
const TOUCHED = 10;
const ID = 11;
const FIRST_DAY = 28;

const decoder = new TextDecoder();

/** One observation per group. */
export function observationsOf(packed: PackedGroups): readonly Observation[] {
  const { rows } = packed;
  const bytes = new Uint8Array(rows.buffer);
  const observations: Observation[] = [];
  for (let row = 0; row < rows.length; row += GROUP_LENGTH) {
    const number = (place: number) => rows[row + place] as number;
    const count = number(GROUP_AT.count);
    const proof = packed.proofs.get(number(GROUP_AT.proof));
    const role = packed.principals.get(number(GROUP_AT.caller));
    if (count === 0 || proof === undefined || role === undefined) continue;
    const sessionName = packed.sessionNames.get(number(GROUP_AT.session));
    const principal = sessionName === undefined ? role : { ...role, sessionName };
    const sampled = number(SAMPLED) !== 0;
    const id = (row + ID) * 4;
    const observation = {
      ...proof,
      principal,
      ...(principal.invokedBy === undefined ? {} : { invokedBy: principal.invokedBy }),
      eventId: decoder.decode(bytes.subarray(id, id + number(ID_LENGTH))),
      at: packedTime(number(DAY), number(LAST)),
      resources: resourcesOf(packed, number(TOUCHED)),
    };
    observations.push(
      count === 1 && !sampled
        ? observation
        : {
            ...observation,
            repeats: {
              count,
              first: packedTime(number(FIRST_DAY), number(FIRST)),
              resources: sampled ? 'some' : 'all',
              resourcesStated: number(UNSTATED) === 0,
            },
          },
    );
  }
  return observations;
}

function resourcesOf({ touched, resources }: PackedGroups, last: number): readonly string[] {
  const found: string[] = [];
  for (let pair = last; pair !== 0; pair = touched[2 * pair - 1] as number) {
    found.push(resources[touched[2 * pair - 2] as number] as string);
  }
  return found;
}
