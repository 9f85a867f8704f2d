import { DAY_MS } from '../src/base/time.ts';
import {
  addManagedPolicy,
  addRole,
  addService,
  addTask,
  addTaskDefinition,
  container,
} from '../src/sandbox/build-account.ts';
import { emptyAccount, type PolicyText, type SandboxAccount } from '../src/sandbox/sandbox-account.ts';
import { REPORT_BUCKET, TRAIL_BUCKET, WEBHOOK_SECRET } from './audit-names.ts';
import { EVERYTHING, MANAGED, NOT_ACTION, OWN } from './role-mix.ts';
import { ACCOUNT, auditedRole, type CorpusDescription, pick, REGIONS, seeded } from './trail-corpus.ts';

/** How large an account is. */
export interface AccountSize {
  readonly revisions: number;
  readonly roles: number;
  readonly records: number;
}

const RECORDS_PER_FILE = 2_500;
const WEBHOOK = '/services/T0SANDBOX/B0SANDBOX/bench';

/** The last 90 days of the account's trail, log files evenly apart. */
export function corpusOf({ roles, records }: AccountSize, now: number): CorpusDescription {
  const files = Math.ceil(records / RECORDS_PER_FILE);
  const interval = Math.floor((90 * DAY_MS) / files);
  return {
    files,
    recordsPerFile: RECORDS_PER_FILE,
    audited: 0.6,
    roles,
    kindsEach: 6,
    from: now - files * interval,
    interval,
  };
}

/**
 * An account of this size, the same one for the same size. Each family has its own two roles and ten or so revisions, a
 * service and a running task. Of a hundred roles one may do everything and one everything but a few things; the others
 * have one to three managed policies that many share, and an inline policy of their own.
 */
export function benchAccount({ revisions, roles }: AccountSize, now: number): SandboxAccount {
  const account = emptyAccount({ now, accountId: ACCOUNT, regions: [...new Set(REGIONS)].sort() });
  const random = seeded(revisions * 7 + roles);
  addSurroundings(account);
  const policies = new Map(
    Object.entries({ ...MANAGED, ...NOT_ACTION, ...EVERYTHING }).map(([name, Statement]) => [
      name,
      addManagedPolicy(account, { name, awsManaged: true, documents: [document(Statement)] }),
    ]),
  );
  const families = Math.ceil(roles / 2);
  for (let family = 0; family < families; family++) {
    const [executionRoleArn, taskRoleArn] = [2 * family, 2 * family + 1].map((index) => {
      const own = Array.from({ length: 2 + Math.floor(random() * 8) }, () => pick(random, OWN));
      return addRole(account, {
        ...auditedRole(index),
        attached: [...namesOf(random, index)].flatMap((name) => policies.get(name) ?? []),
        inlinePolicies: { app: document([{ Effect: 'Allow', Action: own, Resource: '*' }]) },
        tags: { team: `team-${index % 40}` },
      });
    }) as [string, string];
    addFamily(
      account,
      { name: `app-${family}`, region: pick(random, REGIONS), executionRoleArn, taskRoleArn },
      {
        revisions: Math.round(revisions / families),
      },
    );
  }
  return account;
}

function addSurroundings(account: SandboxAccount): void {
  const createdAt = account.now - 100 * DAY_MS;
  const value = JSON.stringify({ url: `{endpoint}${WEBHOOK}` });
  account.secrets.push({ region: 'us-east-1', name: WEBHOOK_SECRET, value, createdAt });
  account.slackWebhooks.push(WEBHOOK);
  account.buckets.push(TRAIL_BUCKET, REPORT_BUCKET);
  const dataOf = (type: string) => ({
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: [type] },
    ],
  });
  account.trails.push({
    name: 'main',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: TRAIL_BUCKET,
    logging: true,
    startedAt: account.now - 400 * DAY_MS,
    eventSelectors: [],
    advancedEventSelectors: [
      { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
      ...['AWS::S3::Object', 'AWS::DynamoDB::Table', 'AWS::SQS::Queue'].map(dataOf),
    ],
  });
}

/** The managed policies of a role; even ones are execution roles. */
function namesOf(random: () => number, index: number): ReadonlySet<string> {
  const from = index % 100 === 3 ? NOT_ACTION : index % 100 === 7 ? EVERYTHING : MANAGED;
  const first = index % 2 === 0 ? 'TaskExecution' : pick(random, Object.keys(from));
  const more = index % 2 === 0 ? 0 : Math.floor(random() * 3);
  return new Set([first, ...Array.from({ length: more }, () => pick(random, Object.keys(MANAGED)))]);
}

interface Family {
  readonly name: string;
  readonly region: string;
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
}

function addFamily(account: SandboxAccount, family: Family, { revisions }: { readonly revisions: number }): void {
  const { name, region, executionRoleArn, taskRoleArn } = family;
  let taskDefinitionArn = '';
  for (let revision = 1; revision <= revisions; revision++) {
    taskDefinitionArn = addTaskDefinition(account, {
      family: name,
      region,
      executionRoleArn,
      taskRoleArn,
      registeredAt: account.now - (revisions - revision + 1) * 9 * DAY_MS,
      containerDefinitions: [
        container(account, name, region, {
          secrets: [
            { name: 'DATABASE', valueFrom: `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:prod/${name}-a1B2c3` },
          ],
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': `/ecs/${name}`, 'awslogs-region': region, 'awslogs-stream-prefix': 'ecs' },
          },
        }),
        container(account, `${name}-proxy`, region),
      ],
    });
  }
  addService(account, { name, taskDefinitionArn });
  addTask(account, { taskDefinitionArn, service: name });
}

function document(statements: readonly unknown[]): PolicyText {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
