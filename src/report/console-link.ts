import { PRODUCT } from '../findings/asff.ts';

const HOSTS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** The Security Hub console of a Region, showing this product's active findings; `undefined` for partitions without a known console. */
export function securityHubLink(partition: string, region: string): string | undefined {
  const host = HOSTS[partition];
  if (host === undefined) return undefined;
  const search = [
    ['RecordState', 'EQUALS', 'ACTIVE'],
    ['GeneratorId', 'PREFIX', `${PRODUCT}/`],
  ]
    .map(([field, operator, value]) => `${field}=${encodeURIComponent(`\\operator\\:${operator}\\:${value}`)}`)
    .join('&');
  const place = encodeURIComponent(region);
  return `https://${place}.${host}/securityhub/home?region=${place}#/findings?search=${encodeURIComponent(search)}`;
}
