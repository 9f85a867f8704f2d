import { emptyAccount, type SandboxAccount } from '../sandbox-account.ts';

/** The account that the demonstration audits. `now` is in milliseconds since the epoch. */
export function demoAccount(now: number): SandboxAccount {
  return emptyAccount({ now, regions: ['us-east-1', 'eu-west-1', 'us-west-2'] });
}
