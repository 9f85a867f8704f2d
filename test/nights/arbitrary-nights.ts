import fc from 'fast-check';
import { FORETOLD, type Look, NAMES, type Name } from './model.ts';
import { ABROAD, HOME, type Trust } from './world.ts';

/** What happens between two nights. */
export type Change =
  | { readonly kind: 'put'; readonly name: Name; readonly trust: Trust; readonly wide: boolean }
  | { readonly kind: 'remove'; readonly name: Name }
  | { readonly kind: 'deploy'; readonly name: Name }
  | { readonly kind: 'retire'; readonly name: Name }
  /** A person sets a status and a note on the finding at this place, counted round. */
  | { readonly kind: 'mark'; readonly place: number; readonly status: 'NEW' | 'NOTIFIED' | 'RESOLVED' | 'SUPPRESSED' };

/** An exception in the configuration file. */
export interface RandomException {
  readonly name: Name;
  readonly rule: string;
  /** For how many nights it holds, the coming one included; 0 for one that expired. */
  readonly nights: number;
}

export interface RandomNight {
  readonly changes: readonly Change[];
  /** What the configuration file accepts from then on; what it accepted before where absent. */
  readonly exceptions?: readonly RandomException[];
  readonly look: Look;
}

const name = fc.constantFrom(...NAMES);
const trust = fc.constantFrom<Trust>('own tasks', 'any tasks', 'another account', 'everyone');

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), name, trust, wide: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), name }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('deploy' as const), name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retire' as const), name }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('mark' as const),
      place: fc.nat(20),
      status: fc.constantFrom('NEW' as const, 'NOTIFIED' as const, 'RESOLVED' as const, 'SUPPRESSED' as const),
    }),
  },
);

const exception: fc.Arbitrary<RandomException> = fc.record({
  name,
  rule: fc.constantFrom(...FORETOLD),
  nights: fc.nat({ max: 3 }),
});

const look: fc.Arbitrary<Look> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Look>({ kind: 'whole' }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('roles' as const), names: fc.subarray([...NAMES], { minLength: 1 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('region lost' as const), region: fc.constantFrom(HOME, ABROAD) }),
  },
  ...(
    [
      'regions unread',
      'iam denied',
      'use unread',
      'ledger unwritten',
      'hub unread',
      'hub unwritten',
      'hub out',
    ] as const
  ).map((kind) => ({
    weight: 1,
    arbitrary: fc.constant<Look>({ kind }),
  })),
);

/** Weeks, of which the first night has something to look at more often than not. */
export const randomWeek: fc.Arbitrary<readonly RandomNight[]> = fc.array(
  fc.record(
    {
      changes: fc.array(change, { maxLength: 5, size: 'max' }),
      exceptions: fc.array(exception, { maxLength: 3 }),
      look,
    },
    { requiredKeys: ['changes', 'look'] },
  ),
  { minLength: 2, maxLength: 6, size: 'max' },
);
