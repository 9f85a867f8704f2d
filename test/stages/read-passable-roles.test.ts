import { expect, test } from 'vitest';
import type { RoleArn } from '../../src/iam/arn.ts';
import type { RoleLookup } from '../../src/iam/role.ts';
import { readPassableRoles } from '../../src/stages/read-passable-roles.ts';
import { ACCOUNT, allow, arnOf, roleNamed } from '../findings/fixtures.ts';

/** Reads for roles that may pass these; what was asked of IAM, and the kinds of answers. */
async function reading(resources: readonly string[], fails = false) {
  const asked: RoleArn[] = [];
  const role = roleNamed('app', { policies: [allow('app', 'iam:Pass*', [...resources])] });
  const account = { accountId: ACCOUNT, partition: 'aws' } as const;
  const read = (arns: readonly RoleArn[]) => {
    asked.push(...arns);
    if (fails) throw new Error('AccessDenied');
    const value = arns.map((arn): RoleLookup => ({ kind: 'missing', arn }));
    return Promise.resolve({ value, incomplete: [] });
  };
  const lookups = await readPassableRoles({ account, roles: { read } }, [{ kind: 'found', role }]);
  return { asked, kinds: lookups.map(({ kind }) => kind) };
}

test('roles that may be passed by name are read, each once', async () => {
  const { asked, kinds } = await reading([arnOf('b'), arnOf('a'), arnOf('b')]);
  expect(asked).toEqual([arnOf('a'), arnOf('b')]);
  expect(kinds).toEqual(['missing', 'missing']);
});

test.each([
  ['everything', '*'],
  ['a pattern', arnOf('app-*')],
  ['the role itself, which is known', arnOf('app')],
  ['a role of another account', 'arn:aws:iam::999999999999:role/theirs'],
])('nothing is asked for %s', async (_, resource) => {
  expect((await reading([resource])).asked).toEqual([]);
});

test('of more than 25 roles, the first are read', async () => {
  const names = Array.from({ length: 40 }, (_, i) => arnOf(`r${i}`));
  expect((await reading(names)).asked).toHaveLength(25);
});

test('where IAM refuses, nothing is known of them', async () => {
  expect(await reading([arnOf('a')], true)).toEqual({ asked: [arnOf('a')], kinds: [] });
});
