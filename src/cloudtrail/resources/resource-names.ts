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

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['s3', s3Resources],
  ['dynamodb', dynamodbResources],
  ['kinesis', kinesisResources],
  ['firehose', firehoseResources],
  ['sqs', sqsResources],
  ['sns', snsResources],
  ['events', eventsResources],
  ['states', statesResources],
  ['secretsmanager', secretsManagerResources],
  ['ssm', ssmResources],
  ['kms', kmsResources],
  ['ecr', ecrResources],
  ['logs', logsResources],
  ['lambda', lambdaResources],
]);

/** The resources that request parameters name, as ARNs; none for a service whose parameters are not understood. */
export function resourceNamesFor(prefix: string, parameters: JsonObject, place: Place): readonly string[] {
  return READERS.get(prefix)?.(parameters, place) ?? [];
}
