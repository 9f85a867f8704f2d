import { describe, expect, it } from 'vitest';
import { ACCOUNT, daysAgo, ROLE_ID, seen } from '../ledger/seen.ts';
import { assess } from './world.ts';

const API = 'a'.repeat(32);
const API_TWIN = 'b'.repeat(32);
const WEB = 'c'.repeat(32);
const STOPPED = 'd'.repeat(32);
const families = new Map([
  [WEB, 'web'],
  [API, 'api'],
  [API_TWIN, 'api'],
]);

function by(sessionName: string, action: Parameters<typeof seen>[0]) {
  const principal = { name: 'app-task', accountId: ACCOUNT, roleId: ROLE_ID, sessionName };
  return seen(action, { principal, at: daysAgo(1) });
}

describe('RoleAssessment.usedByFamily', () => {
  it('sums up what the running tasks of each family used, in order', () => {
    const observations = [
      by(WEB, 's3:GetObject'),
      by(API_TWIN, 'sqs:SendMessage'),
      by(API, 's3:GetObject'),
      by(API, 'sqs:SENDMESSAGE'),
    ];
    const { usedByFamily } = assess({ observations, evidence: { taskFamilies: families } });
    expect([...(usedByFamily ?? [])]).toEqual([
      ['api', ['s3:GetObject', 'sqs:SendMessage']],
      ['web', ['s3:GetObject']],
    ]);
  });

  it.each([
    ['no session is of a task that runs', { observations: [by(STOPPED, 's3:GetObject')], taskFamilies: families }],
    ['no task is known', { observations: [by(API, 's3:GetObject')], taskFamilies: new Map() }],
    ['nothing was seen', { observations: [], taskFamilies: families }],
  ])('is absent where %s', (_, { observations, taskFamilies }) => {
    expect(assess({ observations, evidence: { taskFamilies } })).not.toHaveProperty('usedByFamily');
  });

  it('is absent where nobody listed tasks', () => {
    expect(assess({ observations: [by(API, 's3:GetObject')] })).not.toHaveProperty('usedByFamily');
  });

  it('decides no verdict: what a stopped task used is used all the same', () => {
    const observations = [by(STOPPED, 'rds:DescribeDBInstances')];
    const [verdict] = assess({ observations, evidence: { taskFamilies: families } }).actions;
    expect(verdict).toMatchObject({ action: 'rds:DescribeDBInstances', verdict: 'used' });
  });
});
