import type { SourceName } from '../evidence/source-name.ts';

/** Placeholders of the ARNs below. */
export interface ArnPlace {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

const ANY = ['*'];
const ROLES = ['arn:PARTITION:iam::ACCOUNT:role/*'];
const POLICIES = ['arn:PARTITION:iam::ACCOUNT:policy/*', 'arn:PARTITION:iam::aws:policy/*'];
const DAEMONS = [
  'arn:PARTITION:ecs:*:ACCOUNT:daemon/*',
  'arn:PARTITION:ecs:*:ACCOUNT:daemon-revision/*',
  'arn:PARTITION:ecs:*:ACCOUNT:daemon-task-definition/*',
];
const TRAILS = ['arn:PARTITION:cloudtrail:*:*:trail/*'];
const WORKGROUPS = ['arn:PARTITION:athena:REGION:ACCOUNT:workgroup/*'];

type Needs = Readonly<Record<string, readonly string[]>>;

/** What every run needs, with findings published or not. */
const OF_EVERY_RUN: Needs = {
  'ec2:DescribeInstances': ANY,
  'ec2:DescribeRegions': ANY,
  'ecs:DescribeContainerInstances': ['arn:PARTITION:ecs:*:ACCOUNT:container-instance/*'],
  'ecs:DescribeDaemon': DAEMONS,
  'ecs:DescribeDaemonRevisions': DAEMONS,
  'ecs:DescribeDaemonTaskDefinition': DAEMONS,
  'ecs:DescribeServices': ['arn:PARTITION:ecs:*:ACCOUNT:service/*'],
  'ecs:DescribeTaskDefinition': ANY,
  'ecs:DescribeTasks': ['arn:PARTITION:ecs:*:ACCOUNT:task/*'],
  'ecs:ListClusters': ANY,
  'ecs:ListDaemonTaskDefinitions': ANY,
  'ecs:ListDaemons': ANY,
  'ecs:ListServices': ANY,
  'ecs:ListTaskDefinitions': ANY,
  'ecs:ListTasks': ANY,
  'iam:GetAccountAuthorizationDetails': ANY,
  'iam:GetInstanceProfile': ['arn:PARTITION:iam::ACCOUNT:instance-profile/*'],
  'iam:GetPolicy': POLICIES,
  'iam:GetPolicyVersion': POLICIES,
  'iam:GetRole': ROLES,
  'iam:GetRolePolicy': ROLES,
  'iam:ListAttachedRolePolicies': ROLES,
  'iam:ListRolePolicies': ROLES,
  'securityhub:BatchImportFindings': ['arn:PARTITION:securityhub:REGION:ACCOUNT:product/ACCOUNT/default'],
  'securityhub:BatchUpdateFindings': ['arn:PARTITION:securityhub:REGION:ACCOUNT:hub/default'],
  'securityhub:GetFindings': ['arn:PARTITION:securityhub:REGION:ACCOUNT:hub/default'],
};

/** What the settings of trails are read with, and their changes. */
const OF_TRAIL_SETTINGS: Needs = {
  'cloudtrail:DescribeTrails': ANY,
  'cloudtrail:GetEventSelectors': TRAILS,
  'cloudtrail:GetTrailStatus': TRAILS,
  'cloudtrail:LookupEvents': ANY,
};

/** What a run needs for each of its sources. */
const OF_SOURCES: Readonly<Record<SourceName, Needs>> = {
  lookup: { 'cloudtrail:LookupEvents': ANY },
  trail: { ...OF_TRAIL_SETTINGS, 'cloudtrail:ListPublicKeys': ANY },
  athena: {
    ...OF_TRAIL_SETTINGS,
    'athena:GetQueryExecution': WORKGROUPS,
    'athena:GetQueryResults': WORKGROUPS,
    'athena:GetTableMetadata': ['arn:PARTITION:athena:REGION:ACCOUNT:datacatalog/AwsDataCatalog'],
    'athena:StartQueryExecution': WORKGROUPS,
    'athena:StopQueryExecution': WORKGROUPS,
  },
  'last-accessed': {
    'iam:GenerateServiceLastAccessedDetails': ROLES,
    'iam:GetServiceLastAccessedDetails': ANY,
  },
};

/** What the cost of an evidence trail is reckoned from, on the command line alone. */
const OF_EVIDENCE_PLANS: Needs = { 'cloudwatch:GetMetricData': ANY, 'cloudwatch:ListMetrics': ANY };

/** What `policy --verify` asks, on the command line alone. */
const OF_VERIFICATION: Needs = {
  'access-analyzer:CheckNoNewAccess': ANY,
  'access-analyzer:ValidatePolicy': ANY,
  'iam:SimulatePrincipalPolicy': ROLES,
};

/**
 * On which resources an auditor needs its permissions, as `template.yaml` grants them; those on places that only the
 * configuration knows (buckets, secrets, keys) are left out.
 */
const RESOURCES: Needs = Object.assign({}, OF_EVERY_RUN, ...Object.values(OF_SOURCES));

/** The actions of runs whose resources are known without the configuration. */
export const OWN_ACTIONS: readonly string[] = Object.keys(RESOURCES);

/** The resources on which an auditor needs an action; undefined where only its configuration says. */
export function resourcesNeeded(action: string, place: ArnPlace): readonly string[] | undefined {
  return { ...RESOURCES, ...OF_EVIDENCE_PLANS, ...OF_VERIFICATION }[action]?.map((arn) =>
    arn
      .replaceAll('PARTITION', place.partition)
      .replaceAll('REGION', place.region)
      .replaceAll('ACCOUNT', place.accountId),
  );
}
