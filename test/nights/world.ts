import type { BatchUpdateFindingsCommandInput } from '@aws-sdk/client-securityhub';
import type { AwsSession } from '../../src/aws/client/session.ts';
import { ecsTrustPolicy } from '../../src/sandbox/build-account.ts';
import type { FaultRule } from '../../src/sandbox/fault.ts';
import type { SlackMessage } from '../../src/sandbox/sandbox-state.ts';
import type { JsonObject } from '../../src/sandbox/wire/json.ts';

/** The home Region, and the other one. */
export const HOME = 'us-east-1';
export const ABROAD = 'eu-west-1';

/** An AWS account behind an endpoint, and what can happen to it between two nights. */
export interface World {
  readonly accountId: string;
  readonly endpoint: string;
  /** Of the home Region. */
  readonly session: AwsSession;
  /** Bucket of the reports, the ledger and the configuration. */
  readonly bucket: string;
  /** Name of the secret with the webhook's URL. */
  readonly webhookSecret: string;
  /** Makes a role, or changes it into this; `by`: who is seen to put its policy. */
  putRole(role: StoryRole, by?: string): Promise<void>;
  /** A call of a role that IAM refused an hour ago; a world without CloudTrail knows of none. */
  refuse(role: string, eventSource: string, eventName: string): Promise<void>;
  /** Registers a revision of a family whose task role has that name, whether there is such a role or not. */
  deploy(family: string, region: string, roleName: string): Promise<void>;
  /** Makes every revision of a family INACTIVE. */
  retire(family: string, region: string): Promise<void>;
  /** What a person sets on the finding of a role and a rule in Security Hub. */
  mark(role: string, rule: string, changes: PersonsChanges): Promise<void>;
  /** Lets calls go wrong until `mend`. */
  spoil(rule: FaultRule): void;
  mend(): void;
  /** Every message that reached Slack so far. */
  readonly messages: readonly SlackMessage[];
  close(): Promise<void>;
}

/** What people may set on a finding. */
export type PersonsChanges = Omit<BatchUpdateFindingsCommandInput, 'FindingIdentifiers'>;

/** A role with one inline policy of these statements. */
export interface StoryRole {
  readonly name: string;
  readonly trust: Trust;
  readonly grants: readonly JsonObject[];
}

/** Who may assume a role: ECS tasks of this account, ECS tasks of whoever, one other account too, everyone too. */
export type Trust = 'own tasks' | 'any tasks' | 'another account' | 'everyone';

/** The trust policy that says it. */
export function trustPolicyOf(trust: Trust, accountId: string): JsonObject {
  const own = ecsTrustPolicy(accountId);
  const statements = own['Statement'] as readonly JsonObject[];
  switch (trust) {
    case 'own tasks':
      return own;
    case 'any tasks':
      return { ...own, Statement: [mayAssume({ Service: 'ecs-tasks.amazonaws.com' })] };
    case 'another account':
      return { ...own, Statement: [...statements, mayAssume({ AWS: 'arn:aws:iam::999999999999:root' })] };
    case 'everyone':
      return { ...own, Statement: [...statements, mayAssume('*')] };
    default:
      return trust satisfies never;
  }
}

function mayAssume(principal: JsonObject | string): JsonObject {
  return { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
}

function allow(actions: readonly string[], resource = '*'): JsonObject {
  return { Effect: 'Allow', Action: actions, Resource: resource };
}

/** Uses one of its two permissions. */
export const checkout: StoryRole = {
  name: 'checkout-task',
  trust: 'any tasks',
  grants: [allow(['sqs:GetQueueUrl', 'sqs:CreateQueue'])],
};

/** What it used is left. */
export const checkoutTrimmed: StoryRole = { ...checkout, trust: 'own tasks', grants: [allow(['sqs:GetQueueUrl'])] };

/** What it turned out to need after all. */
export const checkoutRestored: StoryRole = {
  ...checkoutTrimmed,
  grants: [...checkoutTrimmed.grants, allow(['sqs:CreateQueue'])],
};

/** Reads any secret of the account. */
export const mailer: StoryRole = {
  name: 'mailer-task',
  trust: 'own tasks',
  grants: [allow(['secretsmanager:GetSecretValue'])],
};

/** Reads the one secret that it needs. */
export const mailerFixed: StoryRole = {
  ...mailer,
  grants: [allow(['secretsmanager:GetSecretValue'], 'arn:aws:secretsmanager:us-east-1:*:secret:mailer-*')],
};

/** Runs in the other Region. */
export const billing: StoryRole = { name: 'billing-task', trust: 'any tasks', grants: [allow(['sqs:GetQueueUrl'])] };

export const search: StoryRole = {
  name: 'search-task',
  trust: 'another account',
  grants: [allow(['sqs:GetQueueUrl'])],
};

export const searchForAll: StoryRole = { ...search, trust: 'everyone' };

export const reports: StoryRole = { name: 'reports-task', trust: 'any tasks', grants: [allow(['sqs:GetQueueUrl'])] };

/** A call that CloudTrail recorded of a role, twice a week for three months. */
export interface SeenUse {
  readonly role: string;
  readonly eventSource: string;
  readonly eventName: string;
}

/** What the roles above were seen to use. */
export const USES: readonly SeenUse[] = [
  ...['checkout-task', 'billing-task', 'search-task', 'reports-task'].map((role) => ({
    role,
    eventSource: 'sqs.amazonaws.com',
    eventName: 'GetQueueUrl',
  })),
  { role: 'mailer-task', eventSource: 'secretsmanager.amazonaws.com', eventName: 'GetSecretValue' },
];
