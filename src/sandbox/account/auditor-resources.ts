import { DAY_MS } from '../../base/time.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { HOME_REGION } from './names.ts';

const WEBHOOK = '/services/T00SANDBOX/B00AUDITOR/x5JQpX2cVn8tKq7wRz3LmYbD';

const TOKEN = ['xoxb', '418295736412', 'x5JQpX2cVn8tKq7wRz3LmYbD'].join('-');
const CHANNEL = 'C0SANDBOX01';

/** What a trail records, by advanced event selectors: management events, and data events of these resource types. */
const RECORDED = [
  { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
  ...['AWS::DynamoDB::Table', 'AWS::S3::Object', 'AWS::SNS::Topic'].map((type) => ({
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: [type] },
    ],
  })),
];

/** What the auditor itself needs in the account: a bucket, Slack's webhook as a secret and as a parameter, a bot with its channel, a topic and a trail. */
export function addAuditorResources(account: SandboxAccount): void {
  const { accountId } = account;
  const createdAt = account.now - 100 * DAY_MS;
  const value = `{endpoint}${WEBHOOK}`;
  account.slackWebhooks.push(WEBHOOK);
  account.buckets.push(`ecs-role-auditor-${accountId}`, `cloudtrail-${accountId}`);
  account.secrets.push({ region: HOME_REGION, name: 'ecs-role-auditor/slack-webhook', value, createdAt });
  account.slackTokens.push(TOKEN);
  account.slackChannels.push({ id: CHANNEL, member: true });
  account.topics.push(`arn:aws:sns:${HOME_REGION}:${accountId}:ecs-role-auditor`);
  const bot = JSON.stringify({ token: TOKEN, apiUrl: '{endpoint}/api/' });
  account.secrets.push({ region: HOME_REGION, name: 'ecs-role-auditor/slack-token', value: bot, createdAt });
  account.parameters.push({ region: HOME_REGION, name: '/ecs-role-auditor/slack-webhook', value, createdAt });
  account.trails.push({
    name: 'main',
    homeRegion: HOME_REGION,
    multiRegion: true,
    bucket: `cloudtrail-${accountId}`,
    logging: true,
    startedAt: account.now - 1_200 * DAY_MS,
    logFileValidation: { since: account.now - 30 * DAY_MS },
    eventSelectors: [],
    advancedEventSelectors: RECORDED,
  });
}
