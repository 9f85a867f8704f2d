import { type MessageShape, PAGES } from '../message-shape.ts';

/** Messages that say little: others that stand beside them say more. The first that fits counts. */
export const LAST_SHAPES: readonly MessageShape[] = [
  {
    id: 'essential-container',
    source: PAGES.stopped,
    matches: /Essential container in task exited|EssentialContainerExited/i,
    phase: 'run-time',
    role: 'unknown',
    because: 'A container that the task cannot do without ended; the reason is in its own logs.',
    next: [
      'Read the last lines of its log stream and its exit code; give an error that you find there to this command.',
    ],
  },
  {
    id: 'no-route',
    source: PAGES.stopped,
    matches: /no route to host|Network is unreachable|Could not connect to the endpoint URL/i,
    phase: 'unknown',
    role: 'none',
    because: 'The network gave no way to the service: neither role is to blame.',
    next: ['Look at route tables, NAT gateways, VPC endpoints and security groups of the subnet.'],
  },
];
