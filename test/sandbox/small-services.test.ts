import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { ListAccountSettingsCommand } from '@aws-sdk/client-ecs';
import { GenerateMacCommand, VerifyMacCommand } from '@aws-sdk/client-kms';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addRole } from '../../src/sandbox/build-account.ts';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { sandboxClients } from './sandbox-clients.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd';

describe('the small services', () => {
  let sandbox: Sandbox;
  let clients: ReturnType<typeof sandboxClients>;

  beforeEach(async () => {
    const account = emptyAccount({ now: NOW, accountId: '111122223333', regions: ['us-east-1', 'eu-west-1'] });
    account.regions.push({ name: 'ap-east-1', optInStatus: 'not-opted-in', securityHub: false });
    addRole(account, { name: 'auditor' });
    const secret = { region: 'us-east-1', value: '{endpoint}/services/T1/B1/x', createdAt: NOW };
    account.secrets.push({ ...secret, name: 'webhook' });
    account.parameters.push({ ...secret, name: '/webhook' });
    account.hmacKeys.push({ arn: KEY });
    sandbox = await startSandbox({ account, limits: false });
    clients = sandboxClients(sandbox.endpoint);
  });
  afterEach(() => sandbox.close());

  it('STS says whose account it is', async () => {
    expect(await clients.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '111122223333',
      Arn: 'arn:aws:sts::111122223333:assumed-role/ecs-role-auditor/nightly',
    });
  });

  it('STS opens sessions of roles that exist', async () => {
    const assume = (name: string) =>
      clients.sts.send(
        new AssumeRoleCommand({ RoleArn: `arn:aws:iam::111122223333:role/${name}`, RoleSessionName: 'audit' }),
      );
    const { Credentials } = await assume('auditor');
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA/);
    expect(Credentials?.Expiration).toEqual(new Date(NOW + 3_600_000));
    await expect(assume('nobody')).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('EC2 lists enabled Regions, and the others when asked', async () => {
    const enabled = await clients.ec2.send(new DescribeRegionsCommand({}));
    expect(enabled.Regions?.map((region) => region.RegionName)).toEqual(['us-east-1', 'eu-west-1']);
    const all = await clients.ec2.send(new DescribeRegionsCommand({ AllRegions: true }));
    expect(all.Regions?.at(-1)).toMatchObject({ RegionName: 'ap-east-1', OptInStatus: 'not-opted-in' });
  });

  it('Account Management lists Regions by status', async () => {
    const client = new AccountClient({
      endpoint: sandbox.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' },
    });
    const page = await client.send(new ListRegionsCommand({ RegionOptStatusContains: ['DISABLED'] }));
    expect(page.Regions).toEqual([{ RegionName: 'ap-east-1', RegionOptStatus: 'DISABLED' }]);
  });

  it('Secrets Manager gives a secret by name and by ARN, with the sandbox’s address in it', async () => {
    const SecretString = `${sandbox.endpoint}/services/T1/B1/x`;
    const byName = await clients.secrets.send(new GetSecretValueCommand({ SecretId: 'webhook' }));
    expect(byName).toMatchObject({ SecretString, Name: 'webhook' });
    const byArn = await clients.secrets.send(new GetSecretValueCommand({ SecretId: byName.ARN ?? '' }));
    expect(byArn.SecretString).toBe(SecretString);
    await expect(clients.secrets.send(new GetSecretValueCommand({ SecretId: 'no' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('Parameter Store keeps a secure value secret unless decryption is asked for', async () => {
    const read = (Name: string, WithDecryption: boolean) =>
      clients.ssm.send(new GetParameterCommand({ Name, WithDecryption }));
    const clear = await read('/webhook', true);
    expect(clear.Parameter?.Value).toBe(`${sandbox.endpoint}/services/T1/B1/x`);
    expect((await read('/webhook', false)).Parameter?.Value).not.toContain('services');
    expect((await read(clear.Parameter?.ARN ?? '', true)).Parameter?.Name).toBe('/webhook');
    await expect(read('/no', true)).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it('Parameter Store counts what is put, and replaces it only where that is said', async () => {
    const put = (Value: string, Overwrite: boolean) =>
      clients.ssm.send(new PutParameterCommand({ Name: '/anchor', Type: 'String', Value, Overwrite }));
    expect(await put('one', false)).toMatchObject({ Version: 1 });
    await expect(put('two', false)).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    expect(await put('two', true)).toMatchObject({ Version: 2 });
    const read = await clients.ssm.send(new GetParameterCommand({ Name: '/anchor' }));
    expect(read.Parameter).toMatchObject({ Value: 'two', Type: 'String', Version: 2 });
    const abroad = sandboxClients(sandbox.endpoint, 'eu-west-1').ssm;
    await expect(abroad.send(new GetParameterCommand({ Name: '/anchor' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
  });

  it('KMS verifies the codes that it made, of this message and with this key', async () => {
    const asked = { KeyId: KEY, MacAlgorithm: 'HMAC_SHA_256' } as const;
    const Message = Buffer.from('a message');
    const { Mac } = await clients.kms.send(new GenerateMacCommand({ ...asked, Message }));
    const verify = (input: Partial<ConstructorParameters<typeof VerifyMacCommand>[0]>) =>
      clients.kms.send(new VerifyMacCommand({ ...asked, Message, Mac, ...input }));
    expect(await verify({})).toMatchObject({ MacValid: true });
    const wrong = { name: 'KMSInvalidMacException' };
    await expect(verify({ Message: Buffer.from('another') })).rejects.toMatchObject(wrong);
    await expect(verify({ Mac: Buffer.from('no code') })).rejects.toMatchObject(wrong);
    await expect(verify({ KeyId: `${KEY}0` })).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(verify({ Message: Buffer.alloc(4097) })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('names an operation that it does not know', async () => {
    const asked = clients.ecs.send(new ListAccountSettingsCommand({}));
    await expect(asked).rejects.toThrow('Cannot answer ecs:ListAccountSettings: the sandbox');
    expect(sandbox.calls.at(-1)).toMatchObject({ service: 'ecs', operation: 'ListAccountSettings', status: 400 });
  });
});
