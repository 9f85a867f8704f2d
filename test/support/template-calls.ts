import type { SandboxTrail } from '../../src/sandbox/sandbox-account.ts';

/** Operations whose permission has another name. */
export const PERMISSIONS: Readonly<Record<string, string>> = { 's3:ListObjectsV2': 's3:ListBucket' };

/** A trail that has delivered nothing yet. */
export const QUIET_TRAIL: SandboxTrail = {
  name: 'main',
  homeRegion: 'us-east-1',
  multiRegion: true,
  bucket: 'trail-logs',
  logging: true,
  startedAt: 0,
  logFileValidation: { since: Date.now() - 5 * 86_400_000 },
  eventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
  advancedEventSelectors: [],
};
