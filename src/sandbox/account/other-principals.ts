import { DAY_MS, HOUR_MS, MINUTE_MS, toIso } from '../../base/time.ts';
import { addEvent } from '../add-event.ts';
import { addRole } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { stableIamId } from '../stable-id.ts';
import type { JsonObject } from '../wire/json.ts';
import { awsManaged } from './aws-managed-policies.ts';
import { ACCOUNT_ID, HOME_REGION, QUIET_REGION, SECOND_REGION } from './names.ts';
import { document } from './statements.ts';

const CONSOLE =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0';

/** The session with which GitHub Actions deploys, at some moment (milliseconds since the epoch). */
export function deployIdentity(at: number): JsonObject {
  const arn = `arn:aws:iam::${ACCOUNT_ID}:role/github-deploy`;
  const principalId = stableIamId('AROA', arn);
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:GitHubActions`,
    arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/github-deploy/GitHubActions`,
    accountId: ACCOUNT_ID,
    accessKeyId: stableIamId('ASIA', `github ${at}`),
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId, arn, accountId: ACCOUNT_ID, userName: 'github-deploy' },
      webIdFederationData: {
        federatedProvider: `arn:aws:iam::${ACCOUNT_ID}:oidc-provider/token.actions.githubusercontent.com`,
        attributes: {},
      },
      attributes: { creationDate: toIso(at - MINUTE_MS), mfaAuthenticated: 'false' },
    },
  };
}

/** People in the console, deployments, and AWS's own services: most of an event history is about none of the tasks. */
export function addOtherPrincipals(account: SandboxAccount): void {
  addDeployRole(account);
  for (const region of [HOME_REGION, SECOND_REGION]) {
    const weeks = region === HOME_REGION ? 6 : 4;
    for (let week = 0; week < weeks; week++) {
      const at = account.now - (week * 7 + 2) * DAY_MS;
      addDeployment(account, region, at);
      addConsoleVisit(account, region, at + 5 * HOUR_MS);
    }
  }
  for (const days of [80, 50, 20]) {
    addEvent(account, {
      userIdentity: { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
      region: QUIET_REGION,
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      at: account.now - days * DAY_MS,
      sourceIPAddress: 'config.amazonaws.com',
      userAgent: 'config.amazonaws.com',
      requestParameters: {
        roleArn: `arn:aws:iam::${ACCOUNT_ID}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        roleSessionName: 'configLambdaExecution',
      },
    });
  }
}

function addDeployRole(account: SandboxAccount): void {
  addRole(account, {
    name: 'github-deploy',
    createdAt: account.now - 800 * DAY_MS,
    trustPolicy: document({
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${ACCOUNT_ID}:oidc-provider/token.actions.githubusercontent.com` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
        StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:example-shop/*:ref:refs/heads/main' },
      },
    }),
    attached: [awsManaged('PowerUserAccess')],
    lastUsed: { at: account.now - HOUR_MS, region: HOME_REGION },
  });
}

function addDeployment(account: SandboxAccount, region: string, at: number): void {
  const calls = [
    ['ecr.amazonaws.com', 'PutImage'],
    ['ecs.amazonaws.com', 'RegisterTaskDefinition'],
    ['ecs.amazonaws.com', 'UpdateService'],
  ] as const;
  for (const [index, [eventSource, eventName]] of calls.entries()) {
    addEvent(account, {
      userIdentity: deployIdentity(at),
      region,
      eventSource,
      eventName,
      at: at + index * MINUTE_MS,
      sourceIPAddress: '20.55.214.115',
    });
  }
}

function addConsoleVisit(account: SandboxAccount, region: string, at: number): void {
  const arn = `arn:aws:iam::${ACCOUNT_ID}:user/ana`;
  const userIdentity = {
    type: 'IAMUser',
    principalId: stableIamId('AIDA', arn),
    arn,
    accountId: ACCOUNT_ID,
    accessKeyId: stableIamId('ASIA', `ana ${at}`),
    userName: 'ana',
    sessionContext: { attributes: { creationDate: toIso(at - HOUR_MS), mfaAuthenticated: 'true' } },
  };
  const calls = [
    ['ecs.amazonaws.com', 'DescribeServices'],
    ['monitoring.amazonaws.com', 'DescribeAlarms'],
  ] as const;
  for (const [index, [eventSource, eventName]] of calls.entries()) {
    const person = { userIdentity, userAgent: CONSOLE, sourceIPAddress: '198.51.100.24' };
    addEvent(account, { ...person, region, eventSource, eventName, at: at + index * 7000 });
  }
}
