import { expect, test } from 'vitest';
import { BudgetExceeded, stepBudget } from '../../src/base/step-budget.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { grantedByPolicies } from '../../src/iam/granted-by-policies.ts';
import { listActions } from '../../src/iam/list-actions.ts';
import { named } from '../support/iam.ts';

const catalog = await loadCatalog();
const allow = (Action: unknown, more: object = {}): object => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const deny = (Action: unknown, more: object = {}): object => ({ ...allow(Action, more), Effect: 'Deny' });
const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

test.each<[string, readonly (readonly object[])[], readonly string[]]>([
  ['nothing without policies', [], []],
  [
    'what they allow',
    [[allow('s3:GetObjectTorrent')], [allow('sqs:SendMessage')]],
    ['s3:GetObjectTorrent', 'sqs:SendMessage'],
  ],
  [
    'what they allow on some resources',
    [[allow('s3:GetObjectTorrent', { Resource: 'arn:aws:s3:::b/*' })]],
    ['s3:GetObjectTorrent'],
  ],
  ['what they allow under conditions', [[allow('s3:GetObjectTorrent', mfa)]], ['s3:GetObjectTorrent']],
  ['less what another one denies', [[allow('s3:GetObjectT*')], [deny('s3:GetObjectTorrent')]], ['s3:GetObjectTagging']],
  [
    'not less what is denied on some resources',
    [[allow('s3:GetObjectTorrent'), deny('s3:*', { Resource: 'arn:aws:s3:::b/*' })]],
    ['s3:GetObjectTorrent'],
  ],
  [
    'not less what is denied under conditions',
    [[allow('s3:GetObjectTorrent'), deny('s3:*', mfa)]],
    ['s3:GetObjectTorrent'],
  ],
  [
    'what the catalogue does not know',
    [[allow(['new:Do', 'new:Other']), deny('new:Do'), deny('sqs:*')]],
    ['new:Other'],
  ],
  [
    'nothing unknown that a wider deny takes in',
    [[allow(['new:Do', 'other:*', 'sqs:SendMessage']), deny('new:*'), deny('oth*:*')]],
    ['sqs:SendMessage', 'other:*'],
  ],
  ['nothing where everything is denied', [[allow(['new:Do', 'sqs:SendMessage']), deny('*')]], []],
  [
    'what a NotAction leaves undenied',
    [[allow(['new:Do', 'new:Other', 'sqs:SendMessage']), { Effect: 'Deny', NotAction: 'new:Do', Resource: '*' }]],
    ['new:Do'],
  ],
  [
    'what is unknown and denied in part',
    [[allow('new:Do'), deny('*', mfa), deny('new:*', { Resource: 'arn:aws:new:::x' })]],
    ['new:Do'],
  ],
  ['nothing that is only denied', [[deny('s3:GetObjectTorrent'), deny('new:Do')]], []],
])('policies grant together %s', (_, policies, expected) => {
  const documents = policies.map((Statement, i) => named(`p${i}`, { Version: '2012-10-17', Statement }));
  expect([...listActions(catalog, grantedByPolicies(documents, catalog))].map((one) => one.action)).toEqual(expected);
});

test('is given up where it takes more steps than there are', () => {
  const few = stepBudget(100, 'too many');
  const statements = Array.from({ length: 50 }, (_, place) => ({
    Effect: 'Allow',
    NotAction: `*:*k${place}*`,
    Resource: '*',
  }));
  expect(() =>
    grantedByPolicies([named('many', { Version: '2012-10-17', Statement: statements })], catalog, few),
  ).toThrow(BudgetExceeded);
});
