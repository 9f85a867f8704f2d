import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../src/base/time.ts';
import { sampleAt } from '../../../src/evidence/sample.ts';
import type { Action } from '../../../src/iam/action.ts';
import { loadCatalog } from '../../../src/iam/catalog/load-catalog.ts';
import { type SeenResources, seenResources } from '../../../src/rightsize/recommend/seen-resources.ts';
import type { ActionVerdict } from '../../../src/rightsize/verdict.ts';
import { ACCOUNT, daysAgo, NOW, seen } from '../../ledger/seen.ts';
import { allow } from '../world.ts';
import { inputOf } from './recommended.ts';

const catalog = await loadCatalog();

interface Use {
  readonly daysAgo?: number;
  readonly metMissing?: boolean;
  readonly verdict?: Partial<ActionVerdict>;
}

/** What is known of an action's resources, all seen at one time. */
function resourcesOf(action: Action, resources: readonly string[], use: Use = {}): SeenResources | undefined {
  const { usage } = inputOf({ observations: [seen('sqs:ListQueues')] });
  const any = usage.used.get('sqs:listqueues');
  if (any === undefined) throw new Error('nothing was used');
  const verdict = { action, verdict: 'used', because: '', resources, allResources: true, grantedBy: [], required: [] };
  return seenResources({ ...verdict, ...use.verdict } as ActionVerdict, {
    usage: {
      ...any,
      resources: sampleAt(daysAgo(use.daysAgo ?? 60), resources),
      metMissing: use.metMissing ?? false,
    },
    catalog,
    now: NOW,
    minAge: 45 * DAY_MS,
  });
}

const at = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111111111111:${rest}`;

describe('seenResources()', () => {
  it.each<[Action, string, readonly string[]]>([
    ['ecr:BatchGetImage', at('ecr', 'repository/team/app'), [at('ecr', 'repository/team/app')]],
    ['ssm:GetParameter', at('ssm', 'parameter/app/url'), [at('ssm', 'parameter/app/url')]],
    ['ssm:GetParameters', at('ssm', 'parameter/app/url'), [at('ssm', '?'), at('ssm', 'parameter/app/url')]],
    ['ssm:GetParameter', at('ssm', 'parameter/aws/service/x'), ['arn:aws:ssm:eu-west-1::parameter/aws/service/x']],
    ['ssm:GetParameter', at('ssm', 'parameter/aws-service/x'), [at('ssm', 'parameter/aws-service/x')]],
    [
      'ssm:GetParameter',
      'arn:aws:ssm:eu-west-1::parameter/aws/reference/secretsmanager/a',
      ['arn:aws:ssm:eu-west-1:*:parameter/aws/reference/secretsmanager/a'],
    ],
    ['sqs:SendMessage', at('sqs', 'orders.fifo'), [at('sqs', 'orders.fifo')]],
    ['sns:Publish', at('sns', 'news'), [at('sns', 'news')]],
    ['dynamodb:GetItem', at('dynamodb', 'table/t'), [at('dynamodb', 'table/t')]],
    ['logs:CreateLogStream', at('logs', 'log-group:/ecs/app:log-stream:x'), [at('logs', 'log-group:/ecs/app:*')]],
    ['s3:GetObject', 'arn:aws:s3:::b/2026/a.png', ['arn:aws:s3:::b/*']],
    [
      'secretsmanager:GetSecretValue',
      at('secretsmanager', 'secret:a-Xy12Zz'),
      [at('secretsmanager', 'secret:a-??????')],
    ],
    [
      'secretsmanager:GetSecretValue',
      at('secretsmanager', 'secret:a'),
      [at('secretsmanager', 'secret:a'), at('secretsmanager', 'secret:a-??????')],
    ],
    [
      'secretsmanager:GetSecretValue',
      at('secretsmanager', 'secret:a-??????'),
      [at('secretsmanager', 'secret:a-??????')],
    ],
  ])('of %s on %s', (action, arn, patterns) => {
    expect(resourcesOf(action, [arn])).toEqual({ patterns, cautions: [] });
  });

  it.each<[Action, string]>([
    ['kms:Decrypt', at('kms', 'alias/app')],
    ['logs:CreateLogStream', at('logs', 'log-group:/ecs/app')],
    ['s3:GetObject', 'arn:aws:s3:eu-west-1:111111111111:accesspoint/p/object/a'],
    ['s3:GetObject', 'arn:aws:s3:::p-metabcdefghijkuse1b-s3alias/a'],
    ['s3:GetObject', 'arn:aws:s3:::lambda-ap-abcdef--ol-s3/a'],
    ['s3:GetObject', 'arn:aws:s3:::mfzwi23gnjvgw.mrap/a'],
    ['s3:PutObject', 'arn:aws:s3:::b'],
    ['dynamodb:GetItem', at('dynamodb', 'table/t/index/i')],
    ['sqs:SendMessage', at('sqs', '*')],
    ['lambda:InvokeFunction', at('lambda', 'function:f')],
    ['dynamodb:Query', at('dynamodb', 'table/t')],
  ])('of %s on %s are not known', (action, arn) => {
    expect(resourcesOf(action, [arn])).toBeUndefined();
  });

  it('leave out what another pattern covers, and the bucket beside its object', () => {
    const objects = ['arn:aws:s3:::b', 'arn:aws:s3:::b/x', 'arn:aws:s3:::b/z', 'arn:aws:s3:::c/y'];
    expect(resourcesOf('s3:GetObject', objects)?.patterns).toEqual(['arn:aws:s3:::b/*', 'arn:aws:s3:::c/*']);
    expect(resourcesOf('s3:GetObject', ['arn:aws:s3:::other', 'arn:aws:s3:::b/x'])).toBeUndefined();
  });

  it('are not known where some requests went through an access point, of which an event names the bucket too', () => {
    const named = ['arn:aws:s3:::b', 'arn:aws:s3:::b/x', 'arn:aws:s3:::p-metabcdefghijkuse1b-s3alias/x'];
    expect(resourcesOf('s3:GetObject', named)).toBeUndefined();
    expect(resourcesOf('s3:GetObject', ['arn:aws:s3:::my-s3alias-files/x'])?.patterns).toHaveLength(1);
  });

  it('are not known where events may have been missed, or none named any', () => {
    const queue = at('sqs', 'q');
    expect(resourcesOf('sqs:SendMessage', [queue], { verdict: { allResources: false } })).toBeUndefined();
    expect(resourcesOf('sqs:SendMessage', [])).toBeUndefined();
    const many = Array.from({ length: 20 }, (_, n) => at('sqs', `q${n}`));
    expect(resourcesOf('sqs:SendMessage', many)).toBeUndefined();
    expect(resourcesOf('sqs:SendMessage', many.slice(1))?.patterns).toHaveLength(19);
  });
});

describe('seenResources() is careful', () => {
  const SECRET = at('secretsmanager', 'secret:app/db-Xy12Zz');

  it.each<[string, Action, string, Use, RegExp]>([
    ['with what is new', 'sqs:SendMessage', at('sqs', 'q'), { daysAgo: 44 }, /first used on 2026-10-09: others may/],
    ['with a key', 'kms:Decrypt', at('kms', 'key/0a1b-2c'), {}, /rotation by hand/],
    ['after a name that was not there', 'secretsmanager:GetSecretValue', SECRET, { metMissing: true }, /did not exist/],
    ['with a dated table', 'dynamodb:PutItem', at('dynamodb', 'table/events_2026_09'), {}, /holds a date/],
    ['with a bucket of the year', 's3:PutObject', 'arn:aws:s3:::reports-2026/a', {}, /holds a date/],
    ['with one of two colours', 'sqs:SendMessage', at('sqs', 'orders-blue'), {}, /pair of colours/],
    ['with a versioned topic', 'sns:Publish', at('sns', 'orders-v2'), {}, /holds a version/],
  ])('%s', (_, action, arn, use, caution) => {
    expect(resourcesOf(action, [arn], use)?.cautions).toEqual([expect.stringMatching(caution)]);
  });

  it.each<[string, Action, string, Use]>([
    ['what is old enough', 'sqs:SendMessage', at('sqs', 'q'), { daysAgo: 45 }],
    ['an object that was not there', 's3:GetObject', 'arn:aws:s3:::b/x', { metMissing: true }],
    ['a key of an object that holds a date', 's3:GetObject', 'arn:aws:s3:::b/2026/11/x', {}],
    ['an account in a name', 'sqs:SendMessage', at('sqs', 'orders-111120261111'), {}],
    ['a colour in a word', 'sqs:SendMessage', at('sqs', 'greenhouse'), {}],
    ['a random ending like a version', 'secretsmanager:GetSecretValue', at('secretsmanager', 'secret:a-v12345'), {}],
  ])('but not with %s', (_, action, arn, use) => {
    expect(resourcesOf(action, [arn], use)?.cautions).toEqual([]);
  });

  it('with the newest of several', () => {
    const { usage } = inputOf({
      observations: [60, 20].map((days) =>
        seen('sqs:SendMessage', { at: daysAgo(days), resources: [at('sqs', `q${days}`)], eventId: String(days) }),
      ),
    });
    expect(usage.used.get('sqs:sendmessage')?.resources.since).toEqual([daysAgo(20), daysAgo(60)]);
  });

  it('with a new group of log streams, not with a new stream', () => {
    const on = (streams: Readonly<Record<string, number>>) =>
      Object.entries(streams).map(([name, days]) =>
        seen('logs:CreateLogStream', {
          at: daysAgo(days),
          resources: [`arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${name}`],
          eventId: name,
        }),
      );
    const cautions = (streams: Readonly<Record<string, number>>) => {
      const { assessment, usage } = inputOf({ policies: [allow('logs:CreateLogStream')], observations: on(streams) });
      const [verdict] = assessment.actions;
      const input = { usage: usage.used.get('logs:createlogstream'), catalog, now: NOW, minAge: 45 * DAY_MS };
      return verdict && seenResources(verdict, input)?.cautions;
    };
    expect(cautions({ 'a:log-stream:1': 60, 'a:log-stream:2': 1 })).toEqual([]);
    expect(cautions({ 'a:log-stream:1': 60, 'b:log-stream:2': 1 })).toHaveLength(1);
  });

  it('leaves room for a parameter that is not there, which IAM checks as “*”', () => {
    const found = resourcesOf('ssm:GetParameter', [at('ssm', 'parameter/a')], { metMissing: true });
    expect(found).toEqual({ patterns: [at('ssm', '?'), at('ssm', 'parameter/a')], cautions: [] });
    const published = 'arn:aws:ssm:eu-west-1::parameter/aws/service/x';
    expect(resourcesOf('ssm:GetParameters', [at('ssm', 'parameter/a'), published])?.patterns).toEqual([
      at('ssm', '?'),
      at('ssm', 'parameter/a'),
      published,
    ]);
    expect(resourcesOf('ssm:GetParameters', [published])?.patterns).toEqual(['arn:aws:ssm:eu-west-1:*:?', published]);
  });
});
