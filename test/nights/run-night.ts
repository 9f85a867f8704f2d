import { readFileSync } from 'node:fs';
import { invokeHandler } from '../../src/cli/demo-lambda.ts';
import type { AuditSummary } from '../../src/report/summary.ts';
import { CREDENTIALS } from '../support/sandbox-session.ts';
import { HOME, type World } from './world.ts';

const nightly = JSON.parse(readFileSync('events/nightly.json', 'utf8')) as { detail: unknown };

/** Runs the Lambda handler, unmodified, in this process against a world. */
export function runNight(
  world: World,
  detail: unknown = nightly.detail,
  settings: Readonly<Record<string, string>> = {},
): Promise<AuditSummary> {
  const environment = {
    PATH: process.env['PATH'] ?? '',
    AWS_ENDPOINT_URL: world.endpoint,
    AWS_REGION: HOME,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    POWERTOOLS_SERVICE_NAME: 'ecs-role-auditor',
    POWERTOOLS_METRICS_NAMESPACE: 'EcsRoleAuditor',
    POWERTOOLS_METRICS_DISABLED: 'true',
    AUDITOR_LOG_LEVEL: 'ERROR',
    AUDITOR_REPORT_BUCKET: world.bucket,
    AUDITOR_SLACK_WEBHOOK_SECRET: world.webhookSecret,
    ...settings,
  };
  return invokeHandler({ ...nightly, detail }, environment, world.accountId);
}
