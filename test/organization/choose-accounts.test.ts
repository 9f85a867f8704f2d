import { expect, test } from 'vitest';
import { type AccountChoice, chooseAccounts } from '../../src/organization/choose-accounts.ts';
import type { OrganizationAccount } from '../../src/organization/organization.ts';

const ROOT = { id: 'r-ab12', name: 'Root' };
const APPS = { id: 'ou-ab12-11111111', name: 'Apps' };
const TEAM = { id: 'ou-ab12-22222222', name: 'Team' };
const accounts: readonly OrganizationAccount[] = [
  { id: '300000000003', name: 'closed', state: 'SUSPENDED', units: [ROOT] },
  { id: '100000000001', name: 'hub', state: 'ACTIVE', units: [ROOT] },
  { id: '200000000002', name: 'team', state: 'ACTIVE', units: [ROOT, APPS, TEAM], tags: { audit: 'off' } },
  { id: '400000000004', name: 'moving', state: 'ACTIVE', units: [] },
];

function chosen(choice: AccountChoice) {
  const { audited, skipped } = chooseAccounts({ accounts }, choice);
  return {
    audited: audited.map(({ name }) => name),
    skipped: skipped.map(({ account, why }) => `${account.name}: ${why}`),
  };
}

const ALWAYS = ['closed: it is SUSPENDED', 'moving: where it lies in the organization could not be read'];

test.each<[string, AccountChoice, readonly string[], readonly string[]]>([
  ['every active account whose place is known', {}, ['hub', 'team'], []],
  [
    'those of a unit, and of units below it',
    { includeUnits: [APPS.id] },
    ['team'],
    ['hub: it lies in none of the units asked for'],
  ],
  [
    'none of a unit left out',
    { excludeUnits: [APPS.id] },
    ['hub'],
    ['team: the configuration leaves out ou-ab12-11111111 (Apps)'],
  ],
  [
    'no account left out',
    { excludeAccounts: ['100000000001'] },
    ['team'],
    ['hub: the configuration leaves the account out'],
  ],
  [
    'the accounts asked for',
    { includeAccounts: ['200000000002'] },
    ['team'],
    ['hub: it is not among the accounts asked for'],
  ],
  ['none with a tag', { excludeTag: { key: 'audit' } }, ['hub'], ['team: its tag audit=off leaves it out']],
  ['those with another value of it', { excludeTag: { key: 'audit', value: 'never' } }, ['hub', 'team'], []],
])('chooseAccounts() takes %s, and says why not the others', (_what, choice, audited, skipped) => {
  const found = chosen(choice);
  expect(found.audited).toEqual(audited);
  const asked = choice.includeAccounts === undefined;
  expect(found.skipped).toEqual([...skipped, ...ALWAYS].map((line) => line).sort(byAccount));
  expect(asked || found.skipped.length > 0).toBe(true);
});

test('chooseAccounts() says of an account asked for that there is none', () => {
  expect(chosen({ includeAccounts: ['500000000005'] }).skipped).toContain(': the organization has no such account');
});

function byAccount(a: string, b: string): number {
  const order = ['hub', 'team', 'closed', 'moving'];
  return order.indexOf(a.split(':')[0] ?? '') - order.indexOf(b.split(':')[0] ?? '');
}
