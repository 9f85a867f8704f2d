import { describe } from 'vitest';
import { motoInstalled } from '../support/moto.ts';
import { MOTO_DIFFERENCES } from './moto-differences.ts';
import { motoWorld } from './moto-world.ts';
import { FIRST_NIGHT } from './night-names.ts';
import { ORDINARY_NIGHTS } from './ordinary-nights.ts';
import { simulatedClock } from './simulated-clock.ts';
import { tell } from './tell.ts';
import { TROUBLED_NIGHTS } from './troubled-nights.ts';

describe.skipIf(!motoInstalled())('the same week against moto_server, as far as moto goes', () => {
  tell([...ORDINARY_NIGHTS, ...TROUBLED_NIGHTS], simulatedClock(FIRST_NIGHT), motoWorld, MOTO_DIFFERENCES);
});
