import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountId } from '../../src/base/account-id.ts';
import { findingId, isFindingId, parseFindingId, roleKeyOf } from '../../src/findings/finding-id.ts';
import { arnOf, roleNamed } from './fixtures.ts';

const of = { partition: 'aws', accountId: '123456789012', roleKey: 'AROAX', rule: 'unused-role' } as const;

test('the id holds partition, account, role id and rule', () => {
  expect(findingId(of)).toBe('ecs-role-auditor/aws/123456789012/AROAX/unused-role');
});

test('what findingId() makes is read as one', () => {
  expect(parseFindingId(findingId(of))).toEqual({ ok: true, value: findingId(of) });
  expect(isFindingId(findingId({ ...of, roleKey: 'arn:aws:iam::123456789012:role/svc/gone' }))).toBe(true);
});

test.each(['', 'x', 'ecs-role-auditor/aws/12345/AROAX/unused-role', 'ecs-role-auditor/aws/123456789012/unused-role'])(
  '"%s" is the id of no finding',
  (text) => {
    expect(parseFindingId(text)).toEqual({
      ok: false,
      problem: `Cannot parse finding id "${text}": expected ecs-role-auditor/PARTITION/ACCOUNT/ROLE/RULE`,
    });
  },
);

test('a role created again under the same name has other ids', () => {
  const first = roleKeyOf({ kind: 'found', role: roleNamed('x', { roleId: 'AROA1' }) });
  const second = roleKeyOf({ kind: 'found', role: roleNamed('x', { roleId: 'AROA2' }) });
  expect(first).not.toBe(second);
});

test('a role without an id goes by its ARN', () => {
  expect(roleKeyOf({ kind: 'missing', arn: arnOf('svc/gone') })).toBe('arn:aws:iam::123456789012:role/svc/gone');
});

test('no two resources or rules share an id, and none is longer than 512 characters', () => {
  const part = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom('a', 'b', '-') });
  const account = fc.constantFrom<AccountId>('123456789012', '000000000001');
  const key = fc.string({ minLength: 1, maxLength: 1000, unit: fc.constantFrom('a', 'b', '/', ':', '~') });
  const ids = fc.record({ partition: part, accountId: account, roleKey: key, rule: part });
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      expect(findingId(a) === findingId(b)).toBe(same);
      expect(findingId(a).length).toBeLessThanOrEqual(512);
    }),
  );
});

test('ARNs that differ only behind the 512th character have different ids', () => {
  const long = `arn:aws:iam::123456789012:role/${'p'.repeat(520)}`;
  expect(findingId({ ...of, roleKey: `${long}/a` })).not.toBe(findingId({ ...of, roleKey: `${long}/b` }));
});
