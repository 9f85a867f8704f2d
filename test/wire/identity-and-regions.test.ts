import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createIdentityReader } from '../../src/aws/client/identity.ts';
import { createRegionDirectory } from '../../src/aws/client/regions.ts';
import { openSession } from '../../src/aws/client/session.ts';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const now = Date.UTC(2026, 10, 22, 3);
const account = () => emptyAccount({ now, accountId: '111122223333', regions: ['us-west-2', 'eu-west-1'] });

describe('createIdentityReader', () => {
  test('says the account and the partition', async () => {
    const { session } = await sandboxSession({ account: account() });
    expect(await createIdentityReader(session).identity()).toEqual({ accountId: '111122223333', partition: 'aws' });
  });

  test('throws a sentence where there are no credentials, before any call', async () => {
    const { sandbox, session } = await sandboxSession(
      { account: account() },
      {
        credentials: async () => {
          throw Object.assign(new Error('Could not load credentials from any providers'), {
            name: 'CredentialsProviderError',
          });
        },
      },
    );
    await expect(createIdentityReader(session).identity()).rejects.toThrow(
      /^Cannot tell which account to audit: No AWS credentials on sts:GetCallerIdentity .* set AWS_PROFILE/,
    );
    expect(sandbox.calls).toEqual([]);
  });

  test('names the role of the credentials that could not be assumed', async () => {
    const role = 'arn:aws:iam::111122223333:role/audit';
    const { session } = await sandboxSession(
      { account: account() },
      {
        credentials: async () => {
          const message = `User: arn:aws:iam::111122223333:user/me is not authorized to perform: sts:AssumeRole on resource: ${role}`;
          throw Object.assign(new Error(message), { name: 'AccessDenied' });
        },
      },
    );
    await expect(createIdentityReader(session).identity()).rejects.toThrow(
      `Cannot tell which account to audit: the role ${role} could not be assumed (AccessDenied): its trust policy, or`,
    );
  });

  test('reads on after a cut answer', async () => {
    const faults = [{ kind: 'truncated', service: 'sts', times: 1 }] as const;
    const { session } = await sandboxSession({ account: account(), faults });
    expect((await createIdentityReader(session).identity()).accountId).toBe('111122223333');
  });
});

describe('createRegionDirectory', () => {
  test('lists the enabled Regions, sorted, and leaves out the others', async () => {
    const some = account();
    some.regions.push({ name: 'af-south-1', optInStatus: 'not-opted-in', securityHub: false });
    const { session } = await sandboxSession({ account: some });
    expect(await createRegionDirectory(session).enabledRegions()).toEqual({
      value: ['eu-west-1', 'us-west-2'],
      incomplete: [],
    });
  });

  test.each(['accessDenied', 'malformed', 'truncated', 'reset'] as const)('states %s as a loss', async (kind) => {
    const { session } = await sandboxSession(
      { account: account(), faults: [{ kind, service: 'ec2' }] },
      { maxAttempts: 1 },
    );
    const regions = await createRegionDirectory(session).enabledRegions();
    expect(regions.value).toEqual([]);
    expect(regions.incomplete).toHaveLength(1);
    expect(regions.incomplete[0]?.why).toContain('ec2:DescribeRegions in us-east-1');
  });
});

describe('openSession', () => {
  test('waits for a slow answer, but not for ever', async () => {
    const faults = [{ kind: 'slow', service: 'sts', delayMs: 300 }] as const;
    const patient = await sandboxSession({ account: account(), faults });
    expect((await createIdentityReader(patient.session).identity()).accountId).toBe('111122223333');
    const hasty = await sandboxSession({ account: account(), faults }, { requestTimeout: 50, maxAttempts: 2 });
    await expect(createIdentityReader(hasty.session).identity()).rejects.toThrow(
      'No answer on sts:GetCallerIdentity in us-east-1 (ETIMEDOUT) after the retries',
    );
    expect(hasty.sandbox.calls).toHaveLength(2);
  });

  test('gives each service and Region one client', async () => {
    const { session } = await sandboxSession({ account: account() });
    class Client {
      readonly region: string;
      constructor(settings: { region: string }) {
        this.region = settings.region;
      }
      readonly middlewareStack = { remove: () => true };
      destroy(): void {}
    }
    expect(session.client(Client)).toBe(session.client(Client, 'us-east-1'));
    expect(session.client(Client, 'eu-west-1')).not.toBe(session.client(Client));
    expect(session.client(Client, 'eu-west-1').region).toBe('eu-west-1');
  });

  test('takes the Region given', async () => {
    const session = await openSession({ region: 'eu-central-1' });
    expect(session.region).toBe('eu-central-1');
    session.close();
  });

  test('says what to set where no Region is configured', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    await expect(openSession()).rejects.toThrow(
      /^Cannot choose an AWS Region: none is configured. Set AWS_REGION \(such as eu-west-1\), or a region in the profile/,
    );
  });
});
