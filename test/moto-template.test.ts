import { readFileSync } from 'node:fs';
import { IAMClient, ListRolePoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AwsSession, openSession } from '../src/aws/client/session.ts';
import { type Given, type Template, withoutConditions } from './support/cloudformation.ts';
import { type Moto, motoInstalled, startMoto } from './support/moto.ts';
import { type MotoStacks, motoStacks } from './support/moto-stacks.ts';
import { CREDENTIALS } from './support/sandbox-session.ts';
import { canTranslate, translatedTemplate } from './support/translated-template.ts';

const REGION = 'eu-west-1';
/** A zip file of no files. */
const NO_CODE = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);
const RESTRICTED: Given = {
  RolePath: '/audit/',
  PermissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/boundary',
  BucketName: 'team-audits',
  Sources: 'lookup,athena',
  AthenaTrailUri: 's3://logs',
  SnsTopicArn: 'arn:aws:sns:eu-west-1:123456789012:audits',
};

/**
 * moto makes roles, buckets, functions, queues and log groups, and passes over schedules, alarms, tables and workgroups. It knows no
 * attribute of what it passes over, no rules, and no `AWS::NoValue` in lists.
 */
describe.skipIf(!motoInstalled() || !canTranslate())(
  'the translated template, deployed to moto’s CloudFormation',
  () => {
    let moto: Moto;
    let session: AwsSession;
    let stacks: MotoStacks;
    let translated: Template;

    beforeAll(async () => {
      moto = await startMoto();
      session = await openSession({ region: REGION, endpoint: moto.endpoint, credentials: CREDENTIALS });
      stacks = motoStacks(moto.endpoint, REGION);
      const { Outputs, ...rest } = translatedTemplate(readFileSync('template.yaml', 'utf8'));
      const { ScheduleArn: _, ...outputs } = Outputs ?? {};
      translated = { ...rest, Outputs: outputs };
      const s3 = session.client(S3Client);
      await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
      await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: NO_CODE }));
    }, 300_000);

    afterAll(async () => {
      session?.close();
      await moto?.close();
    });

    async function roles(): Promise<readonly (readonly [name: string, path: string, policies: readonly string[]])[]> {
      const iam = session.client(IAMClient);
      const { Roles = [] } = await iam.send(new ListRolesCommand({}));
      return Promise.all(
        Roles.map(async ({ RoleName, Path = '' }) => {
          const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
          return [RoleName?.replace(/-[A-Z0-9]{12}$/, '') ?? '', Path, PolicyNames] as const;
        }),
      );
    }

    async function buckets(): Promise<readonly string[]> {
      const { Buckets = [] } = await session.client(S3Client).send(new ListBucketsCommand({}));
      return Buckets.map(({ Name = '' }) => Name).filter((name) => name !== 'bucket');
    }

    test('makes two stacks side by side, changes one, and takes both away', async () => {
      await stacks.create('plain', withoutConditions(translated, {}), {});
      await stacks.create('strict', withoutConditions(translated, RESTRICTED), RESTRICTED);
      for (const name of ['plain', 'strict'])
        expect(await stacks.describe(name)).toMatchObject({ status: 'CREATE_COMPLETE' });
      const reading = ['lambda-runtime', 'write-report', 'keep-ledger', 'keep-catalog', 'publish-findings'];
      const watching = ['lambda-runtime', 'read-role-of-task', 'keep-what-was-told', 'publish-findings'];
      const made = new Map(
        (await roles()).map(([name, path, policies]) => [name, { path, policies: new Set(policies) }]),
      );
      expect(made).toEqual(
        new Map([
          [
            'plain-AuditRole',
            { path: '/', policies: new Set([...reading, 'read-trail-settings', 'read-found-trails']) },
          ],
          ['plain-ScheduleRole', { path: '/', policies: new Set(['start-audit']) }],
          ['plain-TaskStoppedRole', { path: '/', policies: new Set(watching) }],
          [
            'strict-AuditRole',
            {
              path: '/audit/',
              policies: new Set([...reading, 'read-trail-settings', 'publish-to-topic']),
            },
          ],
          ['strict-ScheduleRole', { path: '/audit/', policies: new Set(['start-audit']) }],
          ['strict-TaskStoppedRole', { path: '/audit/', policies: new Set([...watching, 'publish-to-topic']) }],
        ]),
      );
      const bucket = (await stacks.describe('plain'))?.outputs['StateBucketName'];
      expect(await buckets()).toEqual([bucket]);
      expect((await stacks.describe('strict'))?.outputs).toMatchObject({
        StateBucketName: 'team-audits',
        RoleArn: expect.stringMatching(/^arn:aws:iam::123456789012:role\/audit\/strict-AuditRole-/),
        DryRunWithCli2: expect.stringContaining('--function-name strict-AuditFunction-'),
        ScheduleState: 'ENABLED',
      });

      const changed = { ...RESTRICTED, ScheduleState: 'DISABLED' };
      await stacks.update('strict', withoutConditions(translated, changed), changed);
      expect(await stacks.describe('strict')).toMatchObject({
        status: 'UPDATE_COMPLETE',
        outputs: { ScheduleState: 'DISABLED' },
      });

      for (const name of ['plain', 'strict']) await stacks.delete(name);
      expect(await roles()).toEqual([]);
      for (const name of ['plain', 'strict']) expect(await stacks.describe(name)).toBeUndefined();
    });

    test('makes the hub of an organization, with the state machine and its functions', async () => {
      const { Outputs, Resources, ...rest } = translatedTemplate(readFileSync('organization/template.yaml', 'utf8'));
      const machine = Resources['AuditStateMachine']?.Properties ?? {};
      const { DefinitionS3Location: _, DefinitionSubstitutions, ...properties } = machine;
      // moto fills in nothing, and reads no definition from S3.
      const text = readFileSync('statemachine/audit-organization.asl.json', 'utf8');
      const DefinitionString = { 'Fn::Sub': [text, DefinitionSubstitutions] };
      const AuditStateMachine = {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: { ...properties, DefinitionString },
      };
      const hub: Template = { ...rest, Resources: { ...Resources, AuditStateMachine }, ...(Outputs && { Outputs }) };
      const given = {
        OrganizationId: 'o-exampleorg1',
        ExternalId: 'an-external-id',
        TrailUri: 's3://logs-of-all-accounts/trail',
        LedgerKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd',
      };
      await stacks.create('hub', withoutConditions(hub, given), given);
      expect(await stacks.describe('hub')).toMatchObject({
        status: 'CREATE_COMPLETE',
        outputs: {
          AuditRoleArn: expect.stringMatching(/^arn:aws:iam::123456789012:role\/hub-AuditRole-/),
          StateMachineArn: expect.stringMatching(/^arn:aws:states:eu-west-1:123456789012:stateMachine:/),
        },
      });
      const own = (await roles()).filter(([name]) => name.startsWith('hub-'));
      expect(own.map(([name]) => name).sort()).toEqual([
        'hub-AuditRole',
        'hub-OrganizationRole',
        'hub-ScheduleRole',
        'hub-StateMachineRole',
      ]);
      const [, , policies] = (await roles()).find(([name]) => name === 'hub-AuditRole') ?? [];
      expect(policies).toEqual(expect.arrayContaining(['read-organization-trail', 'sign-ledger', 'anchor-ledger']));
      await stacks.delete('hub');
    });
  },
);
