import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addEvent } from '../add-event.ts';
import { addRole, addTask, addTaskDefinition } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { stableIamId } from '../stable-id.ts';
import { ACCOUNT_ID, HOME_REGION } from './names.ts';
import { allow, document } from './statements.ts';
import { startTask } from './task-start.ts';

/** Roles that are named in unusual ways, or are not there. */
export function addUnusualRoles(account: SandboxAccount, executionRole: string): void {
  addRoleWithPath(account, executionRole);
  addRoleByShortName(account, executionRole);
  addRoleMadeAgain(account, executionRole);
  addOverride(account, executionRole);
  addTaskDefinition(account, {
    family: 'legacy-importer',
    taskRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/legacy-importer-task`,
    executionRoleArn: executionRole,
    registeredAt: account.now - 820 * DAY_MS,
  });
  addTaskDefinition(account, {
    family: 'partner-sync',
    taskRoleArn: 'arn:aws:iam::905418112233:role/partner-sync',
    executionRoleArn: executionRole,
    registeredAt: account.now - 140 * DAY_MS,
  });
}

/** Its sessions' ARNs leave the path out. */
function addRoleWithPath(account: SandboxAccount, executionRole: string): void {
  const family = 'team-notifier';
  const taskRole = addRole(account, {
    name: 'team-notifier-task',
    path: '/svc/team/',
    createdAt: account.now - 310 * DAY_MS,
    inlinePolicies: {
      notifier: document(
        allow(['sns:Publish', 'sns:CreateTopic', 'sns:ListTopics'], `arn:aws:sns:${HOME_REGION}:${ACCOUNT_ID}:team-*`),
        allow(['secretsmanager:GetSecretValue', 'secretsmanager:DeleteSecret'], '*'),
      ),
    },
    tags: { team: 'platform' },
    lastUsed: { at: account.now - 2 * HOUR_MS, region: HOME_REGION },
  });
  addTaskDefinition(account, { family, taskRoleArn: taskRole, executionRoleArn: executionRole });
  for (const days of [76, 40, 5]) {
    const at = account.now - days * DAY_MS;
    const start = { family, region: HOME_REGION, at, taskRole, executionRole, pull: false };
    const sessionName = startTask(account, start);
    const session = { role: taskRole, sessionName };
    addEvent(account, {
      ...session,
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
      at: at + 90_000,
      requestParameters: { secretId: 'team-notifier/token' },
    });
    addEvent(account, { ...session, eventSource: 'sns.amazonaws.com', eventName: 'ListTopics', at: at + 95_000 });
  }
}

/** ECS accepts a role's bare name in place of its ARN. */
function addRoleByShortName(account: SandboxAccount, executionRole: string): void {
  addRole(account, {
    name: 'catalog-api-task',
    createdAt: account.now - 460 * DAY_MS,
    inlinePolicies: {
      catalog: document(
        allow(['dynamodb:GetItem', 'dynamodb:Query'], `arn:aws:dynamodb:${HOME_REGION}:${ACCOUNT_ID}:table/catalog`),
      ),
    },
    lastUsed: { at: account.now - 4 * HOUR_MS, region: HOME_REGION },
  });
  addTaskDefinition(account, {
    family: 'catalog-api',
    taskRoleArn: 'catalog-api-task',
    executionRoleArn: executionRole,
  });
}

/** A role deleted and created again under its old name: what the old one used, the new one has not used. */
function addRoleMadeAgain(account: SandboxAccount, executionRole: string): void {
  const family = 'mail-relay';
  const taskRole = addRole(account, {
    name: 'mail-relay-task',
    createdAt: account.now - 48 * DAY_MS,
    inlinePolicies: { relay: document(allow(['ses:SendRawEmail', 'ses:GetSendQuota', 'ses:ListIdentities'], '*')) },
    lastUsed: { at: account.now - 3 * DAY_MS, region: HOME_REGION },
  });
  addTaskDefinition(account, { family, taskRoleArn: taskRole, executionRoleArn: executionRole });
  const ses = { role: taskRole, eventSource: 'ses.amazonaws.com' };
  const roleId = stableIamId('AROA', 'the first mail-relay-task');
  addEvent(account, { ...ses, roleId, eventName: 'ListIdentities', at: account.now - 66 * DAY_MS });
  const at = account.now - 30 * DAY_MS;
  const sessionName = startTask(account, { family, region: HOME_REGION, at, taskRole, executionRole, pull: false });
  addEvent(account, { ...ses, sessionName, eventName: 'GetSendQuota', at: at + 60_000 });
}

/** A task started by hand with another role than its definition's. */
function addOverride(account: SandboxAccount, executionRole: string): void {
  const taskRole = addRole(account, {
    name: 'nightly-etl-task',
    createdAt: account.now - 365 * DAY_MS,
    inlinePolicies: { etl: document(allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::etl-418295736412/*')) },
    lastUsed: { at: account.now - DAY_MS, region: HOME_REGION },
  });
  const backfillRole = addRole(account, {
    name: 'etl-backfill',
    createdAt: account.now - 200 * DAY_MS,
    inlinePolicies: {
      backfill: document(
        allow(['s3:GetObject', 's3:PutObject', 's3:PutBucketPolicy'], ['arn:aws:s3:::etl-*', 'arn:aws:s3:::etl-*/*']),
        allow(['glue:GetTable', 'glue:UpdateTable', 'glue:DeleteTable'], '*'),
      ),
    },
    lastUsed: { at: account.now - DAY_MS, region: HOME_REGION },
  });
  const definition = addTaskDefinition(account, {
    family: 'nightly-etl',
    taskRoleArn: taskRole,
    executionRoleArn: executionRole,
  });
  const id = addTask(account, {
    taskDefinitionArn: definition,
    overrides: { taskRoleArn: backfillRole },
    startedAt: account.now - DAY_MS,
  });
  addEvent(account, {
    role: backfillRole,
    sessionName: id,
    eventSource: 'glue.amazonaws.com',
    eventName: 'GetTable',
    at: account.now - DAY_MS + HOUR_MS,
    requestParameters: { databaseName: 'etl', name: 'events' },
  });
}
