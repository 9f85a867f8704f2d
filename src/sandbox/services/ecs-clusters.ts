import { nameAtEnd } from '../../base/name-at-end.ts';
import type { SandboxCluster, SandboxEcsService, SandboxInstance, SandboxTask } from '../sandbox-account.ts';
import type { Call } from '../service.ts';
import { stableHex } from '../stable-id.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import type { JsonObject } from '../wire/json.ts';
import type { Operation } from '../wire/json-service.ts';
import { ecsPage } from './ecs-page.ts';

/** The operations that read clusters, services and tasks. */
export const clusterOperations: Readonly<Record<string, Operation>> = {
  ListClusters(fields, call) {
    const here = call.account.clusters.filter((cluster) => cluster.region === call.region);
    const page = ecsPage(here, fields, call, 'ListClusters', 100);
    return { clusterArns: page.items.map((cluster) => clusterArn(cluster, call)), ...page.more };
  },

  ListServices(fields, call) {
    const cluster = clusterNamed(fields, call);
    const page = ecsPage(servicesIn(cluster, call), fields, call, `ListServices ${cluster.name}`, 10);
    return { serviceArns: page.items.map((service) => serviceArn(service, call)), ...page.more };
  },

  DescribeServices(fields, call) {
    const cluster = clusterNamed(fields, call);
    const asked = atMost(fields.texts('services'), 10, 'services');
    const known = servicesIn(cluster, call);
    const find = (name: string): SandboxEcsService | undefined =>
      known.find((service) => service.name === nameAtEnd(name));
    return {
      services: asked.flatMap((name) => {
        const service = find(name);
        return service === undefined ? [] : [serviceShape(service, call)];
      }),
      failures: asked.filter((name) => find(name) === undefined).map((arn) => ({ arn, reason: 'MISSING' })),
    };
  },

  ListTasks(fields, call) {
    const cluster = clusterNamed(fields, call);
    const family = fields.text('family');
    const service = fields.text('serviceName');
    const status = fields.text('desiredStatus') ?? 'RUNNING';
    const listed = tasksIn(cluster, call)
      .filter(({ stopped }) => (stopped === undefined ? 'RUNNING' : 'STOPPED') === status)
      .filter((task) => family === undefined || nameAtEnd(task.taskDefinitionArn).split(':')[0] === family)
      .filter((task) => service === undefined || task.service === nameAtEnd(service));
    const page = ecsPage(listed, fields, call, `ListTasks ${cluster.name} ${family ?? ''} ${service ?? ''}`, 100);
    return { taskArns: page.items.map((task) => taskArn(task, call)), ...page.more };
  },

  DescribeTasks(fields, call) {
    const cluster = clusterNamed(fields, call);
    const asked = atMost(fields.texts('tasks'), 100, 'tasks');
    const known = new Map(tasksIn(cluster, call).map((task) => [task.id, task]));
    return {
      tasks: asked.flatMap((name) => {
        const task = known.get(nameAtEnd(name));
        return task === undefined ? [] : [taskShape(task, call)];
      }),
      failures: asked.filter((name) => !known.has(nameAtEnd(name))).map((arn) => ({ arn, reason: 'MISSING' })),
    };
  },

  DescribeContainerInstances(fields, call) {
    const known = instancesIn(clusterNamed(fields, call), call).map((one) => ({
      containerInstanceArn: containerInstanceArn(one, call),
      ec2InstanceId: one.id,
      status: 'ACTIVE',
    }));
    const asked = atMost(fields.texts('containerInstances'), 100, 'containerInstances').map(nameAtEnd);
    const isAsked = (arn: string): boolean => asked.includes(nameAtEnd(arn));
    const found = known.filter((one) => isAsked(one.containerInstanceArn));
    const names = new Set(found.map((one) => nameAtEnd(one.containerInstanceArn)));
    return {
      containerInstances: found,
      failures: asked.filter((name) => !names.has(name)).map((arn) => ({ arn, reason: 'MISSING' })),
    };
  },
};

/** The ARN of the container instance on an EC2 instance. */
function containerInstanceArn({ region, cluster, id }: SandboxInstance, call: Call): string {
  return `arn:aws:ecs:${region}:${call.account.accountId}:container-instance/${cluster}/${stableHex(id, 32)}`;
}

function instancesIn(cluster: SandboxCluster, call: Call): readonly SandboxInstance[] {
  return call.account.instances.filter((one) => one.region === cluster.region && one.cluster === cluster.name);
}

/** The cluster that a request names, by ARN or name; `default` where it names none. */
export function clusterNamed(fields: Fields, call: Call): SandboxCluster {
  const name = nameAtEnd(fields.text('cluster') ?? fields.text('clusterArn') ?? 'default');
  const cluster = call.account.clusters.find((known) => known.region === call.region && known.name === name);
  if (cluster === undefined) throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
  return cluster;
}

/** The ARN of a cluster. */
export function clusterArn(cluster: SandboxCluster, call: Call): string {
  return `arn:aws:ecs:${cluster.region}:${call.account.accountId}:cluster/${cluster.name}`;
}

function servicesIn(cluster: SandboxCluster, call: Call): readonly SandboxEcsService[] {
  return call.account.services.filter(
    (service) => service.region === cluster.region && service.cluster === cluster.name,
  );
}

function tasksIn(cluster: SandboxCluster, call: Call): readonly SandboxTask[] {
  return call.account.tasks.filter((task) => task.region === cluster.region && task.cluster === cluster.name);
}

function serviceArn(service: SandboxEcsService, call: Call): string {
  return `arn:aws:ecs:${service.region}:${call.account.accountId}:service/${service.cluster}/${service.name}`;
}

function taskArn(task: SandboxTask, call: Call): string {
  return `arn:aws:ecs:${task.region}:${call.account.accountId}:task/${task.cluster}/${task.id}`;
}

function serviceShape(service: SandboxEcsService, call: Call): JsonObject {
  const counts = { desiredCount: service.desiredCount, runningCount: service.desiredCount, pendingCount: 0 };
  return {
    serviceArn: serviceArn(service, call),
    serviceName: service.name,
    clusterArn: clusterArn({ region: service.region, name: service.cluster }, call),
    status: 'ACTIVE',
    ...counts,
    launchType: service.launchType,
    taskDefinition: service.taskDefinitionArn,
    deployments: [
      {
        id: `ecs-svc/${service.name}`,
        status: 'PRIMARY',
        taskDefinition: service.taskDefinitionArn,
        ...counts,
        createdAt: service.createdAt / 1000,
        updatedAt: service.createdAt / 1000,
        launchType: service.launchType,
        rolloutState: 'COMPLETED',
      },
      ...failedDeployment(service),
    ],
    events: (service.events ?? []).map(({ at, message }, place) => ({
      id: `${service.name}-${place}`,
      createdAt: at / 1000,
      message,
    })),
    loadBalancers: [],
    serviceRegistries: [],
    placementConstraints: [],
    placementStrategy: [],
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    enableECSManagedTags: true,
    propagateTags: 'SERVICE',
    enableExecuteCommand: service.enableExecuteCommand,
    createdAt: service.createdAt / 1000,
  };
}

function failedDeployment({ name, failedDeployment: failed, launchType }: SandboxEcsService): readonly JsonObject[] {
  if (failed === undefined) return [];
  const at = failed.at / 1000;
  return [
    {
      id: `ecs-svc/${name}-failed`,
      status: 'ACTIVE',
      taskDefinition: failed.taskDefinitionArn,
      desiredCount: 0,
      runningCount: 0,
      pendingCount: 0,
      failedTasks: 3,
      createdAt: at,
      updatedAt: at,
      launchType,
      rolloutState: 'FAILED',
      rolloutStateReason: failed.reason,
    },
  ];
}

function taskShape(task: SandboxTask, call: Call): JsonObject {
  return {
    taskArn: taskArn(task, call),
    clusterArn: clusterArn({ region: task.region, name: task.cluster }, call),
    taskDefinitionArn: task.taskDefinitionArn,
    group:
      task.service === undefined
        ? `family:${nameAtEnd(task.taskDefinitionArn).split(':')[0]}`
        : `service:${task.service}`,
    lastStatus: task.stopped === undefined ? 'RUNNING' : 'STOPPED',
    desiredStatus: task.stopped === undefined ? 'RUNNING' : 'STOPPED',
    ...(task.stopped && {
      stopCode: task.stopped.code,
      stoppedReason: task.stopped.reason,
      stoppedAt: task.stopped.at / 1000,
    }),
    launchType: task.launchType,
    ...hostOf(task, call),
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [], ...task.overrides },
    enableExecuteCommand: task.enableExecuteCommand,
    containers: [],
    attachments: [],
    // One that failed to start has no such time.
    ...(task.stopped?.code !== 'TaskFailedToStart' && { startedAt: task.startedAt / 1000 }),
    createdAt: task.startedAt / 1000,
    version: 3,
  };
}

function hostOf(task: SandboxTask, call: Call): JsonObject {
  const instance = call.account.instances.find(({ id }) => id === task.instance);
  return instance === undefined ? {} : { containerInstanceArn: containerInstanceArn(instance, call) };
}

function atMost(names: readonly string[], most: number, member: string): readonly string[] {
  if (names.length > 0 && names.length <= most) return names;
  throw new AwsError('InvalidParameterException', `${member} has ${names.length} entries: expected 1 to ${most}.`);
}
