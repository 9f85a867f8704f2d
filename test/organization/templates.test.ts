import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/parse-config-file.ts';
import { SETTING_NAMES, variableOf } from '../../src/config/settings.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { type EffectiveGrants, effectiveGrants } from '../../src/iam/effective-grants.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import { EXTERNAL_ID, MEMBER_ROLE } from '../../src/sandbox/organization/member-account.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { type Given, policiesOf, readTemplate, type Stack, stackOf } from '../support/cloudformation.ts';
import { accountsOf, HUB, hubFunctions, organizationOf } from '../support/organization-world.ts';
import { smallAccount } from '../support/small-account.ts';
import { PERMISSIONS, QUIET_TRAIL } from '../support/template-calls.ts';
import { aslProblems } from '../support/validate-asl.ts';

const catalog = await loadCatalog();
const single = readTemplate();
const member = readTemplate('organization/member.yaml');
const hub = readTemplate('organization/template.yaml');

const MEMBER_GIVEN: Given = {
  HubRoleArn: `arn:aws:iam::${HUB}:role/hub-AuditRole-1`,
  HubRegion: 'eu-west-1',
  ExternalId: EXTERNAL_ID,
  OrganizationId: 'o-exampleorg1',
};
const HUB_GIVEN: Given = {
  OrganizationId: 'o-exampleorg1',
  ExternalId: EXTERNAL_ID,
  ConfigUri: `s3://ecs-role-auditor-${HUB}/auditor.yaml`,
  ExcludeAccountTag: 'audit=off',
  SlackWebhookSecretArn: `arn:aws:secretsmanager:us-east-1:${HUB}:secret:slack-AbCdEf`,
  SnsTopicArn: `arn:aws:sns:us-east-1:${HUB}:ecs-role-auditor`,
};

/** What a role of a stack may do, but what the Lambda service does with it. */
function grantsOf(stack: Stack, role: string): EffectiveGrants {
  const policies = policiesOf(stack, role).filter(({ PolicyName }) => PolicyName !== 'lambda-runtime');
  return effectiveGrants(
    {
      arn: `arn:aws:iam::${HUB}:role/${role}`,
      tags: {},
      trustPolicy: parsePolicy({ Version: '2012-10-17', Statement: [] }),
      policies: policies.map(({ PolicyName, PolicyDocument }) => ({
        source: { kind: 'inline', name: PolicyName },
        document: parsePolicy(PolicyDocument),
      })),
    },
    catalog,
  );
}

function actionsOf(grants: EffectiveGrants): readonly string[] {
  return [...grants.grants()].map(({ action }) => action).sort();
}

/** Granted for what S3, Secrets Manager and SNS do with them, and for the tags with which sessions are asked for. */
const NEVER_CALLED = new Set(['kms:Decrypt', 'kms:GenerateDataKey', 'sts:TagSession']);

describe('the templates of an organization', () => {
  const canLint = spawnSync('cfn-lint', ['--version']).status === 0;
  if (!canLint) console.log('skipped: cfn-lint is not installed');
  test.skipIf(!canLint).each(['organization/template.yaml', 'organization/member.yaml'])(
    '%s is clean for cfn-lint',
    { timeout: 300_000 },
    (path) => {
      const result = spawnSync('cfn-lint', [path], { encoding: 'utf8' });
      expect([result.stdout + result.stderr, result.status]).toEqual(['', 0]);
    },
  );

  test('member.yaml needs no transform, and asks the hub for its external id and its organization', () => {
    expect(member).not.toHaveProperty('Transform');
    const stack = stackOf(member, MEMBER_GIVEN);
    expect(stack.property('MemberRole', 'RoleName')).toBe(MEMBER_ROLE);
    expect(stack.property('MemberRole', 'AssumeRolePolicyDocument')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${HUB}:root` },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Condition: {
            'ForAllValues:StringEquals': { 'aws:TagKeys': ['ecs-role-auditor:account', 'ecs-role-auditor:run'] },
            StringEquals: { 'sts:ExternalId': EXTERNAL_ID, 'aws:PrincipalOrgID': 'o-exampleorg1' },
            ArnLike: { 'aws:PrincipalArn': [MEMBER_GIVEN['HubRoleArn']] },
          },
        },
      ],
    });
    const operator = `arn:aws:iam::${HUB}:role/aws-reserved/sso.amazonaws.com/*/Audit_*`;
    const opened = stackOf(member, { ...MEMBER_GIVEN, OperatorPrincipalArn: operator });
    expect(JSON.stringify(opened.property('MemberRole', 'AssumeRolePolicyDocument'))).toContain(operator);
  });

  test('member.yaml grants word for word what template.yaml grants for the same', () => {
    const own = new Map(policiesOf(stackOf(single), 'AuditRole').map((policy) => [policy.PolicyName, policy]));
    const its = policiesOf(stackOf(member, MEMBER_GIVEN), 'MemberRole');
    expect(its.map(({ PolicyName }) => PolicyName)).toEqual([
      'read-inventory',
      'read-trail-settings',
      'read-found-trails',
      'publish-findings',
    ]);
    for (const policy of its) expect(policy, policy.PolicyName).toEqual(own.get(policy.PolicyName));
    const quiet = stackOf(member, { ...MEMBER_GIVEN, PublishToSecurityHub: 'false' });
    expect(JSON.stringify(policiesOf(quiet, 'MemberRole'))).not.toContain('securityhub');
  });

  test('the hub takes roles of the organization alone, and writes into its bucket alone', () => {
    const stack = stackOf(hub, HUB_GIVEN);
    const statements = policiesOf(stack, 'AuditRole').flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    expect(statements.find(({ Sid }) => Sid === 'TakeMemberRole')).toMatchObject({
      Resource: `arn:aws:iam::*:role/${MEMBER_ROLE}`,
      Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-exampleorg1' } },
    });
    const writes = ['AuditRole', 'OrganizationRole']
      .flatMap((role) => policiesOf(stack, role))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => [Action].flat().includes('s3:PutObject'))
      .flatMap(({ Resource }) => Resource);
    expect(writes.every((resource) => resource.startsWith('StateBucket.Arn/'))).toBe(true);
  });

  test('sets environment variables that the program knows, and their defaults are its own', () => {
    const { Variables } = (hub as unknown as { Globals: { Function: { Environment: { Variables: object } } } }).Globals
      .Function.Environment;
    const own = ['AuditFunction', 'OrganizationFunction'].flatMap((name) =>
      Object.keys(stackOf(hub, HUB_GIVEN).property(name, 'Environment', 'Variables') as object),
    );
    const ours = [...Object.keys(Variables), ...own].filter((name) => name.startsWith('AUDITOR_'));
    expect(ours.filter((name) => !SETTING_NAMES.map(variableOf).includes(name))).toEqual([]);
    const defaults = Object.fromEntries(
      Object.entries(hub.Parameters).map(([name, { Default }]) => [name, String(Default ?? '')]),
    );
    const set = Object.entries(Variables).flatMap(([name, value]: [string, unknown]): [string, string][] => {
      const { Ref: parameter } = (typeof value === 'object' ? value : {}) as { Ref?: string };
      return name.startsWith('AUDITOR_') && parameter !== undefined && parameter in defaults
        ? [[name, defaults[parameter] ?? '']]
        : [];
    });
    expect(readConfig(Object.fromEntries(set))).toEqual(readConfig({}));
  });

  test('has the parameters of a single account in the same words, and grants no more by them', () => {
    const shared = Object.entries(hub.Parameters).filter(([name]) => name in single.Parameters);
    expect(shared.length).toBeGreaterThan(25);
    for (const [name, { AllowedPattern, AllowedValues, Type }] of shared) {
      const own = single.Parameters[name];
      // One trail, and so one key, is the organization's.
      if (name !== 'TrailKeyArn')
        expect([name, AllowedPattern, AllowedValues, Type]).toEqual([
          name,
          own?.AllowedPattern,
          own?.AllowedValues,
          own?.Type,
        ]);
    }
    const given = {
      SlackTokenSecretArn: `arn:aws:secretsmanager:us-east-1:${HUB}:secret:token-AbCdEf`,
      SlackChannelId: 'C0SANDBOX01',
      LedgerKeyArn: LEDGER_KEY,
      SlackKeyArn: LEDGER_KEY,
      SnsKeyArn: LEDGER_KEY,
      ConfigKeyArn: LEDGER_KEY,
      BucketKeyArn: LEDGER_KEY,
      SnsTopicArn: HUB_GIVEN['SnsTopicArn'] ?? '',
      ConfigUri: HUB_GIVEN['ConfigUri'] ?? '',
    };
    const its = stackOf(hub, { ...HUB_GIVEN, SlackWebhookSecretArn: '', ...given });
    expect(its.refused).toEqual([]);
    expect(stackOf(hub, { ...HUB_GIVEN, ...given }).refused).not.toEqual([]);
    const own = new Map(policiesOf(stackOf(single, given), 'AuditRole').map((policy) => [policy.PolicyName, policy]));
    const compared = ['AuditRole', 'OrganizationRole']
      .flatMap((role) => policiesOf(its, role))
      .filter(
        ({ PolicyName }) =>
          own.has(PolicyName) && !['lambda-runtime', 'keep-catalog', 'anchor-ledger'].includes(PolicyName),
      );
    expect(new Set(compared.map(({ PolicyName }) => PolicyName))).toEqual(
      new Set([
        'decrypt-configuration',
        'decrypt-slack-secret',
        'encrypt-for-topic',
        'publish-to-topic',
        'read-configuration',
        'read-token-secret',
        'sign-ledger',
        'use-bucket-key',
      ]),
    );
    for (const policy of compared) expect(policy).toEqual(own.get(policy.PolicyName));
  });

  test('signs each account’s ledger where a key is made or given, with an anchor of its own', () => {
    const made = stackOf(hub, { ...HUB_GIVEN, MakeLedgerKey: 'true' });
    const variables = {
      AUDITOR_LEDGER_KEY: 'LedgerKey.Arn',
      AUDITOR_LEDGER_ANCHOR: '/ecs-role-auditor/auditor/ledger',
    };
    expect(made.property('AuditFunction', 'Environment', 'Variables')).toMatchObject(variables);
    expect(made.resources['LedgerKey']).toEqual(stackOf(single, { MakeLedgerKey: 'true' }).resources['LedgerKey']);
    const anchor = policiesOf(made, 'AuditRole').find(({ PolicyName }) => PolicyName === 'anchor-ledger');
    expect(JSON.stringify(anchor)).toContain('parameter/ecs-role-auditor/auditor/ledger/*"');
    expect(stackOf(hub, HUB_GIVEN).resources).not.toHaveProperty('LedgerKey');
  });

  test('has a path and a boundary for every role, the member’s too, which the hub then takes by it', () => {
    const bound = { RolePath: '/audit/', PermissionsBoundaryArn: `arn:aws:iam::${HUB}:policy/boundary` };
    const its = stackOf(hub, { ...HUB_GIVEN, ...bound, MemberRoleName: `audit/${MEMBER_ROLE}` });
    for (const stack of [its, stackOf(member, { ...MEMBER_GIVEN, ...bound })]) {
      const roles = Object.values(stack.resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
      expect(roles.length).toBeGreaterThan(0);
      for (const { Properties } of roles)
        expect(Properties).toMatchObject({
          Path: bound.RolePath,
          PermissionsBoundary: bound.PermissionsBoundaryArn,
        });
    }
    const [taken] = policiesOf(its, 'AuditRole').flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.filter(({ Sid }) => Sid === 'TakeMemberRole'),
    );
    expect(taken?.Resource).toBe(`arn:aws:iam::*:role/audit/${MEMBER_ROLE}`);
    const pattern = new RegExp(hub.Parameters['MemberRoleName']?.AllowedPattern ?? '');
    expect([`audit/${MEMBER_ROLE}`, `/audit/${MEMBER_ROLE}`].map((name) => pattern.test(name))).toEqual([true, false]);
  });

  test('runs its functions in a VPC where subnets and groups are given, as a single account does', () => {
    const { Globals } = hub as unknown as { Globals: { Function: Readonly<Record<string, unknown>> } };
    const given = { SubnetIds: 'subnet-0a1b2c3d', SecurityGroupIds: 'sg-0a1b2c3d' };
    const stack = stackOf(hub, { ...HUB_GIVEN, ...given });
    expect(Globals.Function['VpcConfig']).toEqual(single.Resources['AuditFunction']?.Properties['VpcConfig']);
    expect(stack.resources['AttachToVpcPolicy']).toEqual(stackOf(single, given).resources['AttachToVpcPolicy']);
    for (const role of ['AuditRole', 'OrganizationRole'])
      expect(stack.property(role, 'ManagedPolicyArns')).toEqual(['AttachToVpcPolicy']);
    expect(stackOf(hub, { ...HUB_GIVEN, SubnetIds: given.SubnetIds }).refused).toHaveLength(1);
  });

  test.each([
    ['nightly', {}, 26],
    ['without weekends', { ScheduleExpression: 'cron(0 3 ? * MON-FRI *)', HoursBetweenRuns: '72' }, 74],
    ['weekly', { ScheduleExpression: 'cron(0 3 ? * SUN *)', HoursBetweenRuns: '168' }, undefined],
    ['off', { ScheduleState: 'DISABLED' }, undefined],
  ])('tells that a run is overdue as its schedule says: %s', (_, given, hours) => {
    const stack = stackOf(hub, { ...HUB_GIVEN, ...given });
    expect(stack.refused).toEqual([]);
    const alarm = stack.resources['NoRunAlarm']?.Properties;
    if (hours === undefined) expect(alarm).toBeUndefined();
    else expect(alarm).toMatchObject({ Period: 3600, EvaluationPeriods: hours, DatapointsToAlarm: hours });
  });

  test('refuses a schedule of one’s own whose pause is not given', () => {
    const given = { ...HUB_GIVEN, ScheduleExpression: 'rate(7 days)' };
    expect(stackOf(hub, given).refused).toEqual([expect.stringContaining('give HoursBetweenRuns')]);
  });

  test.each([
    ['their own topic', { AlarmTopicArn: `arn:aws:sns:eu-west-1:123456789012:alarms` }, 'alarms'],
    ['the topic of the message', { SnsTopicArn: 'arn:aws:sns:eu-west-1:123456789012:audits' }, 'audits'],
    ['nobody, where that topic is elsewhere', { SnsTopicArn: 'arn:aws:sns:us-east-1:123456789012:audits' }, undefined],
  ])('has alarms that tell %s', (_, given, topic) => {
    const { resources } = stackOf(hub, { ...HUB_GIVEN, SnsTopicArn: '', ...given });
    const alarms = Object.values(resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
    expect(alarms).toHaveLength(4);
    for (const { Properties } of alarms)
      expect(Properties['AlarmActions']).toEqual(topic && [`arn:aws:sns:eu-west-1:123456789012:${topic}`]);
    expect(resources['NoRunAlarm']?.Properties['InsufficientDataActions']).toEqual(
      alarms[0]?.Properties['AlarmActions'],
    );
  });

  test.each([
    ['weekly', 'weekly', true],
    ['weekly, whatever a configuration file says', 'weekly', true, 'none'],
    ['not at all, whatever a configuration file says', 'none', false, 'weekly'],
  ])('lets one function alone renew the catalogue: %s', (_, CatalogRefresh, renews, inFile?: string) => {
    const stack = stackOf(hub, { ...HUB_GIVEN, CatalogRefresh });
    const file = parseConfigFile(inFile === undefined ? 'version: 1' : `version: 1\ncatalogRefresh: ${inFile}`, {
      name: 'auditor.yaml',
      now: Date.now(),
    });
    const configOf = (name: string) => {
      const own = stack.property(name, 'Environment', 'Variables') as Readonly<Record<string, string>>;
      return readConfig({ AUDITOR_LEDGER: 's3://bucket/ledger', ...own }, file);
    };
    // What a function may not write it does not try to: no run would tell of a refusal that nothing mends.
    expect(configOf('AuditFunction')).not.toHaveProperty('storedCatalog');
    expect('storedCatalog' in configOf('OrganizationFunction')).toBe(renews);
    const writers = ['AuditRole', 'OrganizationRole'].filter((role) =>
      policiesOf(stack, role)
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
        .some(({ Action, Resource }) => Action.includes('s3:PutObject') && String(Resource).includes('catalog/')),
    );
    expect(writers).toEqual(renews ? ['OrganizationRole'] : []);
  });

  test('takes no wildcard where a parameter says what may be read', () => {
    for (const name of [
      'ConfigUri',
      'TrailUri',
      'TrailKeyArn',
      'SlackWebhookSecretArn',
      'SlackTokenSecretArn',
      'SnsTopicArn',
      'LedgerKeyArn',
      'BucketKeyArn',
      'MemberRoleName',
    ])
      for (const wildcard of ['*', '?'])
        expect(new RegExp(hub.Parameters[name]?.AllowedPattern ?? '').test(wildcard), name).toBe(false);
  });
});

describe('the state machine', () => {
  const text = readFileSync('statemachine/audit-organization.asl.json', 'utf8');
  const definition = JSON.parse(text) as {
    readonly States: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };

  test('is valid Amazon States Language', () => {
    expect(aslProblems(definition)).toEqual([]);
    expect(aslProblems({ ...definition, StartAt: 'Nowhere' })).not.toEqual([]);
  });

  test('audits twenty accounts at once, and no account that fails sinks it', () => {
    expect(definition.States['AuditAccounts']).toMatchObject({ MaxConcurrency: 20, ToleratedFailurePercentage: 100 });
    // moto takes no other form of it.
    expect(text).toContain('"ToleratedFailurePercentage": 100.0');
  });

  test('is filled in with what the hub makes, and its role may start just that', () => {
    const substitutions = hub.Resources['AuditStateMachine']?.Properties['DefinitionSubstitutions'] as object;
    const named = new Set(text.match(/\$\{\w+\}/g)?.map((each) => each.slice(2, -1)));
    expect(new Set(Object.keys(substitutions))).toEqual(named);
    const run = policiesOf(stackOf(hub, HUB_GIVEN), 'StateMachineRole')[0]?.PolicyDocument.Statement;
    expect(run?.[0]).toMatchObject({ Resource: ['AuditFunction.Arn', 'OrganizationFunction.Arn'] });
  });
});

const FREE = 'sts:GetCallerIdentity';

const LEDGER_KEY = `arn:aws:kms:us-east-1:${HUB}:key/1234abcd`;
/** What a hub is given, and its functions by that. */
const HUBS: readonly (readonly [string, Given, Readonly<Record<string, string>>])[] = [
  ['with a webhook', HUB_GIVEN, {}],
  [
    'with a bot, a signed ledger and keys of its own',
    {
      ...HUB_GIVEN,
      SlackWebhookSecretArn: '',
      SlackTokenSecretArn: `arn:aws:secretsmanager:us-east-1:${HUB}:secret:token-AbCdEf`,
      SlackChannelId: 'C0SANDBOX01',
      LedgerKeyArn: LEDGER_KEY,
      CatalogRefresh: 'none',
      ...Object.fromEntries(['Bucket', 'Config', 'Slack', 'Sns', 'Log'].map((of) => [`${of}KeyArn`, LEDGER_KEY])),
    },
    {
      AUDITOR_SLACK_WEBHOOK_SECRET: '',
      AUDITOR_SLACK_TOKEN_SECRET: 'ecs-role-auditor/slack-token',
      AUDITOR_SLACK_CHANNEL: 'C0SANDBOX01',
      AUDITOR_LEDGER_KEY: LEDGER_KEY,
      AUDITOR_LEDGER_ANCHOR: '/ecs-role-auditor/hub/ledger',
    },
  ],
];

describe.each(HUBS)('the permissions of an organization, its hub %s,', (_, given, environment) => {
  const roles = {
    member: grantsOf(stackOf(member, MEMBER_GIVEN), 'MemberRole'),
    audit: grantsOf(stackOf(hub, given), 'AuditRole'),
    organization: grantsOf(stackOf(hub, given), 'OrganizationRole'),
  };
  const called: Record<keyof typeof roles, Set<string>> = {
    member: new Set(),
    audit: new Set(),
    organization: new Set(),
  };
  let sandbox: Sandbox;
  /** Which of the hub's functions is running. */
  let running: 'audit' | 'organization' = 'organization';
  const refused: string[] = [];

  beforeAll(async () => {
    const { account } = smallAccount(Date.now());
    account.trails.push(QUIET_TRAIL);
    account.buckets.push(QUIET_TRAIL.bucket);
    ({ sandbox } = await organizationOf([account], {
      // Nobody may do more than the templates' policies, evaluated, let him.
      authorize(action, caller) {
        if (action.startsWith('slack') || action === FREE) return true;
        const role = caller.includes(`/${MEMBER_ROLE}/`) ? 'member' : running;
        called[role].add(action);
        const access = roles[role].of(action)?.access;
        if (access === undefined || access === 'blocked') refused.push(`${role} ${action}`);
        return access !== undefined && access !== 'blocked';
      },
    }));
    sandbox.account.hmacKeys.push({ arn: LEDGER_KEY });
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    sandbox.state.objects.set(`ecs-role-auditor-${HUB}/auditor.yaml`, {
      body: Buffer.from(`version: 1\nexceptions:\n  - {role: shop-*, until: ${until}, reason: it may stay}\n`),
      etag: '"1"',
      lastModified: Date.now(),
      headers: {},
    });
  });
  afterAll(() => sandbox.close());

  test('are enough for a whole run, and none is left over', { timeout: 300_000 }, async () => {
    const functions = hubFunctions(sandbox, {
      AUDITOR_CONFIG: `s3://ecs-role-auditor-${HUB}/auditor.yaml`,
      AUDITOR_EXCLUDE_ACCOUNT_TAG: 'audit=off',
      AUDITOR_SNS_TOPIC: sandbox.account.topics.join(''),
      ...environment,
    });
    const run = async (name: string) => {
      running = 'organization';
      await functions.step({ step: 'listAccounts', run: name });
      const [account] = accountsOf(sandbox, name);
      if (account === undefined) throw new Error('There is no account to audit');
      running = 'audit';
      const answer = await functions.audit(name, account);
      running = 'organization';
      await functions.step({ step: 'summarize', run: name });
      return answer;
    };
    expect(await run('first')).toEqual({ account: '418295736412', standing: 'audited', again: false });
    expect(refused).toEqual([]);
    // The bulk listing refused: roles are then read one by one.
    sandbox.injectFault({ service: 'iam', operation: 'GetAccountAuthorizationDetails', kind: 'accessDenied' });
    expect(await run('second')).toMatchObject({ standing: 'audited' });
    expect(refused).toEqual([]);
    expect(sandbox.state.slackMessages).toHaveLength(2);
    for (const role of ['member', 'audit', 'organization'] as const) {
      const needed = [...called[role]].map((action) => PERMISSIONS[action] ?? action);
      const granted = actionsOf(roles[role]).filter((action) => !NEVER_CALLED.has(action));
      expect([...new Set(needed)].sort(), role).toEqual(granted);
    }
  });
});
