import { parseS3Uri } from '../base/s3-uri.ts';
import { PRODUCT } from '../findings/asff/asff.ts';

/** What follows `REGION.console.` in each partition. */
const DOMAINS: Readonly<Record<string, string>> = {
  aws: 'aws.amazon.com',
  'aws-cn': 'amazonaws.cn',
  'aws-us-gov': 'amazonaws-us-gov.com',
};

/** The Security Hub console of a Region, showing this product's active findings; `undefined` for partitions without a known console. */
export function securityHubLink(partition: string, region: string): string | undefined {
  const search = [
    ['RecordState', 'EQUALS', 'ACTIVE'],
    ['GeneratorId', 'PREFIX', `${PRODUCT}/`],
  ]
    .map(([field, operator, value]) => `${field}=${encodeURIComponent(`\\operator\\:${operator}\\:${value}`)}`)
    .join('&');
  const place = encodeURIComponent(region);
  return inConsole(
    partition,
    region,
    `securityhub/home?region=${place}#/findings?search=${encodeURIComponent(search)}`,
  );
}

/** Where a browser opens a stored report: its own address, or the object in the S3 console; `undefined` where there is none. */
export function reportLink(partition: string, region: string, location: string): string | undefined {
  if (location.startsWith('https://')) return location;
  const object = parseS3Uri(location);
  if (object === undefined || object.key === '') return undefined;
  const place = encodeURIComponent(region);
  return inConsole(
    partition,
    region,
    `s3/object/${object.bucket}?region=${place}&prefix=${encodeURIComponent(object.key)}`,
  );
}

function inConsole(partition: string, region: string, path: string): string | undefined {
  const domain = DOMAINS[partition];
  return domain === undefined
    ? undefined
    : `https://${[encodeURIComponent(region), 'console', domain].join('.')}/${path}`;
}
