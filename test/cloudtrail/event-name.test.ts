import { describe, expect, it } from 'vitest';
import { withoutApiVersion } from '../../src/cloudtrail/event-name.ts';

describe('withoutApiVersion()', () => {
  it.each([
    ['GetFunction20150331', 'GetFunction'],
    ['GetFunction20150331v2', 'GetFunction'],
    ['UpdateFunctionCode20150331v2', 'UpdateFunctionCode'],
    ['CreateInvalidation2020_05_31', 'CreateInvalidation'],
    ['ListPublicKeys2018_06_18', 'ListPublicKeys'],
    ['CreateInvalidation_2020_05_31', 'CreateInvalidation'],
  ])('%s is %s', (eventName, bare) => {
    expect(withoutApiVersion(eventName)).toBe(bare);
  });

  it.each([
    'ListClustersV2',
    'CreateLocationS3',
    'EnableSecurityHubV2',
    'Get20159999',
    'GetX99991231',
    '20150331',
    'GetItem',
  ])('%s carries none', (eventName) => {
    expect(withoutApiVersion(eventName)).toBeUndefined();
  });
});
