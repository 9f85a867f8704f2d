import fc from 'fast-check';
import { type Look, NAMES, type Name } from './model.ts';
import { ABROAD, HOME, type Trust } from './world.ts';

/** What happens between two nights. */
export type Change =
  | { readonly kind: 'put'; readonly name: Name; readonly trust: Trust; readonly wide: boolean }
  | { readonly kind: 'remove'; readonly name: Name }
  | { readonly kind: 'deploy'; readonly name: Name }
  | { readonly kind: 'retire'; readonly name: Name }
  /** A person sets a status and a note on the finding at this place, counted round. */
  | { readonly kind: 'mark'; readonly place: number; readonly status: 'NEW' | 'NOTIFIED' | 'RESOLVED' | 'SUPPRESSED' };

export interface RandomNight {
  readonly changes: readonly Change[];
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
  ...(['iam denied', 'use unread', 'ledger lost', 'hub unread', 'hub unwritten', 'hub out'] as const).map((kind) => ({
    weight: 1,
    arbitrary: fc.constant<Look>({ kind }),
  })),
);

/** Weeks, of which the first night has something to look at more often than not. */
export const randomWeek: fc.Arbitrary<readonly RandomNight[]> = fc.array(
  fc.record({ changes: fc.array(change, { maxLength: 5, size: 'max' }), look }),
  { minLength: 2, maxLength: 6, size: 'max' },
);
