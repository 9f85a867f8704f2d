import type { SandboxTrail } from '../../src/sandbox/sandbox-account.ts';

/** What a trail is set to that records management events and the data events of every S3 object. */
export const MANAGEMENT_AND_S3_OBJECTS: SandboxTrail['advancedEventSelectors'] = [
  { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
  {
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
    ],
  },
];
