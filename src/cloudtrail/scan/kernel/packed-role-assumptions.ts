import type { RoleArn } from '../../../iam/arn.ts';
import type { RoleAssumed } from '../../observation.ts';
import { SESSION_MARK } from './kernel.ts';
import type { SessionNames } from './packed-groups.ts';
import { packedTime } from './packed-time.ts';

/** Role assumptions in the kernel's layout (`assembly/role-assumptions.ts`), with what its numbers stand for. Structured-cloneable. */
export interface PackedRoleAssumptions {
  readonly rows: Uint32Array<ArrayBuffer>;
  /** `RoleAssumed.by`, by caller; `SESSION_MARK` stands for the name of its session. */
  readonly by: ReadonlyMap<number, string>;
  readonly sessionNames: SessionNames;
  readonly roles: ReadonlyMap<number, RoleArn>;
  readonly regions: ReadonlyMap<number, string>;
}

/** Numbers per row, and their places in it. */
export const ASSUMPTION_LENGTH = 27;
export const ASSUMPTION_AT = { there: 0, caller: 1, role: 2, region: 5, session: 26 } as const;
const ASSUMPTION_DAY = 3;
const SECOND = 4;
const NAME_LENGTH = 6;
const NAME = 7;
const FIRST_DAY = 24;
const FIRST_SECOND = 25;

const decoder = new TextDecoder();

/** One role assumption per row. */
export function roleAssumptionsOf({
  rows,
  by,
  sessionNames,
  roles,
  regions,
}: PackedRoleAssumptions): readonly RoleAssumed[] {
  const bytes = new Uint8Array(rows.buffer);
  const assumed: RoleAssumed[] = [];
  for (let row = 0; row < rows.length; row += ASSUMPTION_LENGTH) {
    const number = (place: number) => rows[row + place] as number;
    const arn = roles.get(number(ASSUMPTION_AT.role));
    if (number(ASSUMPTION_AT.there) === 0 || arn === undefined) continue;
    const name = (row + NAME) * 4;
    const length = number(NAME_LENGTH);
    const at = packedTime(number(ASSUMPTION_DAY), number(SECOND));
    const first = packedTime(number(FIRST_DAY), number(FIRST_SECOND));
    const session = sessionNames.get(number(ASSUMPTION_AT.session));
    const assumer = by.get(number(ASSUMPTION_AT.caller)) ?? 'unknown';
    assumed.push({
      at,
      region: regions.get(number(ASSUMPTION_AT.region)) ?? '',
      arn,
      by: session === undefined ? assumer : assumer.replaceAll(SESSION_MARK, () => session),
      ...(length === 0 ? {} : { sessionName: decoder.decode(bytes.subarray(name, name + length)) }),
      ...(first < at ? { first } : {}),
    });
  }
  return assumed;
}
