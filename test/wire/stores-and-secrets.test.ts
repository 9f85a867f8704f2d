import { describe, expect, test } from 'vitest';
import { createS3ReportStore } from '../../src/aws/s3/s3-report-store.ts';
import { readSecret } from '../../src/aws/secrets/read-secret.ts';
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
