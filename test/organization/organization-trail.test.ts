import { gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { memberRoleArn } from '../../src/organization/audited-account.ts';
import { allow, document } from '../../src/sandbox/account/statements.ts';
import { addDataEvent, addEvent } from '../../src/sandbox/add-event.ts';
import { addRole, addTask, addTaskDefinition } from '../../src/sandbox/build-account.ts';
import { EXTERNAL_ID, MEMBER_ROLE, memberAccount } from '../../src/sandbox/organization/member-account.ts';
import type { SandboxAccount, SandboxTrail } from '../../src/sandbox/sandbox-account.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { auditSandbox, type SandboxRun } from '../support/audit-sandbox.ts';
import { accountsOf, HUB, hubFunctions, organizationOf } from '../support/organization-world.ts';
import { MANAGEMENT_AND_S3_OBJECTS } from '../support/trail-selectors.ts';

const [ARCHIVE, SHOP, SEARCH] = ['704156293848', '610047512938', '623390814572'] as const;
const BUCKET = 'logs-of-all-accounts';
const URI = `s3://${BUCKET}/trail`;
const now = Date.now();

/** Of the management account, which is the hub; records every S3 object call of every account. */
const TRAIL: SandboxTrail = {
  name: 'everything',
  homeRegion: 'us-east-1',
  multiRegion: true,
  bucket: BUCKET,
  prefix: 'trail',
  logging: true,
  startedAt: now - 400 * DAY_MS,
  ownerId: HUB,
  eventSelectors: [],
  advancedEventSelectors: MANAGEMENT_AND_S3_OBJECTS,
};

/** An account whose one role may read and write objects, and reads some; nothing but data events shows that. */
function member(accountId: string): SandboxAccount {
  const account = memberAccount(accountId, now, [], ['us-east-1']);
  const name = 'pictures';
  const role = addRole(account, {
    name: `${name}-task`,
    inlinePolicies: { objects: document(allow(['s3:GetObject', 's3:PutObject'], '*')) },
  });
  const taskDefinitionArn = addTaskDefinition(account, { family: name, taskRoleArn: role });
  addTask(account, { taskDefinitionArn, startedAt: now - 7 * DAY_MS });
  for (let days = 1; days < 60; days += 3) {
    addEvent(account, {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      at: now - days * DAY_MS,
      userIdentity: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
      requestParameters: { roleArn: role, roleSessionName: 'f00d' },
    });
    addDataEvent(account, {
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      at: now - days * DAY_MS,
      role,
      requestParameters: { bucketName: name, key: 'one.png' },
      resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${name}/one.png` }],
    });
  }
  account.trails.push(TRAIL);
  return account;
}

const VERDICTS = ['s3:GetObject', 's3:PutObject'] as const;

/** The organization; the log archive lets the hub read its bucket unless it is told not to. */
async function opened({ allowed = true } = {}) {
  const archive = memberAccount(ARCHIVE, now, [], ['us-east-1']);
  archive.buckets.push(BUCKET);
  if (allowed) archive.bucketReaders.push({ bucket: BUCKET, accountId: HUB });
  const { sandbox } = await organizationOf([archive, member(SHOP), member(SEARCH)]);
  onTestFinished(() => sandbox.close());
  sandbox.account.trails.push(TRAIL);
  return sandbox;
}

/** What the hub comes to of the shop, and what it says of what it could not read. */
async function auditOf(sandbox: Sandbox, uri: string | undefined, run: SandboxRun = at(0)) {
  const result = await auditSandbox(sandbox, {
    account: { id: SHOP, roleArn: memberRoleArn(SHOP, MEMBER_ROLE, 'aws') },
    ...run,
    settings: {
      AUDITOR_SOURCES: 'auto',
      AUDITOR_EXTERNAL_ID: EXTERNAL_ID,
      AUDITOR_MIN_AGE: '2d',
      AUDITOR_MIN_WATCHED: '2d',
      AUDITOR_LEDGER: `s3://ecs-role-auditor-${HUB}/ledger`,
      ...(uri !== undefined && { AUDITOR_TRAIL_URI: uri }),
      ...run.settings,
    },
  });
  const actions = result.assessments[0]?.actions ?? [];
  const verdictOf = new Map(actions.map(({ action, verdict }) => [action as string, verdict]));
  return {
    verdicts: VERDICTS.map((action) => verdictOf.get(action)),
    said: [...result.incomplete.map(({ what, why }) => `${what}: ${why}`), ...(result.sourceCaveats ?? [])],
    unused: result.findings.filter(({ rule }) => rule.startsWith('unused')),
  };
}

const reads = (sandbox: Sandbox) => sandbox.calls.filter(({ service }) => service === 's3');

describe('the trail of an organization, in the bucket of the log archive', () => {
  test('shows by the steps of the state machine what the role of a member used', { timeout: 120_000 }, async () => {
    const sandbox = await opened();
    const settings = { AUDITOR_EXCLUDE_ACCOUNTS: `${HUB},${ARCHIVE}`, AUDITOR_TRAIL_URI: URI };
    const { step, audit } = hubFunctions(sandbox, settings);
    await step({ step: 'listAccounts', run: 'night' });
    for (const account of accountsOf(sandbox, 'night')) await audit('night', account);
    expect(await step({ step: 'summarize', run: 'night' })).toMatchObject({ standings: { audited: 2, skipped: 2 } });
    for (const id of [SHOP, SEARCH]) {
      const name = [...sandbox.state.objects.keys()].find((key) =>
        new RegExp(`/reports/${id}/.*\\.json(\\.gz)?$`).test(key),
      );
      const stored = gunzipSync(sandbox.state.objects.get(name ?? '')?.body ?? '').toString('utf8');
      const { roles } = JSON.parse(stored) as { readonly roles: readonly StoredRoleForm[] };
      const verdicts = Object.fromEntries(roles[0]?.actions.map(({ action, verdict }) => [action, verdict]) ?? []);
      expect(verdicts['s3:GetObject']).toBe('used');
      expect(verdicts['s3:PutObject']).not.toBe('unused');
    }
    // The hub alone reads the bucket: it is not of a member.
    expect(new Set(reads(sandbox).map(({ accountId }) => accountId))).toEqual(new Set([HUB]));
  });

  test.each([
    ['where the hub is told of it', URI],
    ['where the account’s own shadow of it says where it is', undefined],
  ])('is read %s, and proves disuse once runs have found it unchanged', async (_, uri) => {
    const sandbox = await opened();
    const nights = [];
    for (const days of [9, 6, 3, 0]) nights.push((await auditOf(sandbox, uri, at(days))).verdicts);
    expect(nights).toEqual([
      ['used', 'undetermined'],
      ['used', 'unused'],
      ['used', 'unused'],
      ['used', 'unused'],
    ]);
  });

  test('has its settings read by the hub where the member may not', async () => {
    const sandbox = await opened();
    sandbox.injectFault({
      kind: 'accessDenied',
      service: 'cloudtrail',
      operation: 'GetEventSelectors',
      accountId: SHOP,
    });
    const { said } = await auditOf(sandbox, URI);
    expect(said.filter((each) => each.startsWith('settings of trail'))).toEqual([]);
    const asked = sandbox.calls.filter(({ operation }) => operation === 'GetEventSelectors');
    expect(asked.map(({ accountId }) => accountId)).toEqual([SHOP, HUB]);
  });

  const refused =
    /s3:ListBucket is refused in s3:\/\/logs-of-all-accounts\/trail\. To have it read, add .*"s3:GetObject".*bucket’s policy/;
  test.each<readonly [string, string | undefined, RegExp]>([
    ['and the hub is told of it', URI, /AccessDenied on s3:ListBucket; add .* in its bucket policy$/],
    ['and nobody told the hub of it', undefined, refused],
  ])('is nothing to go by where the log archive lets nobody in, %s', async (_, uri, remedy) => {
    const sandbox = await opened({ allowed: false });
    for (const days of [9, 6, 3, 0]) {
      const { verdicts, said, unused } = await auditOf(sandbox, uri, at(days));
      expect(verdicts).toEqual(['undetermined', 'undetermined']);
      expect(said).toContainEqual(expect.stringMatching(remedy));
      expect(unused).toEqual([]);
    }
  });

  test.each([
    ['prefix', `s3://${BUCKET}/elsewhere`, `No trail has delivered log files of account ${SHOP} below`],
    ['bucket', 's3://nowhere/trail', 'NoSuchBucket on s3:ListBucket'],
  ])('is named where the hub is told of another %s, and proves nothing there', async (_, uri, said) => {
    const sandbox = await opened();
    // The member sees no shadow of the trail, which would say where it is.
    sandbox.injectFault({ kind: 'accessDenied', service: 'cloudtrail', operation: 'DescribeTrails', accountId: SHOP });
    for (const days of [9, 6, 3, 0]) {
      const told = await auditOf(sandbox, uri, at(days));
      expect(told.verdicts).toEqual(['unobservable', 'unobservable']);
      expect(told.said).toContainEqual(expect.stringContaining(said));
      expect(told.unused).toEqual([]);
    }
  });
});

interface StoredRoleForm {
  readonly actions: readonly { readonly action: string; readonly verdict: string }[];
}

function at(daysAgo: number): SandboxRun {
  return { clock: { now: () => now - daysAgo * DAY_MS } };
}
