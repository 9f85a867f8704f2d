/**
 * What the campaign takes for granted of the time to come: behaviour that no watching could foretell lies outside. Everything else
 * is drawn.
 */
export const ASSUMPTIONS: readonly string[] = [
  'a family does the same at each start, and while it runs whatever it did within 44 days; nothing runs for the first time later',
  'a revision that is rolled back to, and a Region that is failed over to, do what the family has always done',
  'a family is at least 50 days old, or has a role of its own that is too young to be judged',
  'names made anew (monthly ones aside) fall under a pattern that a person wrote; keys are rotated and secrets made again under any grant',
  'an operation of which AWS lists no action is checked for the action of its own name, and no call for one beyond its list; a few calls that AWS lists nowhere leave no event',
  'keys of KMS behind secrets, parameters, objects, queues, topics and tables are used by forward access sessions that KMS records',
  'operations that AWS lists neither as data events nor as tracked are management events, or, in services with a data plane, of no event at all',
  'files of trails come within six hours, the event history within ten minutes',
];
