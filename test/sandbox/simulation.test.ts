import { CheckNoNewAccessCommand, ValidatePolicyCommand } from '@aws-sdk/client-accessanalyzer';
import { type EvaluationResult, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addManagedPolicy, addRole } from '../../src/sandbox/build-account.ts';
import { emptyAccount, type SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import type { Json } from '../../src/sandbox/wire/json.ts';
import { sandboxClients } from './sandbox-clients.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const policy = (...statements: readonly Json[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (action: string, resource = '*', more = {}) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
const READ = 's3:GetObject';
const OBJECT = 'arn:aws:s3:::reports/1';

let account: SandboxAccount;
let sandbox: Sandbox;
let role: string;
let attached: string;
beforeEach(async () => {
  account = emptyAccount({ now: NOW });
  attached = addManagedPolicy(account, { name: 'queues', documents: [policy(allow('sqs:*'))] });
  const boundary = addManagedPolicy(account, { name: 'limit', documents: [policy(allow('s3:*'), allow('sqs:*'))] });
  role = addRole(account, {
    name: 'app',
    inlinePolicies: {
      files: policy(allow(READ, 'arn:aws:s3:::reports/*'), allow('kms:Decrypt')),
      vpc: policy(allow('s3:PutObject', '*', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })),
    },
    attached: [attached],
    boundary,
  });
  sandbox = await startSandbox({ account, limits: false });
});
afterEach(() => sandbox.close());

async function simulate(over: Partial<ConstructorParameters<typeof SimulatePrincipalPolicyCommand>[0]> = {}) {
  const results: EvaluationResult[] = [];
  let Marker: string | undefined;
  do {
    const answer = await sandboxClients(sandbox.endpoint).iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: role,
        ActionNames: [READ],
        ResourceArns: [OBJECT],
        Marker,
        ...over,
      }),
    );
    results.push(...(answer.EvaluationResults ?? []));
    Marker = answer.IsTruncated === true ? answer.Marker : undefined;
  } while (Marker !== undefined);
  return results.map(({ EvalActionName: action, EvalDecision: decision, MissingContextValues: missing = [] }) =>
    [action, decision, ...missing].join(' '),
  );
}

describe('SimulatePrincipalPolicy', () => {
  it('decides each action on each resource, over several pages', async () => {
    const ActionNames = [READ, 'sqs:SendMessage', 'sns:Publish'];
    expect(await simulate({ ActionNames, MaxItems: 2 })).toEqual([
      `${READ} allowed`,
      'sqs:SendMessage allowed',
      'sns:Publish implicitDeny',
    ]);
    expect(await simulate({ ResourceArns: [OBJECT, 'arn:aws:s3:::other/1'] })).toEqual([
      `${READ} allowed`,
      `${READ} implicitDeny`,
    ]);
  });

  it('stays inside the boundary, and names the condition keys that nobody gave', async () => {
    expect(await simulate({ ActionNames: ['kms:Decrypt', 's3:PutObject'] })).toEqual([
      'kms:Decrypt implicitDeny',
      's3:PutObject implicitDeny aws:SourceVpc',
    ]);
  });

  it('leaves out inline and managed policies, and takes others', async () => {
    const inline = {
      InlinePolicyIdentifier: { PolicyName: 'files', AttachmentType: 'role', AttachmentName: 'app' },
    } as const;
    const ActionNames = [READ, 'sqs:SendMessage'];
    expect(await simulate({ ActionNames, PolicyExclusionList: [inline] })).toEqual([
      `${READ} implicitDeny`,
      'sqs:SendMessage allowed',
    ]);
    expect(
      await simulate({
        ActionNames,
        PolicyExclusionList: [inline, { PolicyArn: attached }],
        PolicyInputList: [JSON.stringify(policy(allow(READ)))],
      }),
    ).toEqual([`${READ} allowed`, 'sqs:SendMessage implicitDeny']);
  });

  it('refuses what it is told to refuse, where policies are changed', async () => {
    account.simulatorRefuses.push(READ);
    expect(await simulate()).toEqual([`${READ} allowed`]);
    expect(await simulate({ PolicyInputList: [JSON.stringify(policy(allow(READ)))] })).toEqual([
      `${READ} implicitDeny`,
    ]);
  });

  it.each([
    ['an action that is none', { ActionNames: ['read'] }, 'InvalidInput'],
    ['a policy that is none', { PolicyInputList: ['{}'] }, 'InvalidInput'],
    ['a role that is not there', { PolicySourceArn: 'arn:aws:iam::418295736412:role/x' }, 'NoSuchEntity'],
  ])('refuses %s', async (_, over, error) => {
    await expect(simulate(over)).rejects.toMatchObject({ name: expect.stringMatching(error) });
  });
});

describe('Access Analyzer', () => {
  const checks = () => sandboxClients(sandbox.endpoint).accessAnalyzer;
  const newAccess = async (before: unknown, after: unknown) => {
    const { result, reasons = [] } = await checks().send(
      new CheckNoNewAccessCommand({
        existingPolicyDocument: JSON.stringify(before),
        newPolicyDocument: JSON.stringify(after),
        policyType: 'IDENTITY_POLICY',
      }),
    );
    return [result, ...reasons.map(({ statementIndex }) => statementIndex)];
  };

  it('validates policies', async () => {
    const validate = async (policyDocument: string) =>
      (await checks().send(new ValidatePolicyCommand({ policyDocument, policyType: 'IDENTITY_POLICY' }))).findings?.map(
        ({ findingType }) => findingType,
      );
    expect(await validate(JSON.stringify(policy(allow(READ))))).toEqual([]);
    expect(await validate('{}')).toEqual(['ERROR']);
  });

  it('tells new access by its statement', async () => {
    expect(await newAccess(policy(allow('s3:*')), policy(allow(READ, OBJECT)))).toEqual(['PASS']);
    expect(await newAccess(policy(allow(READ)), policy(allow(READ), allow('s3:PutObject')))).toEqual(['FAIL', 1]);
    const wild = allow('s3:Get*', 'arn:aws:s3:::*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } });
    expect(await newAccess(policy(wild), policy({ Sid: 'Other', ...wild }))).toEqual(['PASS']);
  });
});
