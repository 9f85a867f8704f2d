import { type MessageShape, PAGES } from '../message-shape.ts';

const denied = { source: PAGES.denied, phase: 'unknown', role: 'unknown' } as const;

/** Refusals of IAM, by the policy that decided. The first that fits counts. */
export const DENIED_SHAPES: readonly MessageShape[] = [
  {
    ...denied,
    id: 'denied-encoded',
    matches: /Encoded authorization failure message/i,
    because: 'EC2 answers with an encoded message that says which statement decided.',
    next: [
      'Decode it: aws sts decode-authorization-message --encoded-message MESSAGE (needs sts:DecodeAuthorizationMessage).',
    ],
  },
  {
    ...denied,
    id: 'denied-service-control-policy',
    matches: /(?:explicit deny in a service control policy|no service control policy allows)/i,
    because: 'A service control policy of the organization decides: no policy of the role can change that.',
    next: ['Ask whoever keeps the policies of the organization.'],
  },
  {
    ...denied,
    id: 'denied-resource-control-policy',
    matches: /(?:explicit deny in a resource control policy|no resource control policy allows)/i,
    because: 'A resource control policy of the organization decides.',
    next: ['Ask whoever keeps the policies of the organization.'],
  },
  {
    ...denied,
    id: 'denied-boundary',
    matches: /(?:explicit deny in a permissions boundary|no permissions boundary allows)/i,
    because: "The role's permissions boundary does not allow it, whatever its policies grant.",
    next: ['Allow the action in the boundary; beside that, a policy of the role must grant it.'],
  },
  {
    ...denied,
    id: 'denied-session-policy',
    matches: /(?:explicit deny in a session policy|no session policy allows)/i,
    because: 'The session was made with a policy of its own, which does not allow it.',
    next: ['Look at the Policy and PolicyArns of the AssumeRole call that made the session.'],
  },
  {
    ...denied,
    id: 'denied-endpoint-policy',
    matches: /(?:explicit deny in a VPC endpoint policy|no VPC endpoint policy allows)/i,
    because: 'The policy of the VPC endpoint that the call went through does not allow it.',
    next: ['Allow action and resource in the policy of the endpoint.'],
  },
  {
    ...denied,
    id: 'denied-resource-policy',
    matches: /(?:explicit deny in a resource-based policy|no resource-based policy allows)/i,
    because: 'The policy of the resource itself (bucket, key, queue, repository, secret) decides.',
    next: ['Allow the role in the policy of the resource; across accounts its own policy must grant it as well.'],
  },
  {
    ...denied,
    id: 'denied-explicitly',
    matches: /explicit deny in an identity-based policy|with an explicit deny/i,
    because: 'A statement with Effect Deny applies: granting the action elsewhere changes nothing.',
    next: ['Find the Deny among the policies of the role and narrow it, or its condition.'],
  },
  {
    ...denied,
    id: 'denied-no-policy',
    matches: /no identity-based policy allows/i,
    because: 'No policy of the role grants it.',
    next: [],
  },
  {
    ...denied,
    id: 'denied',
    matches: /not authorized to perform:?\s+[a-z0-9-]+:\w+/i,
    because: 'IAM refused the call; the message does not say which policy decided.',
    next: [],
  },
];
