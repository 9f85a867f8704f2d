import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addEvent } from '../add-event.ts';
import { addRole, addService, addTask, addTaskDefinition } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { ACCOUNT_ID, HOME_REGION } from './names.ts';
import { allow, document } from './statements.ts';
import { startTask } from './task-start.ts';

const FAMILY = 'checkout';

/** The family with deregistered revisions, of which a canary service still runs one, with a role of its own. */
export function addCheckout(account: SandboxAccount, executionRole: string): void {
  const queue = `arn:aws:sqs:${HOME_REGION}:${ACCOUNT_ID}:checkout-events`;
  const legacyRole = addRole(account, {
    name: 'checkout-legacy-task',
    createdAt: account.now - 900 * DAY_MS,
    inlinePolicies: {
      checkout: document(allow(['sqs:SendMessage', 'sqs:PurgeQueue', 'sqs:SetQueueAttributes'], queue)),
    },
    lastUsed: { at: account.now - HOUR_MS, region: HOME_REGION },
  });
  const taskRole = addRole(account, {
    name: 'checkout-task',
    createdAt: account.now - 260 * DAY_MS,
    inlinePolicies: { checkout: document(allow('sqs:SendMessage', queue)) },
    lastUsed: { at: account.now - HOUR_MS, region: HOME_REGION },
  });
  const revisions = [1, 2, 3, 4, 5, 6].map((revision) =>
    addTaskDefinition(account, {
      family: FAMILY,
      status: revision <= 3 ? 'INACTIVE' : 'ACTIVE',
      taskRoleArn: revision <= 3 ? legacyRole : taskRole,
      executionRoleArn: executionRole,
      registeredAt: account.now - (420 - revision * 50) * DAY_MS,
    }),
  );
  const stillRunning = revisions[1] ?? '';
  addService(account, { name: 'checkout-canary', taskDefinitionArn: stillRunning });
  addService(account, { name: FAMILY, taskDefinitionArn: revisions.at(-1) ?? '', desiredCount: 3 });
  for (const days of [68, 24]) {
    const at = account.now - days * DAY_MS;
    const start = { family: FAMILY, region: HOME_REGION, at, executionRole };
    const id = startTask(account, { ...start, taskRole: legacyRole });
    if (days === 24) addTask(account, { id, taskDefinitionArn: stillRunning, service: 'checkout-canary' });
    addEvent(account, {
      role: legacyRole,
      sessionName: id,
      eventSource: 'sqs.amazonaws.com',
      eventName: 'SetQueueAttributes',
      at: at + HOUR_MS,
      requestParameters: { queueUrl: `https://sqs.${HOME_REGION}.amazonaws.com/${ACCOUNT_ID}/checkout-events` },
    });
    startTask(account, { ...start, at: at + HOUR_MS, taskRole, pull: false });
  }
}
