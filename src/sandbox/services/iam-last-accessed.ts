import { DAY_MS, toIsoMillis } from '../../base/time.ts';
import type { CloudTrailRecord } from '../cloudtrail-record.ts';
import type { PolicyText, SandboxAccount, SandboxRole } from '../sandbox-account.ts';
import type { Call } from '../service.ts';
import { stableUuid } from '../stable-id.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import { isJsonObject, type Json, type JsonObject } from '../wire/json.ts';
import { iamPage } from './iam-page.ts';

const TRACKED_DAYS = 400;
const LAG_MS = 4 * 60 * 60_000;

/** Services that a policy for everything is reported to allow; IAM itself lists some four hundred. */
const ALL_SERVICES = ['dynamodb', 'ec2', 'ecs', 'iam', 'kms', 'lambda', 'logs', 's3', 'sns', 'sqs', 'ssm', 'sts'];

/** Event sources whose label is not the service's prefix. */
const PREFIXES: Readonly<Record<string, string>> = { email: 'ses', monitoring: 'cloudwatch' };

/** GenerateServiceLastAccessedDetails: starts a job. */
export function generateLastAccessed(fields: Fields, call: Call): JsonObject {
  const roleArn = fields.requiredText('Arn');
  if (!call.account.roles.some((role) => role.arn === roleArn)) {
    throw new AwsError('NoSuchEntity', `ARN ${roleArn} does not exist.`, 404);
  }
  const granularity = fields.text('Granularity') ?? 'SERVICE_LEVEL';
  const jobs = call.state.lastAccessedJobs;
  const id = stableUuid(`last accessed ${jobs.size} ${roleArn}`);
  jobs.set(id, { roleArn, granularity, looks: 0 });
  return { JobId: id };
}

/** GetServiceLastAccessedDetails: in progress at the first look, done at the second. */
export function lastAccessedDetails(fields: Fields, call: Call): JsonObject {
  const id = fields.requiredText('JobId');
  const job = call.state.lastAccessedJobs.get(id);
  const role = call.account.roles.find((known) => known.arn === job?.roleArn);
  if (job === undefined || role === undefined) throw new AwsError('NoSuchEntity', `Job ${id} does not exist.`, 404);
  job.looks += 1;
  const common = { JobType: job.granularity, JobCreationDate: toIsoMillis(call.now) };
  if (job.looks === 1) return { ...common, JobStatus: 'IN_PROGRESS' };
  const page = iamPage(servicesOf(role, job.granularity === 'ACTION_LEVEL', call), fields, `last accessed ${id}`);
  return {
    ...common,
    JobStatus: 'COMPLETED',
    JobCompletionDate: toIsoMillis(call.now),
    ServicesLastAccessed: page.items,
    ...page.more,
  };
}

interface Attempt {
  readonly service: string;
  readonly action: string;
  readonly tracked: boolean;
  readonly at: number;
  readonly region: string;
}

function servicesOf(role: SandboxRole, actionLevel: boolean, { account, now }: Call): readonly JsonObject[] {
  const attempts = [
    ...account.events.map((record) => attemptOf(record, true)),
    ...account.dataEvents.map((record) => attemptOf(record, false)),
  ].filter(
    ({ record, attempt }) =>
      isBy(role, record) && attempt.at > now - TRACKED_DAYS * DAY_MS && attempt.at < now - LAG_MS,
  );
  const byService = Map.groupBy(
    attempts.map(({ attempt }) => attempt),
    ({ service }) => service,
  );
  return allowedServices(role, account).map((service): JsonObject => {
    const own = byService.get(service) ?? [];
    const last = latest(own);
    const actions = Map.groupBy(
      own.filter(({ tracked }) => tracked),
      ({ action }) => action,
    );
    const tracked = [...actions].map(([ActionName, calls]): JsonObject => {
      const call = latest(calls);
      return {
        ActionName,
        LastAccessedEntity: role.arn,
        LastAccessedTime: call && toIsoMillis(call.at),
        LastAccessedRegion: call?.region,
      };
    });
    return {
      ServiceName: `Amazon ${service}`,
      ServiceNamespace: service,
      TotalAuthenticatedEntities: last === undefined ? 0 : 1,
      ...(last === undefined
        ? {}
        : {
            LastAuthenticated: toIsoMillis(last.at),
            LastAuthenticatedEntity: role.arn,
            LastAuthenticatedRegion: last.region,
          }),
      ...(actionLevel && tracked.length > 0 ? { TrackedActionsLastAccessed: tracked } : {}),
    };
  });
}

function attemptOf(record: CloudTrailRecord, tracked: boolean): { record: CloudTrailRecord; attempt: Attempt } {
  const label = record.eventSource.replace(/\.amazonaws\.com$/, '');
  return {
    record,
    attempt: {
      service: PREFIXES[label] ?? label,
      action: record.eventName,
      tracked,
      at: Date.parse(record.eventTime),
      region: record.awsRegion,
    },
  };
}

function isBy(role: SandboxRole, { userIdentity }: CloudTrailRecord): boolean {
  const context = userIdentity['sessionContext'];
  const issuer = isJsonObject(context) ? context['sessionIssuer'] : undefined;
  return isJsonObject(issuer) && issuer['principalId'] === role.roleId;
}

function latest(attempts: readonly Attempt[]): Attempt | undefined {
  return attempts.reduce<Attempt | undefined>(
    (last, attempt) => (last === undefined || attempt.at > last.at ? attempt : last),
    undefined,
  );
}

/** The services that the role's own policies allow something of. */
function allowedServices(role: SandboxRole, account: SandboxAccount): readonly string[] {
  const managed = account.managedPolicies.filter((policy) => role.attached.includes(policy.arn));
  const documents = [
    ...Object.values(role.inlinePolicies),
    ...managed.map((policy) => policy.versions.at(-1)?.document ?? {}),
  ];
  const actions = documents.flatMap(allowedActions);
  const services = actions.flatMap((action) =>
    action === '*' ? ALL_SERVICES : [action.slice(0, action.indexOf(':')).toLowerCase()],
  );
  return [...new Set(services)].sort();
}

function allowedActions(document: PolicyText): readonly string[] {
  if (typeof document === 'string') return [];
  return listOf(document['Statement'])
    .filter(isJsonObject)
    .filter((statement) => statement['Effect'] === 'Allow')
    .flatMap((statement) => (statement['NotAction'] === undefined ? listOf(statement['Action']) : ['*']))
    .filter((action) => typeof action === 'string');
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
