import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { effectiveGrants } from '../../src/iam/effective-grants.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { Organization } from '../../src/organization/organization.ts';
import { scpLevelsOf } from '../../src/organization/scp-levels.ts';

const catalog = await loadCatalog();
const statement = (Effect: string, Action: string | readonly string[], more = {}) => ({
  Effect,
  Action,
  Resource: '*',
  ...more,
});
const content = (...Statement: readonly unknown[]) => JSON.stringify({ Version: '2012-10-17', Statement });

const POLICIES = {
  'p-FullAWSAccess': { name: 'FullAWSAccess', content: content(statement('Allow', '*')) },
  'p-queues': { name: 'Queues', content: content(statement('Allow', 'sqs:*')) },
  'p-topics': { name: 'Topics', content: content(statement('Allow', 'sns:*')) },
  'p-noqueues': { name: 'NoQueues', content: content(statement('Deny', 'sqs:DeleteQueue')) },
  'p-europe': {
    name: 'Europe',
    content: content(
      statement('Deny', 'sqs:*', { Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
    ),
  },
  'p-broken': { name: 'Broken', content: '{' },
};
const ACCOUNT = {
  id: '123456789012',
  name: 'app',
  units: [
    { id: 'r-ab12', name: 'Root' },
    { id: 'ou-ab12-11111111', name: 'Apps' },
  ],
} as const;
const FULL = ['p-FullAWSAccess'];

function organization(attached: Readonly<Record<string, readonly string[]>>, policies = {}): Organization {
  return {
    id: 'o-a1b2c3d4e5',
    managementAccountId: '999999999999',
    accounts: [],
    controlPolicies: {
      policies: { ...POLICIES, ...policies },
      attached: { 'r-ab12': FULL, 'ou-ab12-11111111': FULL, '123456789012': FULL, ...attached },
    },
  };
}

/** What the role of two services comes to under the organization. */
function accessUnder(of: Organization, account: Parameters<typeof scpLevelsOf>[0] = ACCOUNT) {
  const { levels, incomplete } = scpLevelsOf(account, of);
  const document = parsePolicy(content(statement('Allow', ['sqs:DeleteQueue', 'sqs:GetQueueUrl', 'sns:CreateTopic'])));
  const trustPolicy = parsePolicy(content());
  const role = {
    arn: 'arn:aws:iam::123456789012:role/app' as const,
    tags: {},
    policies: [{ source: { kind: 'inline', name: 'app' } as const, document }],
    trustPolicy,
  };
  const grants = effectiveGrants(role, catalog, { scpLevels: levels });
  const of1 = (action: string) => grants.of(action)?.access;
  return {
    access: [of1('sqs:DeleteQueue'), of1('sqs:GetQueueUrl'), of1('sns:CreateTopic')],
    unparsed: grants.unparsed.length,
    incomplete,
  };
}

describe('scpLevelsOf()', () => {
  test('changes nothing where every level has FullAWSAccess', () => {
    expect(accessUnder(organization({}))).toEqual({ access: ['yes', 'yes', 'yes'], unparsed: 0, incomplete: [] });
  });

  test('keeps levels apart: each must allow', () => {
    const apart = organization({ 'r-ab12': ['p-queues', 'p-topics'], 'ou-ab12-11111111': ['p-queues'] });
    expect(accessUnder(apart).access).toEqual(['yes', 'yes', 'blocked']);
  });

  test('takes several policies of one level for alternatives', () => {
    expect(accessUnder(organization({ '123456789012': ['p-queues', 'p-topics'] })).access).toEqual([
      'yes',
      'yes',
      'yes',
    ]);
  });

  test('lets a deny of any level win, and a deny under a condition only limit', () => {
    const denying = organization({ 'r-ab12': [...FULL, 'p-noqueues'] });
    expect(accessUnder(denying).access).toEqual(['blocked', 'yes', 'yes']);
    const europe = organization({ 'ou-ab12-11111111': [...FULL, 'p-europe'] });
    expect(accessUnder(europe).access).toEqual(['limited', 'limited', 'yes']);
  });

  test('does not bind the management account', () => {
    const all = organization({ 'r-ab12': ['p-topics'], '999999999999': FULL });
    expect(accessUnder(all, { ...ACCOUNT, id: '999999999999' }).access).toEqual(['yes', 'yes', 'yes']);
    expect(accessUnder(all).access).toEqual(['blocked', 'blocked', 'yes']);
  });

  test.each([
    ['cannot be parsed', { 'ou-ab12-11111111': ['p-broken', 'p-noqueues'] }, /policy p-broken: Cannot parse policy/],
    ['was not read', { 'ou-ab12-11111111': ['p-other', 'p-noqueues'] }, /policy p-other was not read/],
    ['is not named', { 'ou-ab12-11111111': [] }, /Organizations named none/],
  ])('lets a level withhold nothing of which a policy %s, but keeps what it denies', (_what, attached, why) => {
    const { access, unparsed, incomplete } = accessUnder(organization(attached));
    const denies = attached['ou-ab12-11111111'].includes('p-noqueues');
    expect(access).toEqual([denies ? 'blocked' : 'yes', 'yes', 'yes']);
    expect(unparsed).toBe(0);
    expect(incomplete).toEqual([
      { what: 'service control policies of ou-ab12-11111111 (Apps)', why: expect.stringMatching(why) },
    ]);
  });

  test('knows none where they are switched off', () => {
    const { controlPolicies: _, ...off } = organization({ 'r-ab12': ['p-topics'] });
    expect(accessUnder(off).access).toEqual(['yes', 'yes', 'yes']);
  });
});
