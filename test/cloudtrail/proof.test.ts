import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/cloudtrail/call.ts';
import { actionsOf } from '../../src/cloudtrail/event-actions.ts';
import { eventSourceOf } from '../../src/cloudtrail/event-source.ts';
import { interpretRecord } from '../../src/cloudtrail/interpret-record.ts';
import type { JsonObject } from '../../src/cloudtrail/json.ts';
import type { ParameterFacets } from '../../src/cloudtrail/parameter-facets.ts';
import { rolesPassed } from '../../src/cloudtrail/pass-role.ts';
import { proofOf } from '../../src/cloudtrail/proof.ts';
import { SECONDARY_ROWS } from '../../src/cloudtrail/secondary-actions.ts';
import { VALUE_FACETS } from '../../src/cloudtrail/value-facets.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { recordWith } from './record-with.ts';

const catalog = await loadCatalog();
/** Of each property; each run goes through all events. */
const RUNS = 25;
const ROLE = 'arn:aws:iam::123456789012:role/svc/r';

const UNKNOWN = 'unheard-of:DoThings';

/** Every event with further checks, and events that values decide or that pass roles. */
const EVENTS: readonly string[] = [
  ...new Set([
    ...SECONDARY_ROWS.flatMap(({ events }) => events),
    'dynamodb:ExecuteStatement',
    'dynamodb:BatchExecuteStatement',
    'dynamodb:ExecuteTransaction',
    'dynamodb:TransactWriteItems',
    'ec2:RunInstances',
    'ecs:RegisterTaskDefinition',
    'ecs:RunTask',
    'glue:CreateJob',
    'lambda:CreateFunction20150331',
    'sns:SetTopicAttributes',
    'sts:AssumeRole',
    UNKNOWN,
  ]),
];

const KEYS = [
  'accessControl',
  'attributeValue',
  'autoScalingGroupName',
  'code',
  'credentials',
  'iamInstanceProfile',
  'launchTemplate',
  'layers',
  'logDestination',
  'omitted',
  'reason',
  'replicaUpdates',
  'resourcePolicy',
  'role',
  'roleArn',
  'serviceNamespace',
  'statement',
  'tagSpecificationSet',
  'tags',
  'transactItems',
  'put',
  'versionId',
  'vpcConfig',
  'x-amz-acl',
  'x-amz-copy-source',
  'x-amz-tagging',
];
const TEXTS = ['', 'NONE', 'x', 'ecs', 'dynamodb', 'rds', 'SELECT * FROM a', 'DELETE FROM a', 'b/k?versionId=7', ROLE];

const key = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...KEYS) }, { weight: 1, arbitrary: fc.string() });
const leaf = fc.oneof(fc.constantFrom<unknown>(...TEXTS, null, true, false, 0, 7), fc.string());
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    { weight: 4, arbitrary: leaf },
    { weight: 2, arbitrary: fc.dictionary(key, tie('tree'), { maxKeys: 4 }) },
    { weight: 1, arbitrary: fc.array(tie('tree'), { maxLength: 3 }) },
  ),
}));
const parameters: fc.Arbitrary<JsonObject | null> = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(key, tree, { maxKeys: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom(null, {}, { omitted: true, reason: 'too large' }) },
);

type Names = Extract<ParameterFacets, { readonly kind: 'named' }>;
const names = fc.uniqueArray(key, { maxLength: 8 }).map((list) => list.toSorted());
const words = fc.array(
  fc.oneof(fc.constantFrom('ecs', 'rds', 'select', 'delete', 'put', 'version', 'roleArn'), fc.string()),
  { maxLength: 4 },
);
const values: fc.Arbitrary<Names['values']> = fc
  .record(Object.fromEntries(VALUE_FACETS.map(({ facet }) => [facet, words])), { requiredKeys: [] })
  .map((record) => record as Names['values']);

/** The facets of a call that passed parameters of these names, of the values those that are looked for in such calls. */
function facetsFor(event: string, list: readonly string[], some: Names['values']): ParameterFacets {
  const { prefix, eventName } = eventOf(event);
  const kept = VALUE_FACETS.flatMap(({ facet, appliesTo }) => {
    const found = some[facet];
    return found !== undefined && appliesTo(prefix, eventName) ? [[facet, found] as const] : [];
  });
  return { kind: 'named', names: list, values: Object.fromEntries(kept) };
}

function eventOf(event: string): { readonly prefix: string; readonly eventSource: string; readonly eventName: string } {
  const [prefix = '', eventName = ''] = event.split(':');
  return { prefix, eventSource: eventSourceOf(prefix), eventName };
}

/** A call with these parameters as the record states it, as if it had been written down and read again. */
function factsOf(event: string, requestParameters: JsonObject | null): Call {
  const { eventSource, eventName } = eventOf(event);
  const { observation } = interpretRecord(recordWith({ eventSource, eventName, requestParameters }));
  if (observation === undefined) throw new Error('expected an observation');
  return JSON.parse(JSON.stringify(observation)) as Call;
}

function credited(event: string, facets: ParameterFacets): readonly string[] {
  const { eventSource, eventName } = eventOf(event);
  return proofOf({ eventSource, eventName, parameters: facets }, catalog).actions.map(({ action }) => action);
}

/** What is missing of the one among the other. */
function without(some: readonly string[], all: readonly string[]): readonly string[] {
  return some.filter((action) => !all.includes(action));
}

/** Names of the parameters that have a value, however deep. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => [
    ...(Array.isArray(value) || ['""', 'null', 'false', '"NONE"', '[]', '{}'].includes(JSON.stringify(child))
      ? []
      : [name]),
    ...namesIn(child),
  ]);
}

describe('proofOf() of a refusal', () => {
  const refused = (
    event: string,
    action?: string,
    names: readonly string[] = [],
  ): readonly [readonly string[], readonly string[]] => {
    const { eventSource, eventName } = eventOf(event);
    const call: Call = {
      eventSource,
      eventName,
      errorCode: 'AccessDenied',
      parameters: { kind: 'named', names, values: { references: [] } },
      ...(action === undefined ? {} : { refusal: { action, says: 'refusedByIam' } }),
    };
    const { outcome, actions, passed } = proofOf(call, catalog);
    expect(outcome).toBe('denied');
    expect(new Set(passed.map(({ certainty }) => certainty)).isSubsetOf(new Set(['possible', 'implied']))).toBe(true);
    return [actions.map((each) => each.action), passed.map((each) => each.action)];
  };

  it.each<[string, string | undefined, readonly string[], readonly string[]]>([
    // What is refused further down says that the checks before it were passed.
    ['ssm:GetParameter', 'kms:Decrypt', ['kms:Decrypt'], ['ssm:GetParameter']],
    ['secretsmanager:GetSecretValue', 'kms:Decrypt', ['kms:Decrypt'], ['secretsmanager:GetSecretValue']],
    ['ecs:RunTask', 'iam:PassRole', ['iam:PassRole'], ['ecs:RunTask']],
    ['sns:CreateTopic', 'SNS:TagResource', ['sns:TagResource'], ['sns:CreateTopic']],
    // Who may not list a bucket is told "Access Denied" of a key that does not exist.
    ['s3:GetObject', 's3:ListBucket', ['s3:ListBucket'], ['s3:GetObject']],
    ['s3:GetObject', undefined, ['s3:GetObject'], ['s3:GetObject']],
    ['s3:HeadObject', undefined, ['s3:GetObject'], ['s3:GetObject']],
    // The action itself was refused: nothing before it is known to be needed.
    ['s3:GetObject', 's3:GetObject', ['s3:GetObject'], []],
    ['ssm:GetParameter', 'ssm:GetParameter', ['ssm:GetParameter'], []],
    ['ssm:GetParameter', undefined, ['ssm:GetParameter'], []],
    ['s3:PutObject', undefined, ['s3:PutObject'], []],
    // Refused for an action that the catalogue does not know: it is not the call's own.
    ['s3:PutObject', 's3:NotYetKnown', ['s3:PutObject'], ['s3:PutObject']],
  ])('%s, refused for %s', (event, action, actions, passed) => {
    expect(refused(event, action)).toEqual([actions, passed]);
  });

  it('of EC2, which encodes the action, may be of one that the parameters ask for', () => {
    expect(refused('ec2:RunInstances', undefined, ['tagSpecificationSet'])).toEqual([
      ['ec2:RunInstances'],
      ['ec2:RunInstances', 'ec2:CreateTags'],
    ]);
    expect(refused('ec2:DescribeInstances')).toEqual([['ec2:DescribeInstances'], []]);
    expect(refused('ec2:RunInstances', 'ec2:RunInstances', ['tagSpecificationSet'])[1]).toEqual([]);
  });
});

describe('proofOf()', () => {
  it('says of the facts of a record what its parameters in full say', () => {
    fc.assert(
      fc.property(parameters, (requestParameters) => {
        for (const event of EVENTS) {
          const { actions, unknownIn } = actionsOf({ ...eventOf(event), requestParameters }, catalog);
          expect({ event, ...proofOf(factsOf(event, requestParameters), catalog) }).toEqual({
            event,
            outcome: 'used',
            actions,
            passed: [],
            unknownIn,
          });
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('credits every further check whose parameter is there, and every role that is passed', () => {
    fc.assert(
      fc.property(parameters, (requestParameters) => {
        const present = namesIn(requestParameters);
        for (const event of EVENTS.filter((one) => one !== UNKNOWN)) {
          const { prefix, eventName } = eventOf(event);
          const rows = SECONDARY_ROWS.filter(
            ({ events, parameter }) =>
              events.some((one) => one === event) &&
              parameter !== undefined &&
              present.some((name) => parameter.test(name)),
          );
          const passes = rolesPassed(prefix, eventName, requestParameters).length > 0;
          const expected = [...rows.flatMap(({ actions }) => actions), ...(passes ? ['iam:PassRole'] : [])];
          const found = proofOf(factsOf(event, requestParameters), catalog).actions.map(({ action }) => action);
          expect({ event, missing: without(expected, found) }).toEqual({ event, missing: [] });
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('credits all that any values would, where none were looked for', () => {
    fc.assert(
      fc.property(names, values, (list, some) => {
        for (const event of EVENTS) {
          const known = credited(event, facetsFor(event, list, some));
          const all = credited(event, facetsFor(event, list, {}));
          expect({ event, missing: without(known, all) }).toEqual({ event, missing: [] });
        }
      }),
      { numRuns: RUNS },
    );
  });

  it.each<readonly [string, keyof Names['values'], readonly string[]]>([
    ['dynamodb:ExecuteStatement', 'statements', ['dynamodb:PartiQLSelect', 'dynamodb:PartiQLDelete']],
    ['dynamodb:TransactWriteItems', 'statements', ['dynamodb:PutItem', 'dynamodb:ConditionCheckItem']],
    ['application-autoscaling:PutScalingPolicy', 'serviceNamespace', ['ecs:UpdateService', 'kafka:DescribeCluster']],
    ['s3:CopyObject', 'copySource', ['s3:GetObjectVersion']],
    ['lambda:CreateFunction', 'roleNames', ['iam:PassRole']],
  ])('%s without %s is credited with all of them', (event, facet, actions) => {
    const facets = (some: Names['values']): ParameterFacets => ({ kind: 'named', names: ['x'], values: some });
    expect(without(actions, credited(event, facets({})))).toEqual([]);
    const one: Names['values'] = { [facet]: facet === 'statements' ? ['update'] : [] };
    expect(without(actions, credited(event, facets(one)))).toEqual(actions);
  });

  it('credits all that any parameters would, where they may be any', () => {
    fc.assert(
      fc.property(names, values, (list, some) => {
        for (const event of EVENTS) {
          const known = credited(event, facetsFor(event, list, some));
          expect({ event, missing: without(known, credited(event, { kind: 'any' })) }).toEqual({ event, missing: [] });
        }
      }),
      { numRuns: RUNS },
    );
  });
});
