import { describe, expect, test } from 'vitest';
import { trustedCallers } from '../../src/iam/trusted-callers.ts';
import { policy } from '../support/iam.ts';

const OWN = '111111111111';
const OTHER = '222222222222';
const GITHUB = `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com`;
const ASSUME = { Effect: 'Allow', Action: 'sts:AssumeRole' };
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const VARIABLE = '${aws:username}';
const now = Date.parse('2026-11-22T03:00:00Z');

/** `kind name`, with `?` where conditions keep some out and `!` where anybody has tokens. */
function callers(statements: unknown): readonly string[] {
  return trustedCallers(policy({ Version: '2012-10-17', Statement: statements }), { accountId: OWN, now }).map(
    ({ kind, name, conditional, public: isPublic }) =>
      `${kind} ${name}${conditional ? '?' : ''}${isPublic === true ? '!' : ''}`,
  );
}

const everyone = (Condition?: object) => ({ ...ASSUME, Principal: '*', ...(Condition && { Condition }) });
const deny = (Principal: unknown, Condition?: object) => ({
  ...ASSUME,
  Effect: 'Deny',
  Principal,
  ...(Condition && { Condition }),
});
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });

describe('conditions', () => {
  test.each<[string, object, readonly string[]]>([
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, ['everyone *']],
    ['no TLS', { Bool: { 'aws:SecureTransport': 'false' } }, []],
    ['any ARN', { ArnLike: { 'aws:PrincipalArn': '*' } }, ['everyone *']],
    ['any ARN of any account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' } }, ['everyone *']],
    ['any organization', { StringLike: { 'aws:PrincipalOrgID': '*' } }, ['everyone *']],
    ['an organization, any', { Null: { 'aws:PrincipalOrgID': 'false' } }, ['everyone *']],
    ['one organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, ['everyone *?']],
    ['every address', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, ['everyone *']],
    ['some addresses', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, ['everyone *?']],
    ['an external id', { StringEquals: { 'sts:ExternalId': 'x' } }, ['everyone *?']],
    ['a name that callers choose', { StringEquals: { 'sts:RoleSessionName': 'app' } }, ['everyone *']],
    ['a tag that strangers set', { StringEquals: { 'aws:PrincipalTag/team': 'app' } }, ['everyone *']],
    ['MFA', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, ['everyone *']],
    ['an endpoint', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, ['everyone *']],
    ['a time to come', { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }, ['everyone *']],
    ['a time gone by', { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }, []],
    ['the own account', { StringEquals: { 'aws:PrincipalAccount': OWN } }, [`account ${OWN}`]],
    ['another account', { StringEquals: { 'aws:PrincipalAccount': OTHER } }, [`account ${OTHER}`]],
    [
      'two accounts',
      { StringEquals: { 'aws:PrincipalAccount': [OWN, OTHER] } },
      [`account ${OWN}`, `account ${OTHER}`],
    ],
    ['a role', { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${OTHER}:role/x` } }, [`account ${OTHER}?`]],
    ['the account for which a service calls', { StringEquals: { 'aws:SourceAccount': OWN } }, ['service *?']],
    ['services alone', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, ['service *']],
  ])('everyone under a condition on %s', (_, condition, expected) => {
    expect(callers(everyone(condition))).toEqual(expected);
  });

  test.each<[string, object, readonly string[]]>([
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, [`account ${OTHER}`]],
    ['MFA', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, [`account ${OTHER}?`]],
    ['a tag', { StringEquals: { 'aws:PrincipalTag/team': 'app' } }, [`account ${OTHER}?`]],
    ['another account', { StringEquals: { 'aws:PrincipalAccount': OWN } }, []],
    ['a session named as the user', { StringLike: { 'sts:RoleSessionName': VARIABLE } }, [`account ${OTHER}?`]],
  ])('an account under a condition on %s', (_, Condition, expected) => {
    expect(callers({ ...ASSUME, Principal: root(OTHER), Condition })).toEqual(expected);
  });
});

describe('denies', () => {
  const user = `arn:aws:iam::${OTHER}:user/b`;
  const session = `arn:aws:sts::${OTHER}:assumed-role/a/s`;
  test.each<[string, readonly unknown[], readonly string[]]>([
    ['of the same account', [{ ...ASSUME, Principal: root(OTHER) }, deny(root(OTHER))], []],
    ['of the account by its number', [{ ...ASSUME, Principal: root(OTHER) }, deny({ AWS: OTHER })], []],
    ['of another account', [{ ...ASSUME, Principal: root(OTHER) }, deny(root(OWN))], [`account ${OTHER}`]],
    [
      'of a role of it',
      [{ ...ASSUME, Principal: root(OTHER) }, deny({ AWS: `arn:aws:iam::${OTHER}:role/a` })],
      [`account ${OTHER}`],
    ],
    ['of the account of a user', [{ ...ASSUME, Principal: { AWS: user } }, deny(root(OTHER))], []],
    [
      'of the role of a session',
      [{ ...ASSUME, Principal: { AWS: session } }, deny({ AWS: `arn:aws:iam::${OTHER}:role/p/a` })],
      [],
    ],
    ['of all', [{ ...ASSUME, Principal: root(OTHER) }, deny('*')], []],
    [
      'of another action',
      [
        { ...ASSUME, Principal: root(OTHER) },
        { ...deny('*'), Action: 'sts:TagSession' },
      ],
      [`account ${OTHER}`],
    ],
    [
      'of all other accounts',
      [everyone(), deny('*', { StringNotEquals: { 'aws:PrincipalAccount': OWN } })],
      [`account ${OWN}`],
    ],
    [
      'of all other organizations',
      [everyone(), deny('*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } })],
      ['everyone *?'],
    ],
    [
      'of calls without MFA',
      [everyone(), deny('*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })],
      ['everyone *'],
    ],
    [
      'of all but some',
      [everyone(), { ...ASSUME, Effect: 'Deny', NotPrincipal: { AWS: [user, OTHER] } }],
      [`account ${OTHER}`],
    ],
    ['of an account, to everyone', [everyone(), deny(root(OTHER))], ['everyone *']],
  ])('%s', (_, statements, expected) => {
    expect(callers(statements)).toEqual(expected);
  });
});

describe('identity providers', () => {
  const trust = (Federated: string, Condition?: object) => ({
    Effect: 'Allow',
    Principal: { Federated },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(Condition && { Condition }),
  });
  const sub = (operator: string, value: unknown) => ({
    [operator]: { 'token.actions.githubusercontent.com:sub': value },
  });
  const aud = { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } };
  test.each<[string, object | undefined, '' | '?' | '!']>([
    ['nothing', undefined, '!'],
    ['the audience', aud, '!'],
    ['any subject', sub('StringLike', '*'), '!'],
    ['every repository', sub('StringLike', 'repo:*'), '!'],
    ['a branch of every repository', sub('StringLike', 'repo:*:ref:refs/heads/main'), '!'],
    ['organizations by a beginning', sub('StringLike', 'repo:example*'), '!'],
    ['one of two repositories every one', sub('StringLike', ['repo:example/app:*', 'repo:*/app:*']), '!'],
    ['all but one subject', sub('StringNotEquals', 'repo:example/app:ref:refs/heads/main'), '!'],
    ['an environment', { StringEquals: { 'token.actions.githubusercontent.com:environment': 'prod' } }, '!'],
    ['one branch', { ...aud, ...sub('StringLike', 'repo:example/app:ref:refs/heads/main') }, '?'],
    ['one organization', sub('StringLike', 'repo:example/*'), '?'],
    ['one repository, by a set operator', sub('ForAnyValue:StringLike', 'repo:example/app:*'), '?'],
    ['an owner', { StringEquals: { 'token.actions.githubusercontent.com:repository_owner': 'example' } }, '?'],
  ])('GitHub under a condition on %s', (_, condition, mark) => {
    expect(callers(trust(GITHUB, condition))).toEqual([`federated ${GITHUB}${mark}`]);
  });
  test('a deny of other subjects limits them, a deny of all takes the provider away', () => {
    const refuse = (Condition?: object) => ({ ...trust(GITHUB, Condition), Effect: 'Deny' });
    expect(callers([trust(GITHUB), refuse(sub('StringNotLike', 'repo:example/*'))])).toEqual([`federated ${GITHUB}?`]);
    expect(callers([trust(GITHUB), refuse(sub('StringLike', 'repo:example/*'))])).toEqual([`federated ${GITHUB}!`]);
    expect(callers([trust(GITHUB), refuse()])).toEqual([]);
  });
  test.each<[string, object | undefined, '' | '?' | '!']>([
    ['gitlab.com', { StringLike: { 'gitlab.com:sub': 'project_path:*' } }, '!'],
    ['gitlab.com', { StringLike: { 'gitlab.com:sub': 'project_path:group/*' } }, '?'],
    ['app.terraform.io', { StringLike: { 'app.terraform.io:sub': 'organization:*:workspace:x' } }, '!'],
    ['app.terraform.io', { StringLike: { 'app.terraform.io:sub': 'organization:acme:*' } }, '?'],
    ['accounts.google.com', { StringEquals: { 'accounts.google.com:aud': 'x' } }, '!'],
    ['accounts.google.com', { StringEquals: { 'accounts.google.com:sub': '123' } }, '?'],
    ['cognito-identity.amazonaws.com', undefined, '!'],
    ['cognito-identity.amazonaws.com', { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:x' } }, '?'],
    [`arn:aws:iam::${OWN}:oidc-provider/idp.example.com`, undefined, ''],
    [`arn:aws:iam::${OWN}:oidc-provider/idp.example.com`, { StringEquals: { 'idp.example.com:aud': 'x' } }, ''],
    [`arn:aws:iam::${OWN}:oidc-provider/idp.example.com`, { StringEquals: { 'idp.example.com:sub': 'x' } }, '?'],
  ])('%s under %j', (provider, condition, mark) => {
    expect(callers(trust(provider, condition))).toEqual([`federated ${provider}${mark}`]);
  });
  test('SAML: the audience is the same for everybody, an affiliation is not', () => {
    const saml = `arn:aws:iam::${OWN}:saml-provider/idp`;
    const by = (Condition: object) => ({ ...trust(saml, Condition), Action: 'sts:AssumeRoleWithSAML' });
    expect(callers(by({ StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } }))).toEqual([
      `federated ${saml}`,
    ]);
    expect(callers(by({ StringEquals: { 'SAML:sub_type': 'persistent' } }))).toEqual([`federated ${saml}?`]);
  });
});

describe('principals', () => {
  test.each<[string, string]>([
    ['AROAEXAMPLEID12345678', 'deleted AROAEXAMPLEID12345678'],
    ['AIDAEXAMPLEID12345678', 'deleted AIDAEXAMPLEID12345678'],
    [`arn:aws:iam::${OWN}:user/deployer`, `principal arn:aws:iam::${OWN}:user/deployer`],
    [`arn:aws:sts::${OWN}:assumed-role/a/s`, `principal arn:aws:sts::${OWN}:assumed-role/a/s`],
  ])('%s', (AWS, expected) => {
    expect(callers({ ...ASSUME, Principal: { AWS } })).toEqual([expected]);
  });
});
