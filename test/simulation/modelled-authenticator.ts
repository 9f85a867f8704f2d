import { createHmac } from 'node:crypto';
import { parseAnchor } from '../../src/ledger/anchor.ts';
import type { LedgerAuthenticator } from '../../src/ports.ts';
import { chainFolder } from '../../src/run-ledger/ledger-chain.ts';
import { ACCOUNT } from '../truth/resources.ts';
import type { Gate } from './run-gate.ts';

/** A key and a parameter that nobody but the auditor can use. */
export interface ModelledAuthenticator {
  forRun(gate: Gate): LedgerAuthenticator;
  /** The folder of the documents that the parameter names; none before it names any. */
  folder(): string | undefined;
}

export function modelledAuthenticator(seed: number): ModelledAuthenticator {
  const macOf = (message: string): string => createHmac('sha256', `key ${seed}`).update(message).digest('base64');
  let anchor: string | undefined;
  return {
    folder() {
      const parsed = anchor === undefined ? undefined : parseAnchor(anchor);
      return parsed?.ok === true ? chainFolder(ACCOUNT, parsed.value) : undefined;
    },
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
