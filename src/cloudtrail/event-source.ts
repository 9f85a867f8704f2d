import type { ActionCatalog } from './action-catalog.ts';
import { EVENT_SOURCES, type Prefixes } from './event-source-labels.ts';

/** Where services that share a label also share event names: a parameter that only the one takes. */
export const OWN_PARAMETERS: ReadonlyMap<string, RegExp> = new Map([
  ['autoscaling', /^autoScalingGroupNames?$/i],
  ['application-autoscaling', /^serviceNamespace$/i],
]);

const OWN_LABEL = new Map(EVENT_SOURCES.map(([label, prefixes]) => [label, prefixes]));
/** Some records name the Region in the source: `dynamodb.us-east-1.amazonaws.com`. */
const REGION_LABEL = /^[a-z]{2,4}(-[a-z]+)+-\d$/;
const DOMAIN = /\.(amazonaws\.com(\.cn)?|aws\.internal|api\.aws|c2s\.ic\.gov|sc2s\.sgov\.gov)$/;

/**
 * The IAM service prefixes behind an event source (`monitoring.amazonaws.com` → `cloudwatch`), likeliest first. Never
 * empty: an unknown service is named by its label.
 */
export function prefixesOf(eventSource: string, catalog: Pick<ActionCatalog, 'hasService'>): Prefixes {
  const label = eventSource.toLowerCase().replace(DOMAIN, '');
  const listed = OWN_LABEL.get(label);
  if (listed !== undefined) return listed;
  for (const part of label.split('.').reverse()) {
    if (REGION_LABEL.test(part)) continue;
    if (catalog.hasService(part)) return [part];
  }
  const unhyphenated = label.replaceAll('-', '');
  return [catalog.hasService(unhyphenated) ? unhyphenated : label];
}

const ANY_SERVICE = { hasService: () => true };

/** The likeliest prefix behind an event source, without a catalogue: what facts are kept must not depend on one. */
export function recordPrefixOf(eventSource: string): string {
  return prefixesOf(eventSource, ANY_SERVICE)[0];
}

/** Services that log under another label than their prefix; every other one logs as `PREFIX.amazonaws.com`. */
const LABEL_OF_PREFIX = new Map([
  ['applicationinsights', 'application-insights'],
  ['aws-marketplace', 'marketplacecatalog'],
  ['aws-marketplace-management', 'management-marketplace'],
  ['cloudwatch', 'monitoring'],
  ['mechanicalturk', 'mturk-requester'],
  ['mgh', 'migrationhub'],
  ['mobiletargeting', 'pinpoint'],
  ['mq', 'amazonmq'],
  ['pricing', 'pricelist'],
  ['rds-data', 'rdsdata'],
  ['tag', 'tagging'],
  ['wisdom', 'qconnect'],
]);

/** The event source that a service's events carry: `cloudwatch` → `monitoring.amazonaws.com`. */
export function eventSourceOf(prefix: string): string {
  return `${LABEL_OF_PREFIX.get(prefix) ?? prefix}.amazonaws.com`;
}
