import { type MessageShape, PAGES } from '../message-shape.ts';

const EXEC = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
] as const;

/** Messages of ECS Exec and of the agents on container instances. The first that fits counts. */
export const AGENT_SHAPES: readonly MessageShape[] = [
  {
    id: 'exec-not-enabled',
    source: PAGES.exec,
    matches: /execute command was not enabled|enableExecuteCommand[^\n]{0,80}false/i,
    phase: 'run-time',
    role: 'none',
    because: 'The task was started without ECS Exec.',
    next: ['Set enableExecuteCommand on the service or in RunTask, and start a new task.'],
  },
  {
    id: 'exec-agent',
    source: PAGES.exec,
    matches:
      /TargetNotConnectedException|execute command failed due to an internal error|ExecuteCommandAgent[^\n]{0,120}(?:STOPPED|not running)|execute command agent isn(?:'|’)t running/i,
    phase: 'run-time',
    role: 'task',
    actions: EXEC,
    resource: '*',
    because:
      'The agent of ECS Exec in the container has no connection to Systems Manager: mostly the task role lacks the channels.',
    next: [
      'Grant them to the task role on * and start a new task: a running one keeps its state.',
      'In a subnet without a route out, a VPC endpoint for ssmmessages is needed.',
    ],
  },
  {
    id: 'exec-caller',
    source: PAGES.exec,
    matches: /not authorized to perform: ecs:ExecuteCommand|ssm:StartSession/i,
    phase: 'run-time',
    role: 'caller',
    actions: ['ecs:ExecuteCommand'],
    resource: 'ecs',
    because: 'Whoever runs the command may not.',
    next: ['Grant it to the caller on the cluster and the task.'],
  },
  {
    id: 'exec-plugin',
    source: PAGES.exec,
    matches: /SessionManagerPlugin is not found/i,
    phase: 'run-time',
    role: 'none',
    because: 'The Session Manager plugin of the AWS CLI is not installed where the command was typed.',
    next: ['Install the plugin.'],
  },
  {
    id: 'container-instance',
    source: 'Amazon ECS container instance IAM role',
    matches:
      /Task Metadata error: unable to get|not authorized to perform: ecs:(?:RegisterContainerInstance|DiscoverPollEndpoint|SubmitTaskStateChange|Poll|StartTelemetrySession)\b/i,
    phase: 'run-time',
    role: 'none',
    because:
      'The agent on the container instance asked, with the role of the instance, which is neither of the two roles.',
    next: [
      'Grant it to the role of the container instance; AmazonEC2ContainerServiceforEC2Role has what the agent needs, tags apart.',
    ],
  },
];
