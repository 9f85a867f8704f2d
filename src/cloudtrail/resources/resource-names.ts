import type { JsonObject } from '../json.ts';
import {
  ecrResources,
  kmsResources,
  lambdaResources,
  logsResources,
  secretsManagerResources,
  ssmResources,
} from './configuration.ts';
import { eventsResources, snsResources, sqsResources, statesResources } from './messaging.ts';
import type { Place } from './place.ts';
import { dynamodbResources, firehoseResources, kinesisResources, s3Resources } from './storage.ts';

type Reader = (parameters: JsonObject, place: Place) => readonly string[];

/** How a service's parameters name resources, and the keys whose values, at whatever depth, decide which. */
type Naming = readonly [read: Reader, keys: RegExp];

const NAMINGS: ReadonlyMap<string, Naming> = new Map<string, Naming>([
  ['s3', [s3Resources, /^(bucketName|key|x-amz-copy-source)$/]],
  ['dynamodb', [dynamodbResources, /^(tableName|indexName|streamArn|backupArn|resourceArn|statement|requestItems)$/i]],
  ['kinesis', [kinesisResources, /^(streamName|(stream|consumer|resource)ARN)$/i]],
  ['firehose', [firehoseResources, /^deliveryStream(Name|ARN)$/]],
  ['sqs', [sqsResources, /^(queueUrl|queueName|queueOwnerAWSAccountId|sourceArn|destinationArn)$/]],
  ['sns', [snsResources, /^(name|(topic|target|subscription|endpoint|resource|platformApplication)Arn)$/]],
  ['events', [eventsResources, /^(eventBusName|rule|entries)$/]],
  ['states', [statesResources, /Arn$/]],
  ['secretsmanager', [secretsManagerResources, /^(secretId|name|secretIdList)$/]],
  ['ssm', [ssmResources, /^(names?|path)$/]],
  ['kms', [kmsResources, /^((source|destination|target)?keyId|aliasName)$/i]],
  ['ecr', [ecrResources, /^(registryId|repositoryNames?)$/]],
  ['logs', [logsResources, /^logGroup(Name|Identifier)s?$|^logStreamName$/]],
  ['lambda', [lambdaResources, /^(functionName|layerName|qualifier)$/]],
]);

/** The resources that request parameters name, as ARNs; none for a service whose parameters are not understood. */
export function resourceNamesFor(prefix: string, parameters: JsonObject, place: Place): readonly string[] {
  return NAMINGS.get(prefix)?.[0](parameters, place) ?? [];
}

/**
 * The keys of request parameters whose values, at whatever depth below them, decide which resources are named; parameters
 * that differ in other texts alone name the same. `undefined`: none does.
 */
export function keysThatNameResources(prefix: string): RegExp | undefined {
  return NAMINGS.get(prefix)?.[1];
}
