import { describe, expect, it } from 'vitest';
import type { Operations } from '../../scripts/check-operations.ts';
import { eventOf } from '../../scripts/check-operations.ts';
import { type ApiEvent, actionsOf } from '../../src/cloudtrail/event-actions.ts';
import { reasonForNoPermission } from '../../src/cloudtrail/no-permission.ts';
import { renamedActions } from '../../src/cloudtrail/renames/rename-table.ts';
import { SECONDARY_ROWS } from '../../src/cloudtrail/secondary-actions.ts';
import type { Action } from '../../src/iam/action.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { sharedJson } from './shared-data.ts';

const bundled = await loadCatalog();
const operations = sharedJson('data/aws-operations.json') as Operations | undefined;

/** The bundled catalogue, stating these operations. */
function stating(lists: Operations) {
  const byName = new Map(Object.entries(lists).map(([operation, actions]) => [operation.toLowerCase(), actions]));
  return {
    ...bundled,
    hasOperations: true,
    operationActions: (service: string, operation: string) =>
      byName.get(`${service}:${operation}`.toLowerCase()) as readonly Action[] | undefined,
  };
}

function credits(event: ApiEvent, lists: Operations): Record<string, string> {
  return Object.fromEntries(
    actionsOf(event, stating(lists)).actions.map(({ action, certainty }) => [action, certainty]),
  );
}

const on = (service: string, eventName: string, requestParameters?: ApiEvent['requestParameters']): ApiEvent => ({
  eventSource: `${service}.amazonaws.com`,
  eventName,
  ...(requestParameters === undefined ? {} : { requestParameters }),
});

describe('AWS’s list of an operation', () => {
  const lists = {
    'ecs:CreateCluster': ['ecs:CreateCluster', 'ecs:TagResource'],
    'ecs:PollOnce': ['ecs:Poll'],
    'ecs:StopTask': [],
    'ecs:ListTasks': ['ecs:DescribeTasks', 'ecs:ListServices'],
    'ecs:NewThing': ['ecs:TagResource'],
    's3:PutObject': ['s3:PutObject', 's3:PutObjectAcl', 's3:PutObjectTagging', 's3:PutObjectRetention'],
    'dynamodb:TransactWriteItems': ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'],
    'opensearch:CreateDomain': ['es:CreateDomain', 'es:CreateElasticsearchDomain'],
  };

  it.each<readonly [string, ApiEvent, Readonly<Record<string, string>>]>([
    [
      'is credited whatever was passed',
      on('ecs', 'CreateCluster', { clusterName: 'c' }),
      { 'ecs:CreateCluster': 'exact', 'ecs:TagResource': 'possible' },
    ],
    [
      'is credited where nobody knows what was passed',
      on('ecs', 'CreateCluster'),
      { 'ecs:CreateCluster': 'exact', 'ecs:TagResource': 'possible' },
    ],
    ['says what an operation of another name is authorised as', on('ecs', 'PollOnce'), { 'ecs:Poll': 'exact' }],
    ['proves no name that it leaves out', on('ecs', 'StopTask'), { 'ecs:StopTask': 'possible' }],
    [
      'proves no name in place of which it has others',
      on('ecs', 'ListTasks'),
      { 'ecs:ListTasks': 'possible', 'ecs:DescribeTasks': 'possible', 'ecs:ListServices': 'possible' },
    ],
    ['of tagging alone says what may be checked beside', on('ecs', 'NewThing'), { 'ecs:TagResource': 'possible' }],
    [
      'gives way where AWS says which header asks for what, and records show the header',
      on('s3', 'PutObject', { key: 'k' }),
      {
        's3:PutObject': 'exact',
        's3:PutObjectLegalHold': 'possible',
        's3:PutObjectRetention': 'possible',
        's3:PutObjectTagging': 'possible',
      },
    ],
    [
      'gives way to none of the headers that were passed',
      on('s3', 'PutObject', { key: 'k', 'x-amz-acl': 'private' }),
      {
        's3:PutObject': 'exact',
        's3:PutObjectAcl': 'possible',
        's3:PutObjectLegalHold': 'possible',
        's3:PutObjectRetention': 'possible',
        's3:PutObjectTagging': 'possible',
      },
    ],
    [
      'does not give way where nobody knows which headers were passed',
      on('s3', 'PutObject'),
      {
        's3:PutObject': 'exact',
        's3:PutObjectAcl': 'possible',
        's3:PutObjectTagging': 'possible',
        's3:PutObjectRetention': 'possible',
      },
    ],
    [
      'gives way to the parts of a transaction',
      on('dynamodb', 'TransactWriteItems', { transactItems: [{ put: {} }] }),
      { 'dynamodb:PutItem': 'exact' },
    ],
    [
      'of OpenSearch holds for the events of Elasticsearch Service',
      on('es', 'CreateDomain'),
      { 'es:CreateDomain': 'exact', 'es:CreateElasticsearchDomain': 'possible' },
    ],
    [
      'says nothing of other calls',
      on('ecs', 'DescribeClusters', { clusters: ['c'] }),
      { 'ecs:DescribeClusters': 'exact' },
    ],
  ])('%s', (_what, event, expected) => {
    expect(credits(event, lists)).toEqual(expected);
  });
});

describe.skipIf(operations === undefined)('with AWS’s list of operations', () => {
  const lists = operations ?? {};
  const catalog = stating(lists);
  const all = Object.entries(lists).map(([operation, listed]) => ({ operation, listed, event: eventOf(operation) }));
  const narrowed = new Set(
    SECONDARY_ROWS.filter(({ decidedBy }) => decidedBy !== undefined).flatMap(({ events, actions }) =>
      events.flatMap((event) => actions.map((action) => `${event} ${action}`)),
    ),
  );

  it('every call is credited with each action that AWS may have checked', () => {
    for (const requestParameters of [undefined, null, { unrelated: 'x' }]) {
      const missing = all.flatMap(({ operation, listed, event }) => {
        if (reasonForNoPermission(event) !== undefined) return [];
        const called = requestParameters === undefined ? event : { ...event, requestParameters };
        const found = new Set(actionsOf(called, catalog).actions.map(({ action }) => action.toLowerCase()));
        return listed.filter(
          (action) =>
            bundled.indexOf(action) !== undefined &&
            !found.has(action.toLowerCase()) &&
            !(requestParameters !== undefined && narrowed.has(`${operation} ${action}`)),
        );
      });
      expect(missing).toEqual([]);
    }
  });

  it('no name alone proves an operation for which AWS lists no action, or several in its place', () => {
    const proven = all.filter(({ operation, listed, event }) => {
      const [prefix = '', name = ''] = operation.split(':');
      const isOwn = listed.some((action) => action.toLowerCase() === operation.toLowerCase());
      if (isOwn || listed.length === 1 || renamedActions(prefix, name) !== undefined) return false;
      const { actions } = actionsOf(event, catalog);
      return actions.some(
        ({ action, certainty }) => certainty === 'exact' && action.toLowerCase().startsWith(`${prefix}:`),
      );
    });
    expect(proven.map(({ operation }) => operation)).toEqual([]);
  });
});
