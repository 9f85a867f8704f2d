import type { Action } from '../../iam/action.ts';
import type { ContainerDefinition, TaskDefinition } from '../task-definition.ts';
import { type Place, type Requirement, requirements } from './requirement.ts';

/** A container that AWS publishes, known by its image's name, and what it takes from the task role. */
interface Sidecar {
  readonly image: RegExp;
  /** Images that may be copies of it, in a registry of one's own: what it needs, they may. */
  readonly copy?: RegExp;
  /** Names of environment variables that only this container has. */
  readonly variable?: RegExp;
  readonly actions: readonly Action[];
  readonly possible: readonly Action[];
  readonly note: string;
}

const TRACES: readonly Action[] = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];
const TELEMETRY: readonly Action[] = [
  'cloudwatch:PutMetricData',
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  'logs:PutRetentionPolicy',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ec2:DescribeTags',
  'ec2:DescribeVolumes',
  's3:GetObject',
];
/** The discovery of scrape targets among an account's tasks. */
const DISCOVERY: readonly Action[] = [
  'ec2:DescribeInstances',
  'ecs:DescribeContainerInstances',
  'ecs:DescribeServices',
  'ecs:DescribeTaskDefinition',
  'ecs:DescribeTasks',
  'ecs:ListClusters',
  'ecs:ListServices',
  'ecs:ListTasks',
];
const OWN_REGISTRY = 'the image may be a copy of one that AWS publishes';

const SIDECARS: readonly Sidecar[] = [
  {
    image: /(^|\/)aws-xray-daemon(-[\w-]+)?([:@]|$)/,
    copy: /(^|\/)[\w-]*x-?ray[\w-]*([:@]|$)/i,
    actions: TRACES,
    possible: ['xray:GetSamplingStatisticSummaries'],
    note: 'the X-Ray daemon sends traces with the task role',
  },
  {
    image: /(^|\/)(aws-otel-collector|adot-collector)([:@]|$)/,
    copy: /(^|\/)[\w-]*(otel|opentelemetry|adot)[\w-]*([:@]|$)/i,
    actions: [],
    possible: [...TRACES, 'xray:GetSamplingStatisticSummaries', ...TELEMETRY, ...DISCOVERY, 'aps:RemoteWrite'],
    note: 'the collector may export traces, metrics or logs with the task role',
  },
  {
    image: /(^|\/)cloudwatch-agent([:@]|$)/,
    copy: /(^|\/)[\w-]*(cloudwatch-?agent|cw-?agent)[\w-]*([:@]|$)/i,
    actions: [],
    possible: [...TRACES, 'xray:GetSamplingStatisticSummaries', ...TELEMETRY, ...DISCOVERY],
    note: 'the CloudWatch agent may send traces, metrics or logs with the task role',
  },
  {
    image: /(^|\/)aws-appconfig-agent([:@]|$)/,
    actions: ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'],
    possible: [],
    note: 'the AppConfig agent fetches configurations with the task role',
  },
  {
    // "Use the AWS FIS aws:ecs:task actions": the container registers the task as a managed instance when it starts.
    image: /(^|\/)amazon-ssm-agent([:@]|$)/,
    variable: /^MANAGED_INSTANCE_ROLE_NAME$/,
    actions: ['ssm:CreateActivation', 'ssm:AddTagsToResource', 'iam:PassRole'],
    possible: ['ssm:DeleteActivation', 'ssm:DeregisterManagedInstance'],
    note: 'the SSM agent registers the task for AWS FIS with the task role when it starts',
  },
];

const ENVOY = /(^|\/)aws-appmesh-envoy([:@]|$)/;

/** What sidecars take from the task role: X-Ray daemon, collectors, agents, and App Mesh's Envoy. */
export function requiredBySidecars(definition: TaskDefinition, place: Place): readonly Requirement[] {
  const known = definition.containerDefinitions.flatMap((container, index) =>
    SIDECARS.flatMap((sidecar) => needsOf(sidecar, container, `containerDefinitions[${index}].image`)),
  );
  return [...known, ...appMesh(definition, place)];
}

function needsOf(sidecar: Sidecar, container: ContainerDefinition, field: string): readonly Requirement[] {
  const { image, copy, variable, actions, possible, note } = sidecar;
  const common = { job: 'task', resources: ['*'], field } as const;
  const isNamed = variable !== undefined && container.environment.some(({ name }) => variable.test(name));
  if (image.test(container.image) || isNamed) {
    return [
      ...requirements(actions, { ...common, certainty: 'certain', note }),
      ...requirements(possible, { ...common, certainty: 'possible', note }),
    ];
  }
  if (copy === undefined || !copy.test(container.image)) return [];
  return requirements([...actions, ...possible], { ...common, certainty: 'possible', note: OWN_REGISTRY });
}

/** "Envoy Proxy authorization" of the App Mesh guide: the configuration stream; certificates where TLS is on. */
function appMesh(definition: TaskDefinition, place: Place): readonly Requirement[] {
  const envoy = definition.containerDefinitions.findIndex((container) => ENVOY.test(container.image));
  if (!definition.appMeshProxy && envoy === -1) return [];
  const field = definition.appMeshProxy ? 'proxyConfiguration.type' : `containerDefinitions[${envoy}].image`;
  const resources = [`arn:${place.partition}:appmesh:${place.region}:*:mesh/*`];
  return [
    ...requirements(['appmesh:StreamAggregatedResources'], { job: 'task', resources, field, certainty: 'certain' }),
    ...requirements(['acm:ExportCertificate', 'acm-pca:GetCertificateAuthorityCertificate'], {
      job: 'task',
      resources: ['*'],
      field,
      certainty: 'possible',
      note: 'needed where the mesh encrypts traffic with ACM certificates',
    }),
  ];
}
