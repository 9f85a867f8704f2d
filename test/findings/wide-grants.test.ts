import { describe, expect, test } from 'vitest';
import type { RuleId } from '../../src/findings/rules.ts';
import type { Action } from '../../src/iam/action.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { RoleAssessment, Verdict } from '../../src/rightsize/verdict.ts';
import { ACCOUNT, allow, assess, inlinePolicy, need, TRUST, use, verdict } from './fixtures.ts';
import { draftOf, probe } from './probe.ts';

/** A role with one inline policy `app` that grants these actions on these resources; verdicts as given. */
function granted(
  actions: Readonly<Record<string, Verdict>>,
  resource: string | string[] = '*',
  over: Parameters<typeof assess>[1] = {},
): RoleAssessment {
  return assess('app', {
    actions: Object.entries(actions).map(([action, kind]) => verdict(action as Action, kind)),
    role: { policies: [allow('app', Object.keys(actions), resource)] },
    ...over,
  });
}

const admin = assess('admin', {
  role: { policies: [allow('all', '*')] },
  actions: [verdict('s3:GetObject', 'unused')],
});
const broken = assess('app', { role: { policies: [inlinePolicy('bad', 'not a policy')] } });

describe('rules about wide grants', () => {
  const rules: readonly RuleId[] = [
    'unused-service',
    'wildcard-service',
    'wildcard-resource',
    'privilege-escalation',
    'infrastructure-permissions-on-task-role',
  ];
  test.each(rules)('%s leaves administrators to their own rule', (rule) => {
    expect(probe(rule, admin).kind).toBe('notApplicable');
  });
  test.each(rules.filter((rule) => !['unused-service', 'infrastructure-permissions-on-task-role'].includes(rule)))(
    '%s is unavailable, not fine, where a policy cannot be read',
    (rule) => {
      expect(probe(rule, broken)).toMatchObject({ kind: 'unavailable' });
    },
  );
});

describe('unused-service', () => {
  test('names the services of which every granted action is unused', () => {
    const role = granted({ 's3:GetObject': 'unused', 's3:PutObject': 'unused', 'sqs:SendMessage': 'used' });
    expect(draftOf(probe('unused-service', role))).toMatchObject({
      severity: 'LOW',
      title: 'app never uses 1 service that it is granted',
      actions: ['s3:GetObject', 's3:PutObject'],
      evidence: { services: 's3' },
    });
  });
  test.each(['used', 'required'] as const)('is fine where one action of the service is %s', (kind) => {
    expect(probe('unused-service', granted({ 's3:GetObject': kind, 's3:PutObject': 'unused' }))).toEqual({
      kind: 'fine',
    });
  });
  test.each(['unobservable', 'undetermined'] as const)(
    'says nothing of a service with an action that is %s',
    (kind) => {
      expect(probe('unused-service', granted({ 's3:GetObject': kind, 's3:PutObject': 'unused' }))).toMatchObject({
        kind: 'unavailable',
        about: ['s3:GetObject', 's3:PutObject'],
      });
    },
  );
  test('leaves blocked actions out of account', () => {
    expect(probe('unused-service', granted({ 's3:GetObject': 'blocked' }))).toEqual({ kind: 'fine' });
  });
});

describe('an execution role', () => {
  const over = { uses: [use('execution')] };
  test('is not told what its application calls: it has none', () => {
    const role = granted({ 'ecr:*': 'undetermined' }, '*', over);
    expect(draftOf(probe('wildcard-service', role)).remediation).toBe(
      'Replace ecr:* with the actions that its task definitions need: the ECS agent calls no others.',
    );
    const called = { ...role, actions: [verdict('ecr:PutImage', 'used')] };
    expect(draftOf(probe('wildcard-service', called)).remediation).toContain('the application calls');
  });
  test('loses what the agent never calls, in place of a narrower resource', () => {
    const actions = { 'secretsmanager:GetSecretValue': 'undetermined', 's3:PutBucketPolicy': 'unused' } as const;
    expect(draftOf(probe('wildcard-resource', granted(actions, '*', over))).remediation).toBe(
      'Name in the Resource element what secretsmanager:GetSecretValue is meant for. Remove s3:PutBucketPolicy: the ECS agent, which is all that uses an execution role, never calls it.',
    );
    const task = { uses: [use('task'), use('execution')] };
    expect(draftOf(probe('wildcard-resource', granted(actions, '*', task))).remediation).not.toContain('Remove');
  });
});

describe('wildcard-service', () => {
  const whole = (statement: object, used: readonly Action[] = []) =>
    assess('app', {
      role: {
        policies: [
          inlinePolicy('app', { Version: '2012-10-17', Statement: { Effect: 'Allow', Resource: '*', ...statement } }),
        ],
      },
      actions: used.map((action) => verdict(action, 'used')),
    });
  test('names the services and what was seen in use of them', () => {
    const draft = draftOf(
      probe('wildcard-service', whole({ Action: ['s3:*', 'SQS:*'] }, ['s3:GetObject', 'kms:Decrypt'])),
    );
    expect(draft).toMatchObject({
      severity: 'MEDIUM',
      title: 'app is granted all of 2 services',
      evidence: { services: 's3 sqs' },
    });
    expect(draft.description).toContain('Seen in use: s3:GetObject.');
    expect(draft.description).not.toContain('kms');
  });
  test.each([
    ['resources are named', { Action: 's3:*', Resource: 'arn:aws:s3:::b/*' }],
    ['there is a condition', { Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
  ])('is LOW where %s', (_name, statement) => {
    expect(draftOf(probe('wildcard-service', whole(statement))).severity).toBe('LOW');
  });
  test.each([
    ['every ARN of the service', 'arn:aws:sqs:*:123456789012:*', 'MEDIUM'],
    ['every queue by a known form', 'arn:aws:sqs:*:*:queues/*', 'MEDIUM'],
    ['some of a name', 'arn:aws:sqs:*:*:queues/app-*', 'LOW'],
  ])('counts %s', (_name, Resource, severity) => {
    const role = whole({ Action: 'sqs:*', Resource }, ['sqs:SendMessage']);
    const draft = draftOf(probe('wildcard-service', role, { arnFormsOf: () => ['arn:*:sqs:*:*:queues/*'] }));
    expect(draft.severity).toBe(severity);
  });
  test('tells of every service where denies leave no administrator', () => {
    const policies = [
      inlinePolicy('app', {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: 'iam:*', Resource: '*' },
        ],
      }),
    ];
    const having = (kind: Verdict) =>
      probe('wildcard-service', assess('app', { role: { policies }, actions: [verdict('s3:GetObject', kind)] }));
    expect(draftOf(having('used'))).toMatchObject({
      severity: 'MEDIUM',
      title: 'app is granted every action that is not denied to it',
      evidence: { services: '*', usedActions: '1' },
    });
    expect(having('blocked')).toEqual({ kind: 'fine' });
  });
  test('leaves out a service of which everything is blocked', () => {
    const role = assess('app', {
      role: { policies: [allow('app', ['s3:*', 'sqs:*'])] },
      actions: [verdict('s3:GetObject', 'blocked'), verdict('sqs:SendMessage', 'unused')],
    });
    expect(draftOf(probe('wildcard-service', role)).evidence).toMatchObject({ services: 'sqs' });
  });
  test.each([
    ['a narrower wildcard', { Action: 's3:Get*' }],
    ['everything of one resource', { Action: '*', Resource: 'arn:aws:s3:::b' }],
    ['a deny', { Effect: 'Deny', Action: 's3:*' }],
  ])('is fine with %s', (_name, statement) => {
    expect(probe('wildcard-service', whole(statement))).toEqual({ kind: 'fine' });
  });
});

describe('wildcard-resource', () => {
  test('names sensitive actions on every resource, with the resources seen', () => {
    const seen = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf';
    const role = assess('app', {
      actions: [
        verdict('secretsmanager:GetSecretValue', 'used', { resources: [seen] }),
        verdict('s3:GetObject', 'used'),
      ],
      role: { policies: [allow('app', ['secretsmanager:GetSecretValue', 's3:GetObject'])] },
    });
    const draft = draftOf(probe('wildcard-resource', role));
    expect(draft).toMatchObject({
      severity: 'MEDIUM',
      actions: ['secretsmanager:GetSecretValue'],
      evidence: { resourcesSeen: seen },
    });
  });
  test.each([
    ['every key of the account', 'arn:aws:kms:*:123456789012:key/*', 'finding'],
    ['every key of a Region', 'arn:aws:kms:us-east-1:123456789012:key/*', 'finding'],
    ['one key', 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555', 'fine'],
    ['keys by a part of their names', 'arn:aws:kms:us-east-1:123456789012:key/mrk-*', 'fine'],
  ])('counts %s', (_, resource, kind) => {
    const role = granted({ 'secretsmanager:GetSecretValue': 'used' }, resource);
    expect(probe('wildcard-resource', role, { arnFormsOf: () => ['arn:*:kms:*:*:key/*'] }).kind).toBe(kind);
  });
  const policy = (...statements: object[]) => inlinePolicy('app', { Version: '2012-10-17', Statement: statements });
  const secrets = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
  const one = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf';
  const deny = { Effect: 'Deny', Action: 'secretsmanager:*' };
  test.each<[string, object, 'finding' | 'fine']>([
    ['all but one', { policies: [policy({ ...secrets, Resource: undefined, NotResource: one })] }, 'finding'],
    ['a deny of one', { policies: [policy(secrets, { ...deny, Resource: one })] }, 'finding'],
    ['a deny of all but one', { policies: [policy(secrets, { ...deny, NotResource: one })] }, 'fine'],
    [
      'a deny of every secret by its form',
      { policies: [policy(secrets, { ...deny, Resource: 'arn:aws:secretsmanager:*:*:secret:*' })] },
      'fine',
    ],
    [
      'a deny under a condition that need not hold',
      {
        policies: [
          policy(secrets, { ...deny, Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ],
      },
      'finding',
    ],
    ['a boundary of one', { policies: [policy(secrets)], boundary: policy({ ...secrets, Resource: one }) }, 'fine'],
    ['a boundary of all', { policies: [policy(secrets)], boundary: policy(secrets) }, 'finding'],
    [
      'a condition that holds for every request of the role',
      { policies: [policy({ ...secrets, Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } })] },
      'finding',
    ],
    [
      'a condition that may not hold',
      { policies: [policy({ ...secrets, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })] },
      'fine',
    ],
  ])('looks at what is left: %s', (_name, role, kind) => {
    const app = assess('app', { role, actions: [verdict('secretsmanager:GetSecretValue', 'unused')] });
    const arnFormsOf = () => ['arn:*:secretsmanager:*:*:secret:*'];
    expect(probe('wildcard-resource', app, { arnFormsOf }).kind).toBe(kind);
  });
  test('is HIGH for actions by which the role could come to everything', () => {
    expect(draftOf(probe('wildcard-resource', granted({ 'iam:PutRolePolicy': 'used' }))).severity).toBe('HIGH');
  });
  test.each([
    ['resources are named', granted({ 's3:PutBucketPolicy': 'used' }, 'arn:aws:s3:::b')],
    ['nothing sensitive is granted', granted({ 's3:GetObject': 'used' })],
    ['the action is blocked', granted({ 's3:PutBucketPolicy': 'blocked' })],
  ])('is fine where %s', (_name, role) => {
    expect(probe('wildcard-resource', role)).toEqual({ kind: 'fine' });
  });
  test('is fine where the action knows no resources', () => {
    const role = granted({ 's3:PutBucketPolicy': 'used' });
    expect(probe('wildcard-resource', role, { arnFormsOf: () => [] })).toEqual({ kind: 'fine' });
  });
});

describe('secrets-beyond-declared', () => {
  const declared = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:my-app/db-AbCdEf';
  const execution = (resource: string | string[]) =>
    granted({ 'secretsmanager:GetSecretValue': 'used' }, resource, {
      uses: [use('execution')],
      required: [need('secretsmanager:GetSecretValue', { resources: [declared] })],
    });
  test.each([
    ['*', 'MEDIUM'],
    ['arn:aws:secretsmanager:us-east-1:123456789012:secret:my-app/*', 'LOW'],
  ])('fires where %s is granted and one secret declared: %s', (resource, severity) => {
    const draft = draftOf(probe('secrets-beyond-declared', execution(resource)));
    expect(draft.severity).toBe(severity);
    expect(draft.remediation).toContain(declared);
  });
  test('is fine where only declared secrets are granted', () => {
    expect(probe('secrets-beyond-declared', execution([declared]))).toEqual({ kind: 'fine' });
  });
  test('does not apply to a task role, whose application may read others', () => {
    expect(probe('secrets-beyond-declared', granted({ 'secretsmanager:GetSecretValue': 'used' })).kind).toBe(
      'notApplicable',
    );
  });
  test('is unavailable where a task definition could not be read', () => {
    expect(probe('secrets-beyond-declared', execution('*'), { inventoryComplete: false }).kind).toBe('unavailable');
  });
});

describe('infrastructure-permissions-on-task-role', () => {
  test('names what the agent calls and the application does not use', () => {
    const role = granted({ 'ecr:BatchGetImage': 'unused', 'logs:CreateLogStream': 'used', 's3:PutObject': 'unused' });
    expect(draftOf(probe('infrastructure-permissions-on-task-role', role))).toMatchObject({
      severity: 'LOW',
      actions: ['ecr:BatchGetImage'],
    });
  });
  test('does not apply to an execution role', () => {
    const both = granted({ 'ecr:BatchGetImage': 'unused' }, '*', { uses: [use('task'), use('execution')] });
    expect(probe('infrastructure-permissions-on-task-role', both).kind).toBe('notApplicable');
  });
  test('is fine where the application uses them, unavailable where nobody can say', () => {
    expect(probe('infrastructure-permissions-on-task-role', granted({ 'ecr:BatchGetImage': 'used' }))).toEqual({
      kind: 'fine',
    });
    expect(
      probe('infrastructure-permissions-on-task-role', granted({ 'ecr:BatchGetImage': 'unobservable' })),
    ).toMatchObject({ kind: 'unavailable', about: ['ecr:BatchGetImage'] });
  });
  test.each(['s3:GetObject', 'ssm:GetParameters', 'secretsmanager:GetSecretValue', 'logs:PutLogEvents', 'kms:Decrypt'])(
    'leaves %s to the application',
    (action) => {
      expect(probe('infrastructure-permissions-on-task-role', granted({ [action]: 'unused' }))).toEqual({
        kind: 'fine',
      });
    },
  );
  const own = 'arn:aws:ssm:us-east-1:123456789012:parameter/my-app/key';
  const other = 'arn:aws:ssm:us-east-1:123456789012:parameter/my-app/other';
  test.each<[string, string | string[], string, 'finding' | 'fine']>([
    ['what a definition of the family hands to the agent', own, 'my-app', 'finding'],
    ['that and something else', [own, other], 'my-app', 'fine'],
    ['something else', other, 'my-app', 'fine'],
    ['everything', '*', 'my-app', 'fine'],
    ['what a definition of another family hands to the agent', own, 'orders', 'fine'],
  ])('tells of a parameter by what is granted: %s', (_name, resource, family, kind) => {
    const task = granted({ 'ssm:GetParameters': 'unused' }, resource);
    const required = [need('ssm:GetParameters', { resources: [own], family })];
    const all = [task, assess('exec', { uses: [use('execution', family)], required })];
    expect(probe('infrastructure-permissions-on-task-role', task, { all }).kind).toBe(kind);
  });
});

describe('shared-role', () => {
  test('is LOW for a task role of several families, INFORMATIONAL for an execution role', () => {
    const task = assess('app', { uses: [use('task', 'a'), use('task', 'b')] });
    expect(draftOf(probe('shared-role', task))).toMatchObject({
      severity: 'LOW',
      title: 'app is shared by 2 families',
    });
    const execution = assess('app', { uses: [use('execution', 'a'), use('execution', 'b')] });
    expect(draftOf(probe('shared-role', execution)).severity).toBe('INFORMATIONAL');
  });
  test('is fine for several revisions of one family', () => {
    expect(probe('shared-role', assess('app', { uses: [use('task', 'a', 1), use('task', 'a', 2)] }))).toEqual({
      kind: 'fine',
    });
  });
  test('is unavailable where not every task definition was read', () => {
    expect(probe('shared-role', assess('app'), { inventoryComplete: false }).kind).toBe('unavailable');
  });
});

describe('trust-too-wide', () => {
  const trusting = (principal: unknown, condition?: object) =>
    assess('app', {
      role: {
        trustPolicy: parsePolicy({
          Version: '2012-10-17',
          Statement: [
            ...TRUST.Statement,
            {
              Effect: 'Allow',
              Principal: principal,
              Action: 'sts:AssumeRole',
              ...(condition && { Condition: condition }),
            },
          ],
        }),
      },
    });
  test.each([
    ['everyone', '*', 'CRITICAL'],
    ['another account', { AWS: 'arn:aws:iam::999999999999:root' }, 'HIGH'],
    ['a role of another account', { AWS: 'arn:aws:iam::999999999999:role/x' }, 'HIGH'],
    ['all of this account', { AWS: ACCOUNT }, 'MEDIUM'],
    ['a federation', { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/idp` }, 'MEDIUM'],
    ['everybody of a public issuer', { Federated: 'accounts.google.com' }, 'HIGH'],
    ['a role of this account', { AWS: `arn:aws:iam::${ACCOUNT}:role/deploy` }, 'LOW'],
    ['a user of this account', { AWS: `arn:aws:iam::${ACCOUNT}:user/deploy` }, 'LOW'],
    ['a session of this account', { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/s` }, 'LOW'],
    ['a deleted principal', { AWS: 'AROAEXAMPLEID12345678' }, 'LOW'],
    ['another service', { Service: 'lambda.amazonaws.com' }, 'LOW'],
  ])('fires on %s', (_name, principal, severity) => {
    expect(draftOf(probe('trust-too-wide', trusting(principal))).severity).toBe(severity);
  });
  test('is one step milder under conditions', () => {
    const external = { StringEquals: { 'sts:ExternalId': 'x' } };
    expect(draftOf(probe('trust-too-wide', trusting({ AWS: '999999999999' }, external))).severity).toBe('MEDIUM');
  });
  test('is not milder under conditions that keep nobody out', () => {
    const tls = { Bool: { 'aws:SecureTransport': 'true' } };
    expect(draftOf(probe('trust-too-wide', trusting('*', tls))).severity).toBe('CRITICAL');
  });
  test('says of a deleted principal that nobody can assume the role by it', () => {
    const draft = draftOf(probe('trust-too-wide', trusting({ AWS: 'AROAEXAMPLEID12345678' })));
    expect(draft.title).toBe('app trusts a principal that was deleted');
    expect(draft.description).toContain('nobody can assume the role by it');
  });
  test('says which condition a public issuer needs', () => {
    const github = { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` };
    const draft = draftOf(probe('trust-too-wide', trusting(github)));
    expect(draft.remediation).toContain('token.actions.githubusercontent.com:sub');
  });
  test('is fine where a Deny takes the others away', () => {
    const other = { AWS: 'arn:aws:iam::999999999999:root' };
    const trustPolicy = parsePolicy({
      ...TRUST,
      Statement: [
        ...TRUST.Statement,
        { Effect: 'Allow', Principal: other, Action: 'sts:AssumeRole' },
        { Effect: 'Deny', Principal: other, Action: 'sts:AssumeRole' },
      ],
    });
    expect(probe('trust-too-wide', assess('app', { role: { trustPolicy } }))).toEqual({ kind: 'fine' });
  });
  test('is fine where ECS tasks alone are trusted', () => {
    expect(probe('trust-too-wide', assess('app'))).toEqual({ kind: 'fine' });
  });
  test('is unavailable where the trust policy cannot be read', () => {
    expect(probe('trust-too-wide', assess('app', { role: { trustPolicy: parsePolicy('?') } })).kind).toBe(
      'unavailable',
    );
  });
});
