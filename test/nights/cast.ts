import type { JsonObject } from '../../src/sandbox/wire/json.ts';
import type { SeenUse } from './sandbox-world.ts';
import type { StoryRole } from './world.ts';

function allow(actions: readonly string[], resource = '*'): JsonObject {
  return { Effect: 'Allow', Action: actions, Resource: resource };
}

/** Of its two permissions it uses one, and ECS tasks of whoever may assume it. */
export const checkout: StoryRole = {
  name: 'checkout-task',
  trust: 'any tasks',
  grants: [allow(['sqs:GetQueueUrl', 'sqs:CreateQueue'])],
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

/** ECS tasks of whoever may assume it; it runs in the other Region. */
export const billing: StoryRole = { name: 'billing-task', trust: 'any tasks', grants: [allow(['sqs:GetQueueUrl'])] };

/** Another account may assume it. */
export const search: StoryRole = {
  name: 'search-task',
  trust: 'another account',
  grants: [allow(['sqs:GetQueueUrl'])],
};

/** Everyone may assume it. */
export const searchForAll: StoryRole = { ...search, trust: 'everyone' };

/** ECS tasks of whoever may assume it. */
export const reports: StoryRole = { name: 'reports-task', trust: 'any tasks', grants: [allow(['sqs:GetQueueUrl'])] };

/** What CloudTrail recorded of them. */
export const USES: readonly SeenUse[] = [
  ...['checkout-task', 'billing-task', 'search-task', 'reports-task'].map((role) => ({
    role,
    eventSource: 'sqs.amazonaws.com',
    eventName: 'GetQueueUrl',
  })),
  { role: 'mailer-task', eventSource: 'secretsmanager.amazonaws.com', eventName: 'GetSecretValue' },
];
