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

/**
 * On which resources an auditor needs its permissions, as `template.yaml` grants them; those on places that only the
 * configuration knows (buckets, secrets, keys) are left out.
 */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  'athena:GetQueryExecution': WORKGROUPS,
  'athena:GetQueryResults': WORKGROUPS,
  'athena:GetTableMetadata': ['arn:PARTITION:athena:REGION:ACCOUNT:datacatalog/AwsDataCatalog'],
  'athena:StartQueryExecution': WORKGROUPS,
  'athena:StopQueryExecution': WORKGROUPS,
  'cloudtrail:DescribeTrails': ANY,
  'cloudtrail:GetEventSelectors': TRAILS,
  'cloudtrail:GetTrailStatus': TRAILS,
  'cloudtrail:LookupEvents': ANY,
  'ec2:DescribeRegions': ANY,
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
  'iam:GenerateServiceLastAccessedDetails': ROLES,
  'iam:GetAccountAuthorizationDetails': ANY,
  'iam:GetPolicy': POLICIES,
  'iam:GetPolicyVersion': POLICIES,
  'iam:GetRole': ROLES,
  'iam:GetRolePolicy': ROLES,
  'iam:GetServiceLastAccessedDetails': ANY,
  'iam:ListAttachedRolePolicies': ROLES,
  'iam:ListRolePolicies': ROLES,
  'securityhub:BatchImportFindings': ['arn:PARTITION:securityhub:REGION:ACCOUNT:product/ACCOUNT/default'],
  'securityhub:BatchUpdateFindings': ['arn:PARTITION:securityhub:REGION:ACCOUNT:hub/default'],
  'securityhub:GetFindings': ['arn:PARTITION:securityhub:REGION:ACCOUNT:hub/default'],
};

/** The actions whose resources are known without the configuration. */
export const OWN_ACTIONS: readonly string[] = Object.keys(RESOURCES);

/** The resources on which an auditor needs an action; undefined where only its configuration says. */
export function resourcesOf(action: string, place: ArnPlace): readonly string[] | undefined {
  return RESOURCES[action]?.map((arn) =>
    arn
      .replaceAll('PARTITION', place.partition)
      .replaceAll('REGION', place.region)
      .replaceAll('ACCOUNT', place.accountId),
  );
}
