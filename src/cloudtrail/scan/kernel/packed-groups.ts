import { DAY_MS, type EpochMs } from '../../../base/time.ts';
import type { RoleArn } from '../../../iam/arn.ts';
import type { Observation, RoleAssumed, RolePrincipal } from '../../observation.ts';

/** Groups of events as the kernel's memory holds them (`assembly/groups.ts`), with what its numbers stand for. Can be passed between threads. */
export interface PackedGroups {
  /** Rows of `GROUP` numbers, the id of the latest event in the last ones. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Pairs: a resource, and the number of the pair before it in the same group (plus 1). */
  readonly touched: Uint32Array<ArrayBuffer>;
  readonly proofs: ReadonlyMap<number, Observation>;
  readonly principals: ReadonlyMap<number, RolePrincipal>;
  readonly resources: readonly string[];
}

/** Signs that roles were assumed, in the same manner (`assembly/signs.ts`). */
export interface PackedSigns {
  readonly rows: Uint32Array<ArrayBuffer>;
  /** By caller, what it is called as one that assumes roles. */
  readonly by: ReadonlyMap<number, string>;
  readonly roles: ReadonlyMap<number, RoleArn>;
  readonly regions: ReadonlyMap<number, string>;
}

/** Numbers of a row of groups, and what stands where. */
export const GROUP = 28;
export const GROUP_AT = { count: 0, proof: 1, caller: 2 } as const;
const FIRST = 4;
const LAST = 5;
const DAY = 6;
const ID_LENGTH = 7;
const SAMPLED = 8;
const UNSTATED = 9;
const TOUCHED = 10;
const ID = 11;

/** Numbers of a row of signs, and what stands where. */
export const SIGN = 24;
export const SIGN_AT = { there: 0, caller: 1, role: 2, region: 5 } as const;
const SIGN_DAY = 3;
const SECOND = 4;
const NAME_LENGTH = 6;
const NAME = 7;

const decoder = new TextDecoder();

/** The observations that groups stand for. */
export function observationsOf(packed: PackedGroups): readonly Observation[] {
  const { rows } = packed;
  const bytes = new Uint8Array(rows.buffer);
  const observations: Observation[] = [];
  for (let row = 0; row < rows.length; row += GROUP) {
    const number = (place: number) => rows[row + place] as number;
    const count = number(GROUP_AT.count);
    const proof = packed.proofs.get(number(GROUP_AT.proof));
    const principal = packed.principals.get(number(GROUP_AT.caller));
    if (count === 0 || proof === undefined || principal === undefined) continue;
    const sampled = number(SAMPLED) !== 0;
    const id = (row + ID) * 4;
    const observation = {
      ...proof,
      principal,
      eventId: decoder.decode(bytes.subarray(id, id + number(ID_LENGTH))),
      at: timeOf(number(DAY), number(LAST)),
      resources: resourcesOf(packed, number(TOUCHED)),
    };
    observations.push(
      count === 1 && !sampled
        ? observation
        : {
            ...observation,
            repeats: {
              count,
              first: timeOf(number(DAY), number(FIRST)),
              resources: sampled ? 'some' : 'all',
              resourcesStated: number(UNSTATED) === 0,
            },
          },
    );
  }
  return observations;
}

/** Days before 1970 are negative numbers. */
function timeOf(day: number, second: number): EpochMs {
  return (day | 0) * DAY_MS + second * 1_000;
}

function resourcesOf({ touched, resources }: PackedGroups, last: number): readonly string[] {
  const found: string[] = [];
  for (let pair = last; pair !== 0; pair = touched[2 * pair - 1] as number) {
    found.push(resources[touched[2 * pair - 2] as number] as string);
  }
  return found;
}

/** The signs. */
export function assumedIn({ rows, by, roles, regions }: PackedSigns): readonly RoleAssumed[] {
  const bytes = new Uint8Array(rows.buffer);
  const assumed: RoleAssumed[] = [];
  for (let row = 0; row < rows.length; row += SIGN) {
    const number = (place: number) => rows[row + place] as number;
    const arn = roles.get(number(SIGN_AT.role));
    if (number(SIGN_AT.there) === 0 || arn === undefined) continue;
    const name = (row + NAME) * 4;
    const length = number(NAME_LENGTH);
    assumed.push({
      at: timeOf(number(SIGN_DAY), number(SECOND)),
      region: regions.get(number(SIGN_AT.region)) ?? '',
      arn,
      by: by.get(number(SIGN_AT.caller)) ?? 'unknown',
      ...(length === 0 ? {} : { sessionName: decoder.decode(bytes.subarray(name, name + length)) }),
    });
  }
  return assumed;
}
