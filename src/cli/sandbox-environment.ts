import type { Sandbox } from '../sandbox/start-sandbox.ts';

/** The secret of the sandbox account that holds the URL of its own Slack webhook. */
export const SANDBOX_WEBHOOK_SECRET = 'ecs-role-auditor/slack-webhook';

/**
 * The environment of a function that runs in the sandbox account: everything of AWS and of the auditor that was set
 * before is gone, so that no profile, endpoint or setting of the user's reaches the run.
 */
export function sandboxEnvironment(
  sandbox: Sandbox,
  outside: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = Object.entries(outside).filter(([name]) => !/^(AWS|AUDITOR|POWERTOOLS)_/.test(name));
  const inherited = Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== undefined));
  return {
    ...inherited,
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
    AUDITOR_SLACK_WEBHOOK_SECRET: SANDBOX_WEBHOOK_SECRET,
    AUDITOR_REPORT_BUCKET: `ecs-role-auditor-${sandbox.account.accountId}`,
    POWERTOOLS_SERVICE_NAME: 'ecs-role-auditor',
    POWERTOOLS_METRICS_NAMESPACE: 'EcsRoleAuditor',
  };
}
