import { describe } from 'vitest';
import { USES } from './cast.ts';
import { FIRST_NIGHT } from './night-names.ts';
import { ORDINARY_NIGHTS } from './ordinary-nights.ts';
import { sandboxWorld } from './sandbox-world.ts';
import { simulatedClock } from './simulated-clock.ts';
import { tell } from './tell.ts';
import { TROUBLED_NIGHTS } from './troubled-nights.ts';

describe('a week of nights', () => {
  tell([...ORDINARY_NIGHTS, ...TROUBLED_NIGHTS], simulatedClock(FIRST_NIGHT), () => sandboxWorld(USES));
});
