import { type MessageShape, PAGES } from '../message-shape.ts';

/** Messages of containers that run, and of tasks that find no place. The first that fits counts. */
export const RUN_SHAPES: readonly MessageShape[] = [
  {
    id: 'architecture',
    source: PAGES.stopped,
    matches: /exec format error/i,
    phase: 'start-up',
    role: 'none',
    because:
      'The program in the image is for another CPU architecture than that of the task, or a script has no interpreter line.',
    next: ['Build the image for the architecture of the task, or set runtimePlatform.cpuArchitecture.'],
  },
  {
    id: 'command-not-found',
    source: PAGES.stopped,
    matches:
      /executable file not found|no such file or directory: unknown|exec: "[^"\n]{1,300}": (?:stat|permission denied)|OCI runtime create failed|runc create failed|failed to create shim/i,
    phase: 'start-up',
    role: 'none',
    because:
      'The container could not start its program: entryPoint or command names nothing that the image has, or may run.',
    next: ['Compare entryPoint and command with the image; run it locally.'],
  },
  {
    id: 'port-taken',
    source: PAGES.stopped,
    matches: /port is already allocated|address already in use/i,
    phase: 'start-up',
    role: 'none',
    because: 'Another container holds the port on the host.',
    next: ['Use dynamic host ports, or the network mode awsvpc.'],
  },
  {
    id: 'out-of-memory',
    source: PAGES.stopped,
    matches: /OutOfMemory(?:Error)?|OOM ?Killed|Container killed due to memory usage|exit(?:ed with)? code:? 137/i,
    phase: 'run-time',
    role: 'none',
    because: 'The container used more memory than it was given.',
    next: ['Raise the memory of the container or the task, or find what takes it.'],
  },
  {
    id: 'health-checks',
    source: PAGES.events,
    matches:
      /failed (?:ELB|container) health checks|(?:is unhealthy in|health checks failed with)|failed to pass health checks/i,
    phase: 'run-time',
    role: 'none',
    because: 'The container ran and did not pass its health checks.',
    next: [
      'Look at the health check, its grace period and the logs of the container; security groups must let the load balancer in.',
    ],
  },
  {
    id: 'spot-interruption',
    source: PAGES.stopped,
    matches: /Spot (?:Task was )?interrupt|SpotInterruption|Your Spot/i,
    phase: 'run-time',
    role: 'none',
    because: 'AWS took the Spot capacity back.',
    next: ['Nothing is wrong; let the service keep some tasks on capacity that stays.'],
  },
  {
    id: 'capacity',
    source: PAGES.failures,
    matches:
      /Capacity is unavailable at this time|RESOURCE:(?:CPU|MEMORY|ENI|PORTS?|GPU|FARGATE)|insufficient (?:CPU units|memory) available|no container instances? (?:were )?(?:found|met all)|was unable to place a task|No Container Instances were found/i,
    phase: 'start-up',
    role: 'none',
    because: 'There is no room for the task where it may run.',
    next: ['Add capacity or Availability Zones, or ask for less CPU and memory.'],
  },
  {
    id: 'quota',
    source: PAGES.events,
    matches:
      /limit on the number of (?:vCPUs|tasks)|LimitExceeded|ServiceQuotaExceeded|maximum number of (?:addresses|network interfaces)|InsufficientFreeAddresses/i,
    phase: 'start-up',
    role: 'none',
    because: 'A quota of the account, or the number of free addresses, is used up.',
    next: ['Ask for a higher quota in Service Quotas, or use larger subnets.'],
  },
  {
    id: 'throttled',
    source: PAGES.failures,
    matches: /ThrottlingException|Rate exceeded|TooManyRequestsException/i,
    phase: 'unknown',
    role: 'none',
    because: 'The service answered too many calls: nothing is missing.',
    next: ['Try again more slowly, or ask for a higher quota.'],
  },
  {
    id: 'circuit-breaker',
    source: PAGES.events,
    matches: /deployment circuit breaker|tasks failed to start|unable to consistently start tasks/i,
    phase: 'start-up',
    role: 'unknown',
    because: 'Several tasks of the deployment did not start; why is told by the tasks themselves.',
    next: ['Read stoppedReason of the stopped tasks with aws ecs describe-tasks: they are kept for about an hour.'],
  },
  {
    id: 'firelens',
    source: 'Send Amazon ECS logs to an AWS service or AWS Partner',
    matches:
      /firelens[^\n]{0,300}(?:failed|error|exited|unhealthy)|(?:output:|\[)(?:cloudwatch_logs|kinesis_firehose|kinesis_streams|s3)[^\n]{0,300}(?:AccessDenied|not authorized|PutLogEvents)/i,
    phase: 'run-time',
    role: 'task',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resource: 'logs',
    because: 'The log router sends with the task role, not with the execution role.',
    next: ['Grant the task role what the output of the router needs; ecs-role-auditor requires FILE names it.'],
  },
];
