import fc from 'fast-check';
import type { FaultRule } from '../../../src/sandbox/fault.ts';
import { ABROAD, HOME, type Trust } from '../../nights/world.ts';

/** Roles of the model, each with a family of its own that bears its name, and where that runs. */
export const PLACES = { ant: HOME, bee: HOME, cat: ABROAD } as const;
export type Name = keyof typeof PLACES;
export const NAMES = Object.keys(PLACES) as readonly Name[];

/** The rules that the model foretells: they depend on policies alone, and not on what was used. */
export const FORETOLD = ['missing-role', 'trust-too-wide', 'trust-without-source-condition', 'wildcard-resource'];

/** What happens between two nights. */
export type Change =
  | { readonly kind: 'put'; readonly name: Name; readonly trust: Trust; readonly wide: boolean }
  | { readonly kind: 'remove'; readonly name: Name }
  | { readonly kind: 'deploy'; readonly name: Name }
  | { readonly kind: 'retire'; readonly name: Name }
  /** A person sets a status and a note on the finding at this place, modulo their number. */
  | { readonly kind: 'mark'; readonly place: number; readonly status: 'NEW' | 'NOTIFIED' | 'RESOLVED' | 'SUPPRESSED' };

/** An exception in the configuration file. */
export interface RandomException {
  readonly name: Name;
  readonly rule: string;
  /** For how many nights it holds, the coming one included; 0 for one that expired. */
  readonly nights: number;
}

/** What a night's run looks at, and what goes wrong with it. */
export interface Look {
  readonly kind: (typeof FAULTS)[number]['kind'] | 'whole' | 'roles' | 'region lost';
  /** The roles and Regions looked at; all of them where absent. */
  readonly names?: readonly Name[];
  readonly region?: string;
  readonly fault?: FaultRule;
}

const FAULTS = [
  // Then the home Region alone is audited.
  { kind: 'regions unread', region: HOME, fault: denied('ec2') },
  { kind: 'iam denied', fault: denied('iam') },
  { kind: 'use unread', fault: denied('cloudtrail') },
  { kind: 'ledger unwritten', fault: denied('s3', 'PutObject') },
  { kind: 'hub unread', fault: denied('securityhub', 'GetFindings') },
  { kind: 'hub unwritten', fault: denied('securityhub', 'BatchImportFindings') },
  { kind: 'hub out', fault: denied('securityhub') },
] as const;

function denied(service: string, operation?: string): FaultRule {
  return { kind: 'accessDenied', service, ...(operation !== undefined && { operation }) };
}

export interface RandomNight {
  readonly changes: readonly Change[];
  /** What the configuration file accepts from then on; what it accepted before where absent. */
  readonly exceptions?: readonly RandomException[];
  readonly look: Look;
}

const look: fc.Arbitrary<Look> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Look>({ kind: 'whole' }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('roles' as const), names: fc.subarray([...NAMES], { minLength: 1 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Look>(
      { kind: 'region lost', region: ABROAD, fault: { ...denied('ecs'), region: HOME } },
      { kind: 'region lost', region: HOME, fault: { ...denied('ecs'), region: ABROAD } },
    ),
  },
  { weight: FAULTS.length, arbitrary: fc.constantFrom<Look>(...FAULTS) },
);

const name = fc.constantFrom(...NAMES);
const trust = fc.constantFrom<Trust>('own tasks', 'any tasks', 'another account', 'everyone');
const status = fc.constantFrom('NEW' as const, 'NOTIFIED' as const, 'RESOLVED' as const, 'SUPPRESSED' as const);

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), name, trust, wide: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), name }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('deploy' as const), name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retire' as const), name }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('mark' as const), place: fc.nat(20), status }) },
);

const exception: fc.Arbitrary<RandomException> = fc.record({
  name,
  rule: fc.constantFrom(...FORETOLD),
  nights: fc.nat({ max: 3 }),
});

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
