import { PRODUCT } from '../findings/asff.ts';

/** What follows `REGION.console.` in each partition. */
const DOMAINS: Readonly<Record<string, string>> = {
  aws: 'aws.amazon.com',
  'aws-cn': 'amazonaws.cn',
  'aws-us-gov': 'amazonaws-us-gov.com',
};

/** The Security Hub console of a Region, showing this product's active findings; `undefined` for partitions without a known console. */
export function securityHubLink(partition: string, region: string): string | undefined {
  const domain = DOMAINS[partition];
  if (domain === undefined) return undefined;
  const search = [
    ['RecordState', 'EQUALS', 'ACTIVE'],
    ['GeneratorId', 'PREFIX', `${PRODUCT}/`],
  ]
    .map(([field, operator, value]) => `${field}=${encodeURIComponent(`\\operator\\:${operator}\\:${value}`)}`)
    .join('&');
  const place = encodeURIComponent(region);
  const host = [place, 'console', domain].join('.');
  return `https://${host}/securityhub/home?region=${place}#/findings?search=${encodeURIComponent(search)}`;
}
