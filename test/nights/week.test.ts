import { describe } from 'vitest';
import { USES } from './cast.ts';
import { FIRST_NIGHT } from './night-names.ts';
import { sandboxWorld } from './sandbox-world.ts';
import { simulatedClock } from './simulated-clock.ts';
import { tell } from './tell.ts';
import { WEEK } from './week.ts';

describe('a week of nights', () => {
  tell(WEEK, simulatedClock(FIRST_NIGHT), () => sandboxWorld(USES));
});
