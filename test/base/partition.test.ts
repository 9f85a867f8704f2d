import { expect, test } from 'vitest';
import { consoleDomain, iamEventsRegion, partitionOfRegion } from '../../src/base/partition.ts';

test.each([
  ['us-east-1', 'aws'],
  ['eu-west-1', 'aws'],
  ['mx-central-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
])('%s lies in %s', (region, partition) => {
  expect(partitionOfRegion(region)).toBe(partition);
});

test('what is not known of a partition is undefined', () => {
  expect(iamEventsRegion('aws-us-gov')).toBe('us-gov-west-1');
  expect(iamEventsRegion('aws-iso')).toBeUndefined();
  expect(consoleDomain('aws-cn')).toBe('amazonaws.cn');
  expect(consoleDomain('no-partition')).toBeUndefined();
});
