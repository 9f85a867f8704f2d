import { expect, it } from 'vitest';
import { roleKey } from '../../src/evidence/role-key.ts';
import type { RoleLookup } from '../../src/iam/role.ts';
import { openRunLedger } from '../../src/run-ledger/open-run-ledger.ts';
import { recordGrants } from '../../src/stages/record-grants.ts';
import { ACCOUNT, NOW } from '../ledger/seen.ts';

it('lets go of what was seen of namesakes of roles that were found, and of nothing else', async () => {
  const ledger = await openRunLedger(
    { account: { accountId: ACCOUNT, partition: 'aws' } },
    { window: { from: 0, to: NOW }, keeps: false },
  );
  let isGone: (key: string) => boolean = () => false;
  const lookups = [
    {
      kind: 'found',
      role: { arn: `arn:aws:iam::${ACCOUNT}:role/App`, name: 'App', roleId: 'AROANEW', policies: [], unread: ['all'] },
    },
    { kind: 'missing', arn: `arn:aws:iam::${ACCOUNT}:role/missing` },
    { kind: 'unreadable', arn: `arn:aws:iam::${ACCOUNT}:role/unreadable`, why: 'denied' },
  ] as unknown as readonly RoleLookup[];
  recordGrants(lookups, { ...ledger, forget: (gone) => (isGone = gone) }, NOW);
  const keys = ['app/AROANEW', 'app/AROAOLD', 'app/', 'missing/AROAOLD', 'unreadable/AROAOLD', 'other/AROAOLD'];
  const gone = keys.filter((key) => {
    const [name = '', id = ''] = key.split('/');
    return isGone(roleKey(ACCOUNT, name, id));
  });
  expect(gone).toEqual(['app/AROAOLD']);
  expect(isGone(roleKey('210987654321', 'app', 'AROAOLD'))).toBe(false);
});
