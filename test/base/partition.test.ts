import { IAMClient } from '@aws-sdk/client-iam';
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

test.each([
  'us-west-2',
  'cn-northwest-1',
  'us-gov-east-1',
  'eusc-de-east-1',
  'us-iso-west-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
])('IAM’s events of %s are recorded where the SDK finds IAM', async (region) => {
  const { config } = new IAMClient({ region });
  const { properties } = config.endpointProvider({ Region: region, UseFIPS: false, UseDualStack: false });
  const schemes = properties?.['authSchemes'] as readonly { readonly signingRegion: string }[];
  expect(iamEventsRegion(partitionOfRegion(region))).toBe(schemes[0]?.signingRegion);
});

test('what is not known of a partition is undefined', () => {
  expect(iamEventsRegion('no-partition')).toBeUndefined();
  expect(consoleDomain('aws-iso')).toBeUndefined();
  expect(consoleDomain('aws-cn')).toBe('amazonaws.cn');
  expect(consoleDomain('no-partition')).toBeUndefined();
});
