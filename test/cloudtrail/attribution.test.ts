import { describe, expect, it } from 'vitest';
import { rolePrincipalOf } from '../../src/cloudtrail/attribution.ts';

const STS = 'arn:aws:sts::123456789012:assumed-role/app-task/session';
const ROLE = 'arn:aws:iam::123456789012:role/svc/app-task';

function principal(identity: object, issuer?: object) {
  const sessionContext = issuer === undefined ? {} : { sessionContext: { sessionIssuer: issuer } };
  return rolePrincipalOf({ type: 'AssumedRole', ...sessionContext, ...identity });
}

describe('rolePrincipalOf()', () => {
  it('takes ARN, name and account from the session issuer, whatever else the record says', () => {
    const issuer = { type: 'Role', arn: ROLE, principalId: 'AROAONE', userName: 'ignored', accountId: '999999999999' };
    const identity = {
      arn: 'arn:aws:sts::210987654321:assumed-role/other/s/t',
      accountId: '210987654321',
      principalId: 'AROATWO:x',
    };
    expect(principal(identity, issuer)).toStrictEqual({
      arn: ROLE,
      name: 'app-task',
      accountId: '123456789012',
      roleId: 'AROAONE',
      sessionName: 's/t',
    });
  });

  it.each([
    ['no ARN', {}],
    ['an ARN that is no role’s', { arn: 'arn:aws:iam::123456789012:user/u' }],
    ['what is no ARN', { arn: 'role/svc/app-task' }],
  ])('takes the issuer’s name and account where it has %s', (_what, arn) => {
    expect(
      principal({ accountId: '999999999999' }, { userName: 'app-task', accountId: '123456789012', ...arn }),
    ).toStrictEqual({ name: 'app-task', accountId: '123456789012' });
  });

  it('takes name, account and session from the STS ARN where there is no issuer', () => {
    expect(principal({ arn: STS, accountId: '999999999999' })).toStrictEqual({
      name: 'app-task',
      accountId: '123456789012',
      sessionName: 'session',
    });
  });

  it('takes the account of the identity where nothing else names one', () => {
    expect(principal({ accountId: '123456789012' }, { userName: 'app-task' })).toStrictEqual({
      name: 'app-task',
      accountId: '123456789012',
    });
  });

  it.each([
    ['AROAONE:s:1', { roleId: 'AROAONE', sessionName: 's:1' }],
    ['AROAONE', { roleId: 'AROAONE' }],
    ['AIDAONE:s', {}],
    ['xAROAONE:s', {}],
    ['AROAONE s', {}],
    ['AROA', {}],
  ])('reads the principal id %s', (principalId, expected) => {
    expect(principal({ principalId, accountId: '1' }, { userName: 'r' })).toStrictEqual({
      name: 'r',
      accountId: '1',
      ...expected,
    });
  });

  it.each([
    ['nothing at all', {}, undefined],
    ['an account but no name', { accountId: '123456789012' }, undefined],
    ['a name but no account', {}, { userName: 'app-task' }],
    ['an issuer that is a user', { arn: STS }, { type: 'IAMUser', arn: ROLE }],
    ['an ARN of another service', { arn: 'arn:aws:iam::123456789012:assumed-role/app-task/s' }, undefined],
    ['an STS ARN of another kind', { arn: 'arn:aws:sts::123456789012:federated-user/app-task' }, undefined],
    ['an STS ARN without a name', { arn: 'arn:aws:sts::123456789012:assumed-role' }, undefined],
    ['an STS ARN with an empty name', { arn: 'arn:aws:sts::123456789012:assumed-role//s' }, undefined],
    ['text in place of an ARN', { arn: 'assumed-role/app-task/s', accountId: '123456789012' }, undefined],
  ])('tells no role from %s', (_what, identity, issuer) => {
    expect(principal(identity, issuer)).toBeUndefined();
  });

  it('leaves out a session that the STS ARN does not name', () => {
    expect(principal({ arn: 'arn:aws:sts::123456789012:assumed-role/app-task' })).toStrictEqual({
      name: 'app-task',
      accountId: '123456789012',
    });
  });
});
