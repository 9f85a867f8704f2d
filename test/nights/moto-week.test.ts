import { describe } from 'vitest';
import { motoInstalled } from '../support/moto.ts';
import { motoWorld } from './moto-world.ts';
import { FIRST_NIGHT } from './night-names.ts';
import { simulatedClock } from './simulated-clock.ts';
import { tell } from './tell.ts';
import { WEEK } from './week.ts';

describe.skipIf(!motoInstalled())('the same week against moto_server, as far as moto goes', () => {
  tell(WEEK, simulatedClock(FIRST_NIGHT), motoWorld);
});
