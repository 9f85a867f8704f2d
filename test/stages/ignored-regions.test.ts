import { expect, test } from 'vitest';
import type { AuditContext } from '../../src/audit-context.ts';
import type { Region } from '../../src/base/region.ts';
import { readConfig } from '../../src/config/config.ts';
import { checkIgnoredRegions } from '../../src/stages/check-ignored-regions.ts';
import { chooseRegions } from '../../src/stages/choose-regions.ts';
import { assess, DAY, NOW } from '../findings/fixtures.ts';

const ENABLED: readonly Region[] = ['us-east-1', 'eu-west-1', 'ap-east-1'];
const NOT_ASKED = { lastAccessed: new Map() };

function scopeOf(ignore: string, homeRegion: Region = 'us-east-1') {
  const context: Pick<AuditContext, 'regions' | 'homeRegion' | 'settings'> = {
    regions: { enabledRegions: async () => ({ value: ENABLED, incomplete: [] }) },
    homeRegion,
    settings: readConfig({ AUDITOR_IGNORE_REGIONS: ignore }).audit,
  };
  return chooseRegions(context, 'all');
}

const usedIn = (region: string, at: number) => [assess('app', { role: { lastUsed: { at, region } } }).lookup];

test('a Region that nobody can use is neither audited nor watched, and is named', async () => {
  const scope = await scopeOf('ap-east-1=closed;me-south-1=not even enabled');
  expect(scope).toEqual({
    audited: ['eu-west-1', 'us-east-1'],
    watched: ['eu-west-1', 'us-east-1'],
    enabled: ['eu-west-1', 'us-east-1'],
    ignored: [{ region: 'ap-east-1', reason: 'closed' }],
    incomplete: [],
  });
  expect(checkIgnoredRegions(scope, usedIn('eu-west-1', NOW), NOT_ASKED, NOW - DAY)).toEqual(scope);
});

test('a Region where IAM says that a role was used is no longer left out, so that nothing is called unused', async () => {
  const scope = await scopeOf('ap-east-1=closed');
  const checked = checkIgnoredRegions(scope, usedIn('ap-east-1', NOW - 3 * DAY), NOT_ASKED, NOW - 90 * DAY);
  expect(checked.enabled).toEqual(['ap-east-1', 'eu-west-1', 'us-east-1']);
  expect(checked.ignored).toEqual([]);
  expect(checked.incomplete).toEqual([
    {
      what: 'CloudTrail events of ap-east-1',
      why: 'ignoreRegions declares that nobody can use the Region, but arn:aws:iam::123456789012:role/app was used there on 2026-11-19T03:00:00Z; take it out of ignoreRegions',
    },
  ]);
});

test('so is one where last-accessed data has a call', async () => {
  const scope = await scopeOf('ap-east-1=closed');
  const role = assess('app').inUse.arn;
  const services = new Map([['sqs', { at: NOW - DAY, region: 'ap-east-1' }]]);
  const lastAccessed = new Map([[role, { role, readAt: NOW, services, actions: new Map() }]]);
  const checked = checkIgnoredRegions(scope, [], { lastAccessed }, NOW - 90 * DAY);
  expect(checked.enabled).toContain('ap-east-1');
  expect(checked.incomplete[0]?.why).toContain(`${role} called sqs there on 2026-11-21T03:00:00Z`);
});

test('use before the look-back contradicts nothing', async () => {
  const scope = await scopeOf('ap-east-1=closed');
  const earlier = usedIn('ap-east-1', NOW - 91 * DAY);
  expect(checkIgnoredRegions(scope, earlier, NOT_ASKED, NOW - 90 * DAY)).toEqual(scope);
});

test('the Region in which the audit runs is read as ever', async () => {
  const scope = await scopeOf('ap-east-1=closed', 'ap-east-1');
  expect(scope.watched).toContain('ap-east-1');
  expect(scope.incomplete).toEqual([expect.objectContaining({ what: 'Setting ignoreRegions for ap-east-1' })]);
});
