import { expect, test } from 'vitest';
import { NO_OWNERS, type Owners, withOwners } from '../../src/findings/owners.ts';
import { findingOf } from './finding-of.ts';
import { roleNamed } from './fixtures.ts';

const finding = findingOf('unused-permissions', 'billing-task', { families: ['billing', 'checkout-web'] });
const owners: Owners = {
  tag: 'team',
  roles: [
    { role: 'pay-*', owner: 'pay' },
    { role: 'billing-*', owner: 'by role' },
    { role: 'billing-task', owner: 'too late' },
  ],
  families: [
    { family: 'checkout*', owner: 'by family' },
    { family: 'billing', owner: 'too late' },
  ],
  channels: {},
};

const cases: readonly (readonly [string, Parameters<typeof withOwners>[0][number], Owners, string | undefined])[] = [
  [
    'the tag comes first',
    { ...finding, role: roleNamed('billing-task', { tags: { team: 'by tag' } }) },
    owners,
    'by tag',
  ],
  [
    'its key in any case of letters',
    { ...finding, role: roleNamed('x', { tags: { TEAM: ' by tag ' } }) },
    owners,
    'by tag',
  ],
  ['an empty tag says nothing', { ...finding, role: roleNamed('x', { tags: { team: ' ' } }) }, owners, 'by role'],
  ['another tag says nothing', { ...finding, role: roleNamed('x', { tags: { owner: 'a' } }) }, owners, 'by role'],
  ['then the first role that matches', finding, owners, 'by role'],
  ['then the first family that matches', finding, { ...owners, roles: [] }, 'by family'],
  [
    'a role by its ARN',
    finding,
    { ...owners, roles: [{ role: 'arn:aws:iam::*:role/billing-task', owner: 'arn' }] },
    'arn',
  ],
  ['nobody', finding, NO_OWNERS, undefined],
  [
    'the tag owner without configuration',
    { ...finding, role: roleNamed('x', { tags: { Owner: 'a' } }) },
    NO_OWNERS,
    'a',
  ],
];
test.each(cases)('%s', (_name, given, by, owner) => {
  const [after] = withOwners([given], by);
  expect(after?.owner).toBe(owner);
  expect(after).toEqual(owner === undefined ? given : { ...given, owner });
});

test('what a tag holds is one line without direction marks', () => {
  const [after] = withOwners([{ ...finding, role: roleNamed('x', { tags: { owner: 'a\n\u202eb' } }) }], NO_OWNERS);
  expect(after?.owner).toBe('a b');
});
