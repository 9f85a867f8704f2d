import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpretRecord } from '../../src/cloudtrail/interpret-record.ts';
import { proven } from './proven.ts';
import { recordWith } from './record-with.ts';

function interpret(changes: Readonly<Record<string, unknown>> = {}) {
  return interpretRecord(recordWith(changes));
}

function observed(changes: Readonly<Record<string, unknown>> = {}) {
  const { observation } = interpret(changes);
  if (observation === undefined) throw new Error('expected an observation');
  return proven(observation);
}

describe('a call of a task role', () => {
  it('is the use of an action by the session issuer, path and role id included', () => {
    const facts = {
      eventId: '11111111-2222-3333-4444-555555555555',
      at: Date.UTC(2026, 8, 20, 10),
      region: 'eu-west-1',
      eventSource: 'dynamodb.amazonaws.com',
      eventName: 'GetItem',
      principal: {
        arn: 'arn:aws:iam::123456789012:role/svc/team/app-task',
        name: 'app-task',
        accountId: '123456789012',
        roleId: 'AROAEXAMPLEID0000001',
        sessionName: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      },
      parameters: { kind: 'named', names: ['tableName'], values: {} },
      resources: ['arn:aws:dynamodb:eu-west-1:123456789012:table/orders'],
    };
    expect(interpret()).toStrictEqual({ observation: facts });
    expect(observed()).toStrictEqual({
      ...facts,
      outcome: 'used',
      actions: [{ action: 'dynamodb:GetItem', certainty: 'exact' }],
      unknownIn: [],
    });
  });

  it('is the role’s own use when a service makes it on the role’s behalf', () => {
    const { userIdentity } = recordWith();
    const identity = { ...(userIdentity as object), invokedBy: 'secretsmanager.amazonaws.com' };
    const seen = observed({ eventSource: 'kms.amazonaws.com', eventName: 'Decrypt', userIdentity: identity });
    expect(seen.principal.name).toBe('app-task');
    expect(seen.invokedBy).toBe('secretsmanager.amazonaws.com');
    expect(seen.actions).toEqual([{ action: 'kms:Decrypt', certainty: 'exact' }]);
  });

  it('is its own when it assumes a role, of another account too, with all that the session is given', () => {
    const roleArn = 'arn:aws:iam::999999999999:role/partner';
    const assume = (parameters: object) =>
      observed({
        eventSource: 'sts.amazonaws.com',
        eventName: 'AssumeRole',
        requestParameters: { roleArn, roleSessionName: 's', ...parameters },
      });
    expect(assume({}).principal.name).toBe('app-task');
    expect(assume({}).actions).toEqual([{ action: 'sts:AssumeRole', certainty: 'exact' }]);
    const tagged = assume({ tags: [{ key: 'team', value: 'a' }], sourceIdentity: 'me' }).actions;
    expect(tagged.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']),
    );
  });

  it('is the chained role’s, not its own, once it has assumed that role', () => {
    const arn = 'arn:aws:iam::999999999999:role/partner';
    const issuer = { type: 'Role', principalId: 'AROAPARTNER', arn, accountId: '999999999999', userName: 'partner' };
    const { principal } = observed({
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAPARTNER:app-task',
        arn: 'arn:aws:sts::999999999999:assumed-role/partner/app-task',
        accountId: '999999999999',
        sessionContext: { sessionIssuer: issuer },
      },
    });
    expect([principal.name, principal.accountId]).toEqual(['partner', '999999999999']);
  });

  it('is an attempt when it is refused', () => {
    expect(observed({ errorCode: 'AccessDenied' })).toMatchObject({ outcome: 'denied', errorCode: 'AccessDenied' });
  });

  it('is an attempt at the action that the refusal names', () => {
    const seen = observed({
      eventSource: 'ecs.amazonaws.com',
      eventName: 'RunTask',
      errorCode: 'AccessDeniedException',
      errorMessage: 'User: x is not authorized to perform: iam:PassRole on resource: y',
    });
    expect(seen.actions).toEqual([{ action: 'iam:PassRole', certainty: 'exact' }]);
  });

  it('is an attempt at what was certainly asked for, not at what may have come along', () => {
    const seen = observed({
      eventSource: 'ecs.amazonaws.com',
      eventName: 'RunTask',
      errorCode: 'AccessDeniedException',
      requestParameters: { taskDefinition: 'f', tags: [{ key: 'a' }] },
    });
    expect(seen.actions).toEqual([{ action: 'ecs:RunTask', certainty: 'exact' }]);
  });

  it('is a use when the key was not there', () => {
    const seen = observed({ eventSource: 's3.amazonaws.com', eventName: 'GetObject', errorCode: 'NoSuchKey' });
    expect(seen.outcome).toBe('used');
    expect(seen.actions[0]).toEqual({ action: 's3:GetObject', certainty: 'exact' });
  });

  it('keeps another role id apart, for a role deleted and made again', () => {
    const { userIdentity } = recordWith() as { userIdentity: { sessionContext: { sessionIssuer: object } } };
    const sessionIssuer = { ...userIdentity.sessionContext.sessionIssuer, principalId: 'AROAOLD' };
    const seen = observed({ userIdentity: { ...userIdentity, sessionContext: { sessionIssuer } } });
    expect(seen.principal.roleId).toBe('AROAOLD');
  });

  it('falls back on the STS ARN where the session has no issuer', () => {
    const { userIdentity } = recordWith();
    const seen = observed({ userIdentity: { ...(userIdentity as object), sessionContext: {} } });
    expect(seen.principal).toEqual({
      name: 'app-task',
      accountId: '123456789012',
      roleId: 'AROAEXAMPLEID0000001',
      sessionName: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    });
  });

  it.each([
    ['Role', { arn: 'arn:aws:iam::123456789012:role/svc/team/app-task' }],
    ['Role', { arn: 'arn:aws:sts::123456789012:assumed-role/app-task/s' }],
    ['Unknown', { arn: 'arn:aws:sts::123456789012:assumed-role/app-task/s' }],
  ])('is the role’s own also in a record of type %s, with %j', (type, identity) => {
    const seen = observed({ userIdentity: { type, principalId: 'AROAEXAMPLEID0000001', ...identity } });
    expect(seen.principal).toMatchObject({
      name: 'app-task',
      accountId: '123456789012',
      roleId: 'AROAEXAMPLEID0000001',
    });
  });

  it('takes an id that is masked for none, so that the call is not that of a former role', () => {
    const { userIdentity } = recordWith() as { userIdentity: { sessionContext: { sessionIssuer: object } } };
    const sessionIssuer = { ...userIdentity.sessionContext.sessionIssuer, principalId: '****' };
    const seen = observed({
      userIdentity: { ...userIdentity, principalId: '****', sessionContext: { sessionIssuer } },
    });
    expect(seen.principal).not.toHaveProperty('roleId');
  });

  it('is an attempt at any of several, where nothing tells which', () => {
    const seen = observed({
      eventSource: 'dynamodb.amazonaws.com',
      eventName: 'ExecuteStatement',
      errorCode: 'AccessDeniedException',
      requestParameters: null,
    });
    expect(seen.actions.map(({ action }) => action)).toContain('dynamodb:PartiQLSelect');
    expect(seen.actions).toHaveLength(4);
  });

  it('is an attempt at what was asked for when the refusal names what no catalogue knows', () => {
    const errorMessage = 'User: x is not authorized to perform: dynamodb:Fly on resource: y';
    const seen = observed({ errorCode: 'AccessDeniedException', errorMessage });
    expect(seen.actions).toEqual([{ action: 'dynamodb:GetItem', certainty: 'exact' }]);
  });

  it('touches resources of the account that received the event', () => {
    expect(observed({ recipientAccountId: '999999999999' }).resources).toEqual([
      'arn:aws:dynamodb:eu-west-1:999999999999:table/orders',
    ]);
    expect(observed({ recipientAccountId: undefined }).resources).toEqual([
      'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
    ]);
  });

  it('names a bounded number of resources, passed roles included', () => {
    const resources = Array.from({ length: 20 }, (_, at) => ({ ARN: `arn:aws:s3:::b${at}` }));
    const requestParameters = { role: 'arn:aws:iam::123456789012:role/fn' };
    const seen = observed({
      eventSource: 'lambda.amazonaws.com',
      eventName: 'CreateFunction',
      resources,
      requestParameters,
    });
    expect(seen.resources).toHaveLength(20);
  });

  it('that attaches a policy to a role is a use and a change of a grant', () => {
    const attach = {
      eventSource: 'iam.amazonaws.com',
      eventName: 'AttachRolePolicy',
      requestParameters: { roleName: 'r', policyArn: 'arn:aws:iam::aws:policy/P' },
    };
    const result = interpret(attach);
    expect(observed(attach).actions).toEqual([{ action: 'iam:AttachRolePolicy', certainty: 'exact' }]);
    expect(result.grantChange).toMatchObject({ roleName: 'r', policy: 'arn:aws:iam::aws:policy/P' });
    expect(Object.keys(result)).toEqual(['observation', 'grantChange']);
  });

  it('belongs to the account of the role, though another account received the event', () => {
    expect(observed({ recipientAccountId: '999999999999' }).principal.accountId).toBe('123456789012');
  });

  it('names the role that it passes among the resources', () => {
    const seen = observed({
      eventSource: 'lambda.amazonaws.com',
      eventName: 'CreateFunction20150331',
      requestParameters: { functionName: 'fn', role: 'arn:aws:iam::123456789012:role/fn' },
    });
    expect(seen.actions).toContainEqual({ action: 'iam:PassRole', certainty: 'implied' });
    expect(seen.resources).toContain('arn:aws:iam::123456789012:role/fn');
  });

  it('credits the service when nobody knows the event', () => {
    const seen = observed({ eventSource: 'elasticmapreduce.amazonaws.com', eventName: 'ListSecretEditors' });
    expect(seen).toMatchObject({ actions: [], unknownIn: ['elasticmapreduce'], outcome: 'used' });
  });
});

describe('other callers', () => {
  it.each(['IAMUser', 'Root', 'AWSService', 'AWSAccount', 'FederatedUser', 'SAMLUser', undefined])(
    'a caller of type %s is no role, whatever ARN stands elsewhere in the record',
    (type) => {
      const userIdentity = { type, arn: 'arn:aws:sts::123456789012:assumed-role/app-task/x', principalId: 'AROAX:x' };
      expect(interpret({ userIdentity })).toStrictEqual({});
    },
  );

  it('a service that assumes a role gives a sign of life, not a use', () => {
    const result = interpret({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      userIdentity: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
      requestParameters: { roleArn: 'arn:aws:iam::123456789012:role/svc/team/app-task', roleSessionName: 'task-id' },
    });
    expect(result).toEqual({
      assumed: {
        at: Date.UTC(2026, 8, 20, 10),
        region: 'eu-west-1',
        arn: 'arn:aws:iam::123456789012:role/svc/team/app-task',
        by: 'ecs-tasks.amazonaws.com',
        sessionName: 'task-id',
      },
    });
  });

  it('a role that assumes another uses sts:AssumeRole and wakes the other', () => {
    const assume = {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      requestParameters: { roleArn: 'arn:aws:iam::123456789012:role/other' },
    };
    const result = interpret(assume);
    expect(observed(assume).actions).toEqual([{ action: 'sts:AssumeRole', certainty: 'exact' }]);
    expect(result.assumed).toMatchObject({ arn: 'arn:aws:iam::123456789012:role/other' });
    expect(result.assumed?.by).toContain('assumed-role/app-task');
  });

  it('takes the role from the listed resources where the parameters lack it', () => {
    const role = 'arn:aws:iam::123456789012:role/other';
    const result = interpret({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRoleWithWebIdentity',
      requestParameters: null,
      resources: [{ type: 'AWS::IAM::Role', ARN: role }],
    });
    expect(result.assumed?.arn).toBe(role);
  });

  it('a refused AssumeRole wakes nobody', () => {
    const result = interpret({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      errorCode: 'AccessDenied',
      requestParameters: { roleArn: 'arn:aws:iam::123456789012:role/other' },
    });
    expect(result.assumed).toBeUndefined();
  });
});

describe('records that cannot be read', () => {
  it('say so', () => {
    expect(interpretRecord(undefined)).toEqual({ unreadable: expect.stringContaining('Cannot read') });
    expect(interpret({ eventTime: 'noon' })).toEqual({ unreadable: expect.stringContaining('eventTime') });
  });

  it('say so when the session names no role', () => {
    expect(interpret({ userIdentity: { type: 'AssumedRole' } })).toEqual({
      unreadable: expect.stringContaining('names no role'),
    });
  });

  it('say so of aggregated events that sum up nothing', () => {
    const event = {
      eventCategory: 'Aggregated',
      eventType: 'AwsAggregatedEvent',
      eventSource: 's3.amazonaws.com',
      timeWindow: {},
    };
    expect(interpretRecord(event)).toEqual({ unreadable: expect.stringContaining('aggregated') });
  });

  it('are not aggregated events that name a call after all', () => {
    expect(interpret({ eventCategory: 'Aggregated' }).observation?.eventName).toBe('GetItem');
  });

  it('are not Insights events, which are no calls at all', () => {
    expect(interpret({ eventCategory: 'Insight' })).toEqual({});
  });

  it('are not those of callers unknown even to CloudTrail', () => {
    for (const principalId of ['AIDAEXAMPLE', undefined]) {
      expect(interpret({ userIdentity: { type: 'Unknown', principalId } })).toStrictEqual({});
    }
    expect(interpret({ userIdentity: { type: 'Unknown', principalId: 'AROAEXAMPLE' } }).unreadable).toBeDefined();
  });

  it('never make it throw', () => {
    const anything = fc.jsonValue();
    fc.assert(
      fc.property(anything, anything, anything, fc.string(), (identity, parameters, resources, name) => {
        interpret({ userIdentity: identity, requestParameters: parameters, resources, eventName: name });
        interpret({ requestParameters: parameters, eventSource: `${name}.amazonaws.com` });
        interpret({ errorCode: name, errorMessage: name, responseElements: parameters });
        interpretRecord(parameters);
      }),
    );
  });
});
