import { describe, expect, test } from 'vitest';
import { createKmsMacs } from '../../src/aws/kms/kms-macs.ts';
import { createS3ReportStore } from '../../src/aws/s3/s3-report-store.ts';
import { readSecret } from '../../src/aws/secrets/read-secret.ts';
import { createSsmAnchor } from '../../src/aws/ssm/ssm-anchor.ts';
import { emptyAccount, type SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import { createSlackWebhookNotifier } from '../../src/slack/slack-webhook-notifier.ts';
import { parseWebhookUrl } from '../../src/slack/webhook-url.ts';
import { notifierMessage } from '../support/notifier-message.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const now = Date.UTC(2026, 10, 22, 3);
const report = { key: '2026/11/22/audit.json', contentType: 'application/json', body: '{"é":1}' };

function account(): SandboxAccount {
  const one = emptyAccount({ now });
  one.buckets.push('reports');
  one.slackWebhooks.push('/services/T0/B0/very-secret');
  const value = '{endpoint}/services/T0/B0/very-secret';
  one.secrets.push({ region: 'us-east-1', name: 'slack', value: JSON.stringify({ url: value }), createdAt: now });
  one.parameters.push({ region: 'us-east-1', name: '/slack', value, createdAt: now });
  return one;
}

describe('createS3ReportStore', () => {
  test('puts the report below the prefix and says its address', async () => {
    const { sandbox, session } = await sandboxSession({ account: account() });
    const put = await createS3ReportStore(session, 'reports', 'nightly').put(report);
    expect(put).toEqual({ value: 's3://reports/nightly/2026/11/22/audit.json', incomplete: [] });
    const stored = sandbox.state.objects.get('reports/nightly/2026/11/22/audit.json');
    expect(stored?.body.toString()).toBe(report.body);
    expect(stored?.headers['content-type']).toBe('application/json');
  });

  test('does without a prefix', async () => {
    const { session } = await sandboxSession({ account: account() });
    const put = await createS3ReportStore(session, 'reports', '').put(report);
    expect(put.value).toBe('s3://reports/2026/11/22/audit.json');
  });

  test('states a denied or missing bucket, and throws nothing', async () => {
    const faults = [{ kind: 'accessDenied', service: 's3', times: 1 }] as const;
    const { session } = await sandboxSession({ account: account(), faults });
    const denied = await createS3ReportStore(session, 'reports', '').put(report);
    expect(denied.value).toBeUndefined();
    expect(denied.incomplete).toMatchObject([
      { what: 'report s3://reports/2026/11/22/audit.json', why: expect.stringContaining('add s3:PutObject') },
    ]);
    const missing = await createS3ReportStore(session, 'elsewhere', '').put(report);
    expect(missing.incomplete).toMatchObject([{ why: expect.stringContaining('NoSuchBucket') }]);
  });
});

describe('readSecret', () => {
  const secret = { kind: 'secretsmanager', secretId: 'slack' } as const;

  test.each([secret, { kind: 'ssm', parameterName: '/slack' } as const])(
    'fetches the URL that reaches Slack: %o',
    async (location) => {
      const { sandbox, session } = await sandboxSession({ account: account() });
      const url = await readSecret(session, location, parseWebhookUrl);
      expect(url).toMatchObject({ ok: true });
      const delivery = await createSlackWebhookNotifier(async () => url).notify(notifierMessage());
      expect(delivery).toEqual({ outcome: 'delivered', incomplete: [] });
      expect(sandbox.state.slackMessages).toMatchObject([{ text: 'Nightly audit' }]);
    },
  );

  test.each(['accessDenied', 'truncated', 'malformed', 'reset', 'serverError'] as const)(
    'says what failed and nothing of the URL: %s',
    async (kind) => {
      const { session } = await sandboxSession({ account: account(), faults: [{ kind }] }, { maxAttempts: 1 });
      const url = await readSecret(session, secret, parseWebhookUrl);
      expect(url.ok).toBe(false);
      const text = url.ok ? '' : url.problem;
      expect(text).toContain('Cannot read secret "slack": ');
      expect(text).toContain('secretsmanager:GetSecretValue in us-east-1');
      expect(text).not.toMatch(/very-secret|services/);
    },
  );

  test('names a secret that does not exist', async () => {
    const { session } = await sandboxSession({ account: account() });
    const url = await readSecret(session, { kind: 'secretsmanager', secretId: 'gone' }, parseWebhookUrl);
    expect(url).toMatchObject({ ok: false, problem: expect.stringMatching(/"gone".*ResourceNotFoundException/) });
  });
});

describe('createKmsMacs', () => {
  const KEY = 'arn:aws:kms:eu-west-1:418295736412:key/1234abcd';
  const withKey = () => {
    const one = account();
    one.hmacKeys.push({ arn: KEY });
    return one;
  };

  test('makes codes of 32 bytes in the key’s own Region, and tells them from others', async () => {
    const { sandbox, session } = await sandboxSession({ account: withKey() });
    const macs = createKmsMacs(session, KEY);
    const mac = await macs.macOf('a message');
    expect(Buffer.from(mac, 'base64')).toHaveLength(32);
    expect(await macs.verify('a message', mac)).toBe(true);
    expect(await macs.verify('another', mac)).toBe(false);
    expect(new Set(sandbox.calls.map(({ region }) => region))).toEqual(new Set(['eu-west-1']));
  });

  test.each([
    [
      'kms:GenerateMac',
      'accessDenied',
      /^Cannot use the key arn:.*AccessDeniedException on kms:GenerateMac in eu-west-1; add/,
    ],
    ['kms:VerifyMac', 'accessDenied', /AccessDeniedException on kms:VerifyMac in eu-west-1; add/],
    ['kms:VerifyMac', 'serverError', /the service failed, also after the retries/],
  ] as const)('takes no failure of %s with %s for an answer', async (action, kind, message) => {
    const { session } = await sandboxSession({ account: withKey(), faults: [{ kind, service: 'kms' }] });
    const macs = createKmsMacs(session, KEY);
    const mac = Buffer.alloc(32).toString('base64');
    await expect(action === 'kms:VerifyMac' ? macs.verify('x', mac) : macs.macOf('x')).rejects.toThrow(message);
  });

  test('takes a key that is not there for no forgery', async () => {
    const { session } = await sandboxSession({ account: account() });
    const asked = createKmsMacs(session, KEY).verify('x', Buffer.alloc(32).toString('base64'));
    await expect(asked).rejects.toThrow(/NotFoundException on kms:VerifyMac/);
  });
});

describe('createSsmAnchor', () => {
  test('is made once, replaced, and read', async () => {
    const { session } = await sandboxSession({ account: account() });
    const anchor = createSsmAnchor(session, '/auditor/ledger');
    expect(await anchor.read()).toBeUndefined();
    expect(await anchor.create('one')).toBe('created');
    expect(await anchor.create('two')).toBe('lostRace');
    expect(await anchor.read()).toBe('one');
    await anchor.replace('three');
    expect(await anchor.read()).toBe('three');
  });

  test.each([
    ['read', 'ssm:GetParameter'],
    ['create', 'ssm:PutParameter'],
    ['replace', 'ssm:PutParameter'],
  ] as const)('names the permission that %s lacks', async (method, action) => {
    const { session } = await sandboxSession({
      account: account(),
      faults: [{ kind: 'accessDenied', service: 'ssm' }],
    });
    await expect(createSsmAnchor(session, '/auditor/ledger')[method]('x')).rejects.toThrow(`add ${action} to`);
  });
});
