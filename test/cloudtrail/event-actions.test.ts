import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ApiEvent, actionsOf } from '../../src/cloudtrail/event-actions.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';

interface EventCase {
  readonly event_source: string;
  readonly event_name: string;
  readonly iam_actions: readonly string[];
  readonly also_possible: readonly string[];
}

const catalog = await loadCatalog();
const { cases } = JSON.parse(readFileSync(new URL('../cases/event-actions.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly EventCase[];
};

function credits(event: ApiEvent): string[] {
  return actionsOf(event, catalog).actions.map(({ action, certainty }) =>
    certainty === 'exact' ? action : `${action} (${certainty})`,
  );
}

function on(service: string, eventName: string, requestParameters?: ApiEvent['requestParameters']): ApiEvent {
  const event = { eventSource: `${service}.amazonaws.com`, eventName };
  return requestParameters === undefined ? event : { ...event, requestParameters };
}

describe('every event of the case table', () => {
  for (const { event_source, event_name, iam_actions, also_possible } of cases) {
    it(`${event_source} ${event_name} needs ${iam_actions.join(', ') || 'nothing for certain'}`, () => {
      for (const parameters of [undefined, null, {}]) {
        const event = { eventSource: event_source, eventName: event_name };
        const result = actionsOf(
          parameters === undefined ? event : { ...event, requestParameters: parameters },
          catalog,
        );
        const got: readonly string[] = result.actions.map(({ action }) => action);
        expect(got).toEqual(expect.arrayContaining([...iam_actions]));
        expect(got.filter((action) => !iam_actions.includes(action) && !also_possible.includes(action))).toEqual([]);
        expect(result.unknownIn).toEqual([]);
      }
    });
  }
});

describe('parameters decide', () => {
  const table: readonly (readonly [string, ApiEvent, readonly string[]])[] = [
    [
      'a version of an object',
      on('s3', 'GetObject', { bucketName: 'b', key: 'k', versionId: '3' }),
      [
        's3:GetObject',
        's3:GetObjectVersion (possible)',
        's3:GetObjectTagging (possible)',
        's3:GetObjectVersionTagging (possible)',
      ],
    ],
    [
      'no version of an object',
      on('s3', 'GetObject', { bucketName: 'b', key: 'k' }),
      ['s3:GetObject', 's3:GetObjectTagging (possible)'],
    ],
    [
      'a domain of OpenSearch by its old name',
      on('es', 'DeleteElasticsearchDomain', { domainName: 'd' }),
      ['es:DeleteElasticsearchDomain', 'es:DeleteDomain (possible)'],
    ],
    [
      'versions of OpenSearch',
      on('es', 'ListVersions', null),
      ['es:ListVersions', 'es:ListElasticsearchVersions (possible)'],
    ],
    [
      'an ACL beside an object, and what no record is known to show',
      on('s3', 'PutObject', { bucketName: 'b', key: 'k', 'x-amz-acl': 'private' }),
      [
        's3:PutObject',
        's3:PutObjectAcl (possible)',
        's3:PutObjectLegalHold (possible)',
        's3:PutObjectRetention (possible)',
        's3:PutObjectTagging (possible)',
      ],
    ],
    [
      'a copy of a version',
      on('s3', 'CopyObject', { bucketName: 'b', key: 'k', 'x-amz-copy-source': 'b/k?versionId=1' }),
      [
        's3:GetObject',
        's3:PutObject',
        's3:GetObjectVersion (possible)',
        's3:PutObjectLegalHold (possible)',
        's3:PutObjectRetention (possible)',
        's3:PutObjectTagging (possible)',
        's3:GetObjectTagging (possible)',
        's3:GetObjectVersionTagging (possible)',
        's3:GetObjectAnnotation (possible)',
        's3:ListObjectAnnotations (possible)',
        's3:PutObjectAnnotation (possible)',
      ],
    ],
    [
      'a transaction that names its parts',
      on('dynamodb', 'TransactWriteItems', { transactItems: [{ put: {} }, { conditionCheck: {} }] }),
      ['dynamodb:ConditionCheckItem', 'dynamodb:PutItem'],
    ],
    [
      'a transaction with a part that nobody knows',
      on('dynamodb', 'TransactWriteItems', { transactItems: [{ put: {} }, {}] }),
      [
        'dynamodb:PutItem (possible)',
        'dynamodb:UpdateItem (possible)',
        'dynamodb:DeleteItem (possible)',
        'dynamodb:ConditionCheckItem (possible)',
      ],
    ],
    [
      'a PartiQL statement',
      on('dynamodb', 'ExecuteStatement', { statement: ' select * from "orders"' }),
      ['dynamodb:PartiQLSelect'],
    ],
    [
      'no statement of another service',
      on('redshift-data', 'CancelStatement', { id: 'i', statement: 'SELECT 1' }),
      ['redshift-data:CancelStatement'],
    ],
    [
      'a statement with a verb that nobody knows',
      on('dynamodb', 'ExecuteStatement', { statement: 'constructor' }),
      [
        'dynamodb:PartiQLSelect (possible)',
        'dynamodb:PartiQLInsert (possible)',
        'dynamodb:PartiQLUpdate (possible)',
        'dynamodb:PartiQLDelete (possible)',
      ],
    ],
    [
      'a PartiQL batch',
      on('dynamodb', 'BatchExecuteStatement', {
        statements: [{ statement: 'INSERT INTO a' }, { statement: 'DELETE FROM a' }],
      }),
      ['dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert'],
    ],
    [
      'a PartiQL statement that CloudTrail hides',
      on('dynamodb', 'ExecuteTransaction', { transactStatements: [{ statement: 'HIDDEN_DUE_TO_SECURITY_REASONS' }] }),
      [
        'dynamodb:PartiQLSelect (possible)',
        'dynamodb:PartiQLInsert (possible)',
        'dynamodb:PartiQLUpdate (possible)',
        'dynamodb:PartiQLDelete (possible)',
      ],
    ],
    [
      'tags on creation',
      on('ecs', 'CreateCluster', { clusterName: 'c', tags: [{ key: 'a', value: 'b' }] }),
      ['ecs:CreateCluster', 'ecs:TagResource (possible)'],
    ],
    ['an empty list of tags', on('ecs', 'CreateCluster', { clusterName: 'c', tags: [] }), ['ecs:CreateCluster']],
    [
      'tag specifications',
      on('ec2', 'RunInstances', { tagSpecificationSet: { items: [{ resourceType: 'instance' }] } }),
      ['ec2:RunInstances', 'ec2:CreateTags (possible)'],
    ],
    ['an image tag, which tags no resource', on('ecr', 'PutImage', { imageTag: 'v1' }), ['ecr:PutImage']],
    [
      'secrets read in a batch',
      on('secretsmanager', 'BatchGetSecretValue', { secretIdList: ['a'] }),
      [
        'secretsmanager:BatchGetSecretValue',
        'secretsmanager:GetSecretValue (possible)',
        'secretsmanager:ListSecrets (possible)',
      ],
    ],
    [
      'a role to pass, by ARN',
      on('lambda', 'CreateFunction20150331', { role: 'arn:aws:iam::123456789012:role/fn' }),
      ['lambda:CreateFunction', 'iam:PassRole (implied)'],
    ],
    [
      'roles to pass, deep inside',
      on('events', 'PutTargets', { rule: 'r', targets: [{ id: '1', roleArn: 'arn:aws:iam::123456789012:role/t' }] }),
      ['events:PutTargets', 'iam:PassRole (implied)'],
    ],
    [
      'a role to pass, by short name',
      on('ecs', 'RegisterTaskDefinition', { family: 'f', taskRoleArn: 'app-task' }),
      ['ecs:RegisterTaskDefinition', 'iam:PassRole (implied)'],
    ],
    [
      'a task of a definition with roles',
      on('ecs', 'RunTask', { taskDefinition: 'f' }),
      ['ecs:RunTask', 'iam:PassRole (implied)'],
    ],
    [
      'an instance profile',
      on('ec2', 'RunInstances', { iamInstanceProfile: { name: 'p' } }),
      ['ec2:RunInstances', 'iam:PassRole (implied)'],
    ],
    [
      'a role that is assumed, not passed',
      on('sts', 'AssumeRole', { roleArn: 'arn:aws:iam::123456789012:role/r' }),
      ['sts:AssumeRole'],
    ],
    [
      'a role that is only read about',
      on('ecs', 'DescribeServices', { role: 'arn:aws:iam::123456789012:role/r' }),
      ['ecs:DescribeServices'],
    ],
    [
      'a key that was not found, which S3 tells only those who may list',
      { ...on('s3', 'GetObject'), errorCode: 'NoSuchKey' },
      ['s3:GetObject', 's3:ListBucket (possible)'],
    ],
  ];
  for (const [what, event, expected] of table) {
    it(`${what}: ${event.eventName}`, () => {
      expect(credits(event)).toEqual(expected);
    });
  }

  it('parameters that CloudTrail left out as too large may have named anything', () => {
    const omitted = { omitted: true, originalSize: 200_000, reason: 'parameter too large' };
    const credited = credits(on('ecs', 'CreateService', omitted));
    expect(credited.slice(0, 1)).toEqual(['ecs:CreateService']);
    expect(credited).toEqual(
      expect.arrayContaining(['ecs:TagResource (possible)', 's3:GetObject (possible)', 'iam:PassRole (implied)']),
    );
  });
});

describe('a key that was not found', () => {
  it.each([
    ['s3', 'GetObject', 'NoSuchKey'],
    ['s3', 'GetObjectTagging', 'NoSuchKey'],
    ['s3', 'HeadObject', 'NotFound'],
    ['s3', 'HeadObject', '404'],
  ])('%s %s with %s may have needed s3:ListBucket', (service, eventName, errorCode) => {
    expect(credits({ ...on(service, eventName), errorCode })).toContain('s3:ListBucket (possible)');
  });

  it.each([
    ['s3', 'GetObject', 'NoSuchBucket'],
    ['s3', 'GetObject', 'NoSuchKeyPair'],
    ['s3', 'GetObject', 'ConfigurationNotFound'],
    ['s3', 'GetObject', 'Error404'],
    ['s3', 'GetObject', undefined],
    ['s3', 'PutObject', 'NoSuchKey'],
    ['mediastore', 'GetObject', 'NotFound'],
  ])('%s %s with %s did not', (service, eventName, errorCode) => {
    const event = on(service, eventName);
    expect(credits(errorCode === undefined ? event : { ...event, errorCode })).not.toContain(
      's3:ListBucket (possible)',
    );
  });
});

describe('an object that is another than expected', () => {
  it.each([
    ['PutObject', 'PreconditionFailed', true],
    ['CompleteMultipartUpload', 'ConditionalRequestConflict', true],
    ['DeleteObject', 'PreconditionFailed', true],
    ['PutObject', 'SlowDown', false],
    ['PutObject', undefined, false],
  ] as const)('%s with %s may have needed s3:GetObject: %s', (eventName, errorCode, isPossible) => {
    const credited = credits({ ...on('s3', eventName), ...(errorCode && { errorCode }) });
    expect(credited.includes('s3:GetObject (possible)')).toBe(isPossible);
  });
});

describe('notes', () => {
  const noteOn = (event: ApiEvent) => actionsOf(event, catalog).note;

  it.each([
    [on('sts', 'GetCallerIdentity'), /^needs no permission: open to every caller/],
    [on('s3', 'HeadObject'), /^HeadObject is authorised as GetObject$/],
    [on('s3', 'CopyObject'), /^CopyObject is authorised as GetObject and PutObject$/],
    [on('dynamodb', 'TransactWriteItems'), /^TransactWriteItems needs one or more of these$/],
    [on('waf', 'Fly'), /^no action is known for Fly; waf or waf-regional counts as in use$/],
  ])('on $eventName say why', (event, note) => {
    expect(noteOn(event)).toMatch(note);
  });

  it('are left out where event and action have one name', () => {
    expect(actionsOf(on('ecs', 'RunTask'), catalog)).toStrictEqual({
      actions: [{ action: 'ecs:RunTask', certainty: 'exact' }],
      unknownIn: [],
    });
    expect(noteOn(on('lambda', 'GetFunction20150331v2'))).toBe('GetFunction20150331v2 is authorised as GetFunction');
    expect(noteOn({ eventSource: 's3.amazonaws.com', eventName: 'getobject' })).toBeUndefined();
    const requestParameters = { transactItems: [{ put: {} }] };
    expect(noteOn(on('dynamodb', 'TransactWriteItems', requestParameters))).toMatch(/is authorised as PutItem$/);
  });
});

describe('a catalogue of another age', () => {
  const lacking = (...actions: readonly string[]) => ({
    ...catalog,
    indexOf: (action: string) => (actions.includes(action) ? undefined : catalog.indexOf(action)),
  });

  it('that lacks the action behind an event leaves the event unknown', () => {
    expect(actionsOf(on('s3', 'HeadObject'), lacking('s3:GetObject', 's3express:CreateSession'))).toMatchObject({
      actions: [],
      unknownIn: expect.arrayContaining(['s3']),
    });
  });

  it('that lacks one action of several credits the others', () => {
    expect(actionsOf(on('s3', 'CopyObject'), lacking('s3:GetObject')).actions).toStrictEqual([
      { action: 's3:PutObject', certainty: 'exact' },
    ]);
  });

  it('that states several actions for an event named otherwise leaves open which', () => {
    const stated = (actions: readonly ['lex:GetBot', ...'lex:DeleteBot'[]] | readonly []) =>
      actionsOf(on('lex', 'NewThing'), { ...catalog, operationActions: () => actions });
    expect(stated(['lex:GetBot', 'lex:DeleteBot'])).toStrictEqual({
      actions: [
        { action: 'lex:GetBot', certainty: 'possible' },
        { action: 'lex:DeleteBot', certainty: 'possible' },
      ],
      unknownIn: [],
      note: 'NewThing needs one or more of these',
    });
    expect(stated([]).unknownIn).toStrictEqual(['lex']);
  });
});

describe('an event seen before', () => {
  function counting() {
    let asked = 0;
    return {
      catalog: {
        ...catalog,
        indexOf(action: string) {
          asked++;
          return catalog.indexOf(action);
        },
      },
      askedDuring(work: () => void): number {
        const before = asked;
        work();
        return asked - before;
      },
    };
  }

  it.each(['HeadObject', 'FrobnicateBucket'])('is not resolved again: %s', (eventName) => {
    const { catalog: counted, askedDuring } = counting();
    const first = actionsOf(on('s3', eventName), counted);
    expect(askedDuring(() => expect(actionsOf(on('s3', eventName), counted)).toEqual(first))).toBe(0);
    expect(askedDuring(() => actionsOf(on('ecs', eventName), counted))).toBeGreaterThan(0);
  });

  it('is forgotten rather than remembered without end', () => {
    const { catalog: counted, askedDuring } = counting();
    for (let at = 0; at < 20_000; at++) actionsOf(on('ecs', `Made${at}Up`), counted);
    expect(askedDuring(() => actionsOf(on('ecs', 'Made19999Up'), counted))).toBe(0);
    actionsOf(on('ecs', 'RunTask'), counted);
    expect(askedDuring(() => actionsOf(on('ecs', 'RunTask'), counted))).toBeGreaterThan(0);
  });
});

describe('names', () => {
  it('keeps digits of the action itself and takes a date off', () => {
    expect(credits(on('kafka', 'ListClustersV2'))).toEqual(['kafka:ListClustersV2']);
    expect(credits(on('datasync', 'CreateLocationS3'))).toEqual(['datasync:CreateLocationS3']);
    expect(credits(on('lambda', 'GetFunction20150331v2'))).toEqual(['lambda:GetFunction']);
    expect(credits(on('cloudfront', 'CreateInvalidation2020_05_31'))).toEqual(['cloudfront:CreateInvalidation']);
  });

  it('has no regard to case and answers in the catalogue’s spelling', () => {
    expect(credits({ eventSource: 'S3.amazonaws.com', eventName: 'getobject' })).toEqual(['s3:GetObject']);
    expect(credits({ eventSource: 's3.amazonaws.com', eventName: 'HEADOBJECT' })).toEqual(['s3:GetObject']);
  });

  it('maps every API Gateway verb of both versions', () => {
    const verbs = {
      GetModel: 'GET',
      CreateModel: 'POST',
      PutMethod: 'PUT',
      UpdateModel: 'PATCH',
      DeleteModel: 'DELETE',
    };
    for (const [eventName, verb] of Object.entries(verbs)) {
      expect(credits(on('apigateway', eventName))).toEqual([`apigateway:${verb}`]);
    }
    expect(actionsOf(on('apigateway', 'Getaway'), catalog).unknownIn).toEqual(['apigateway']);
    expect(actionsOf(on('apigateway', 'GetawayModel'), catalog).unknownIn).toEqual(['apigateway']);
  });

  it('finds the Chinese endpoint of a service', () => {
    expect(credits({ eventSource: 'monitoring.amazonaws.com.cn', eventName: 'PutMetricAlarm' })).toEqual([
      'cloudwatch:PutMetricAlarm',
    ]);
  });
});

describe('what is not known', () => {
  it('is reported with the service, never guessed', () => {
    const { actions, unknownIn, note } = actionsOf(on('elasticmapreduce', 'ListSecretEditors'), catalog);
    expect(actions).toEqual([]);
    expect(unknownIn).toEqual(['elasticmapreduce']);
    expect(note).toContain('ListSecretEditors');
  });

  it('names a service that the catalogue lacks by its label', () => {
    expect(actionsOf(on('brandnewservice', 'DoIt'), catalog).unknownIn).toEqual(['brandnewservice']);
  });

  it.each([
    ['timestream-query', 'Query', 'timestream'],
    ['iotdataplane', 'Publish', 'iot'],
    ['globalacceleratorthing', 'StartThing', 'globalaccelerator'],
    ['brandnewservice', 'GetLatestConfiguration', 'appconfig'],
  ])('of a source %s that nobody knows counts for whatever %s may be of', (source, name, service) => {
    expect(actionsOf(on(source, name), catalog).unknownIn).toEqual(expect.arrayContaining([source, service]));
  });

  it('of AppConfig’s data plane is AppConfig’s', () => {
    expect(actionsOf(on('appconfigdata', 'GetLatestConfiguration'), catalog).actions).toEqual([
      { action: 'appconfig:GetLatestConfiguration', certainty: 'exact' },
    ]);
  });

  it('credits every prefix that a shared event source may stand for', () => {
    expect(actionsOf(on('s3', 'FrobnicateBucket'), catalog).unknownIn).toContain('s3express');
  });

  it.each([
    [{ serviceNamespace: 'ecs', policyName: 'p' }, ['application-autoscaling:PutScalingPolicy']],
    [{ autoScalingGroupName: 'g', policyName: 'p' }, ['autoscaling:PutScalingPolicy']],
    [null, ['autoscaling:PutScalingPolicy', 'application-autoscaling:PutScalingPolicy (possible)']],
  ])('tells services that share source and event name apart by %j, else credits both', (requestParameters, actions) => {
    const event = { ...on('autoscaling', 'PutScalingPolicy'), requestParameters };
    expect(credits(event).filter((credit) => credit.includes('ScalingPolicy'))).toEqual(actions);
  });

  it('says which services share source and event name where it credits both, and takes an event alone at its name', () => {
    const event = on('autoscaling', 'PutScalingPolicy');
    expect(actionsOf({ ...event, requestParameters: null }, catalog).note).toBe(
      'autoscaling or application-autoscaling: both log PutScalingPolicy under autoscaling.amazonaws.com',
    );
    expect(credits(event)).toEqual(['autoscaling:PutScalingPolicy']);
    const told = { ...event, requestParameters: { autoScalingGroupName: 'g' } };
    expect(actionsOf(told, catalog).note).toBeUndefined();
  });

  it('is nothing for what a service reports of itself', () => {
    const event = { ...on('kms', 'RotateKeyOnDemand'), eventType: 'AwsServiceEvent' };
    expect(actionsOf(event, catalog)).toMatchObject({ actions: [], unknownIn: [] });
  });

  it('is nothing for a call that needs no permission', () => {
    expect(actionsOf(on('sts', 'GetCallerIdentity'), catalog)).toMatchObject({ actions: [], unknownIn: [] });
  });

  it('falls back on AWS’s own list of operations where the catalogue has it', () => {
    const refreshed = {
      ...catalog,
      operationActions: (service: string, operation: string) =>
        service === 'braket' && operation === 'NewThing' ? (['braket:GetJob'] as const) : undefined,
    };
    expect(actionsOf(on('braket', 'NewThing'), refreshed).actions).toEqual([
      { action: 'braket:GetJob', certainty: 'exact' },
    ]);
  });
});
