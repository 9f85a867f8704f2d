import { createHmac } from 'node:crypto';
import type { LedgerAuthenticator } from '../../src/ports.ts';
import type { Gate } from './run-gate.ts';

/** A key and a parameter that nobody but the auditor can use. */
export interface ModelledAuthenticator {
  forRun(gate: Gate): LedgerAuthenticator;
}

export function modelledAuthenticator(seed: number): ModelledAuthenticator {
  const macOf = (message: string): string => createHmac('sha256', `key ${seed}`).update(message).digest('base64');
  let anchor: string | undefined;
  return {
    forRun: (gate) => ({
      macOf: async (message) => macOf(message),
      verify: async (message, mac) => macOf(message) === mac,
      anchor: {
        name: 'parameter "/ledger"',
        read: () => gate.look(() => anchor),
        create: (text) =>
          gate.effect(() => {
            if (anchor !== undefined) return 'lostRace';
            anchor = text;
            return 'created';
          }),
        replace: (text) =>
          gate.effect(() => {
            anchor = text;
          }),
      },
    }),
  };
}
