import { MINUTE_MS } from '../../src/base/time.ts';
import type { Random } from '../truth/random.ts';
import { drawFaults, drawNightKind, type NightKind, type RunFaults } from './night-faults.ts';
import type { GatedRun } from './run-gate.ts';
import { TAMPERINGS, type Tampering } from './tampering.ts';

/** How likely somebody changes the ledger before a night. */
const TAMPERED = 0.03;

/** One run of a night, before it begins. */
export interface PlannedRun extends Pick<GatedRun<unknown>, 'kill' | 'after'> {
  /** The id of the event that started it: two runs may have the same. */
  readonly event: string;
  /** The id of the delivery: a run that is tried again has that of the first try. */
  readonly request: string;
  /** Milliseconds after the hour of the night. */
  readonly delay: number;
  readonly faults: RunFaults;
}

/** What a night brings: rounds, one after the other, of runs that go on side by side. */
export interface NightPlan {
  readonly kind: NightKind;
  /** What somebody does to the ledger first. */
  readonly tampering?: Tampering;
  readonly rounds: readonly (readonly PlannedRun[])[];
}

/** Draws a night; `effects` is how many a run lately had, so that a kill can fall on any of them. */
export function planNight(
  night: number,
  { effects, signed }: { readonly effects: number; readonly signed: boolean },
  random: Random,
): NightPlan {
  const kind = drawNightKind(random);
  const tampering = random.chance(TAMPERED) ? random.pick(TAMPERINGS[signed ? 'signed' : 'unsigned']) : undefined;
  const event = `night-${night}`;
  const run = (more: Partial<PlannedRun> = {}): PlannedRun => ({
    event,
    request: `${event}-1`,
    delay: 0,
    faults: drawFaults(random),
    ...more,
  });
  const killed = (): PlannedRun => run({ kill: { at: 1 + random.int(effects), done: random.chance(0.5) } });
  const atOnce = (other: string): readonly PlannedRun[] => [
    run(),
    run({ event: other, request: `${other}-2`, delay: MINUTE_MS, after: random.int(80) }),
  ];
  const rounds = (): NightPlan['rounds'] => {
    switch (kind) {
      case 'ordinary':
        return [[run()]];
      case 'missed':
        return [];
      case 'killed':
        return [[killed()]];
      case 'triedAgain':
        return [[killed()], [run({ delay: 2 * MINUTE_MS })]];
      case 'overlapping':
        return [atOnce(`by-hand-${night}`)];
      case 'deliveredTwice':
        return [[run()], [run({ request: `${event}-2`, delay: 5 * MINUTE_MS })]];
      case 'deliveredTwiceAtOnce':
        return [atOnce(event)];
      default:
        kind satisfies never;
        return [];
    }
  };
  return { kind, rounds: rounds(), ...(tampering && { tampering }) };
}
