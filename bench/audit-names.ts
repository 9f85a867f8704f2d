export const TRAIL_BUCKET = 'trail-logs';
export const REPORT_BUCKET = 'audit-reports';
export const WEBHOOK_SECRET = 'ecs-role-auditor/slack-webhook';
