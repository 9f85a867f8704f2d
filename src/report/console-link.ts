import { consoleDomain } from '../base/partition.ts';
import { parseS3Uri } from '../base/s3-uri.ts';
import { PRODUCT } from '../findings/asff/asff.ts';

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
  const domain = consoleDomain(partition);
  return domain === undefined
    ? undefined
    : `https://${[encodeURIComponent(region), 'console', domain].join('.')}/${path}`;
}
