import { describe, expect, it } from 'vitest';
import { grantLog } from '../../src/evidence/grant-log.ts';
import { daysAgo } from '../ledger/seen.ts';

describe('grantLog()', () => {
  it('keeps the latest change of each kind, policy and role, oldest first', () => {
    const log = grantLog();
    for (const days of [3, 9, 5]) {
      log.add({ at: daysAgo(days), eventName: 'PutRolePolicy', roleName: 'App', policy: 'inline' });
    }
    log.add({ at: daysAgo(7), eventName: 'DetachRolePolicy', roleName: 'app', policy: 'arn:aws:iam::1:policy/p' });
    log.add({ at: daysAgo(1), eventName: 'DetachRolePolicy', roleName: 'other', policy: 'arn:aws:iam::1:policy/p' });
    expect(log.ofRole('app').map(({ at, eventName }) => [at, eventName])).toEqual([
      [daysAgo(7), 'DetachRolePolicy'],
      [daysAgo(3), 'PutRolePolicy'],
    ]);
  });

  it('knows changes of a managed policy by its ARN', () => {
    const log = grantLog();
    log.add({ at: daysAgo(4), eventName: 'CreatePolicyVersion', policyArn: 'p' });
    expect(log.ofPolicy('p')?.at).toBe(daysAgo(4));
    expect(log.ofPolicy('q')).toBeUndefined();
    expect(log.ofRole('app')).toEqual([]);
  });

  it('holds a change that names nobody against every role', () => {
    const log = grantLog();
    log.add({ at: daysAgo(2), eventName: 'PutRolePolicy' });
    expect(log.ofRole('any').map(({ at }) => at)).toEqual([daysAgo(2)]);
  });
});
