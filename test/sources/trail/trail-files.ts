import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

export const ACCOUNT = '123456789012';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/svc/app-task`;

/** A record of a call by a role's session; anything may be overridden. */
export function eventOf(fields: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    eventVersion: '1.11',
    userIdentity: identityOf(ROLE),
    eventTime: '2026-09-20T10:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    awsRegion: 'us-east-1',
    requestParameters: { bucketName: 'orders', key: 'a' },
    eventID: 'b2b6d1f0-0000-4000-8000-000000000001',
    eventType: 'AwsApiCall',
    eventCategory: 'Data',
    recipientAccountId: ACCOUNT,
    ...fields,
  };
}

/** The caller that a session of the role is. */
export function identityOf(role: string, session = '0123456789abcdef', roleId = 'AROAEXAMPLE'): object {
  const name = role.slice(role.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
    accountId: ACCOUNT,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: roleId, arn: role, accountId: ACCOUNT, userName: name },
    },
  };
}

/** A log file as CloudTrail stores it. */
export function logFileOf(...records: readonly unknown[]): Buffer {
  return gzipSync(JSON.stringify({ Records: records }));
}

/** The key of a log file delivered at a time, `2026-09-20T10:05`. */
export function keyOf(delivered: string, region = 'us-east-1', unique = 'Mu0KsOhtH1ar15ZZ', account = ACCOUNT): string {
  const stamp = `${delivered.replace(/[-:]/g, '')}Z`;
  const day = delivered.slice(0, 10).replaceAll('-', '/');
  return `AWSLogs/${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${stamp}_${unique}.json.gz`;
}

/** A directory with these files, by key; removed when the test ends. */
export async function directoryOf(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'trail-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const [key, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(directory, key)), { recursive: true });
    await writeFile(join(directory, key), bytes);
  }
  return directory;
}
