import { asArray, asObject, type JsonObject, leavesOf, textAt, textAtAny } from '../json.ts';
import { arnOrName, type Place } from './place.ts';

/** Buckets, objects and access points of an S3 call; the source of a copy as well. */
export function s3Resources(parameters: JsonObject, place: Place): readonly string[] {
  const bucket = textAt(parameters, 'bucketName');
  const names: string[] = [];
  if (bucket !== undefined) names.push(...bucketAndKey(bucket, textAt(parameters, 'key'), place));
  const source = textAt(parameters, 'x-amz-copy-source');
  if (source !== undefined) names.push(...copySource(source, place));
  return names;
}

function bucketAndKey(bucket: string, key: string | undefined, place: Place): readonly string[] {
  if (bucket.startsWith('arn:')) return [key === undefined ? bucket : `${bucket}/object/${key}`];
  const arn = `arn:${place.partition}:s3:::${bucket}`;
  return [key === undefined ? arn : `${arn}/${key}`];
}

/** `/bucket/key?versionId=…`, percent-encoded. */
function copySource(source: string, place: Place): readonly string[] {
  const path = decoded(source.replace(/\?versionId=.*$/i, '')).replace(/^\//, '');
  const slash = path.indexOf('/');
  if (path.startsWith('arn:')) return [path];
  if (slash < 1) return [];
  return bucketAndKey(path.slice(0, slash), path.slice(slash + 1), place);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Tables of a DynamoDB call, batches and transactions included; an index is addressed below its table. */
export function dynamodbResources(parameters: JsonObject, place: Place): readonly string[] {
  const names: string[] = [];
  const index = textAt(parameters, 'indexName');
  for (const { key, value } of leavesOf(parameters)) {
    if (typeof value !== 'string') continue;
    if (/^tableName$/i.test(key)) {
      const table = arnOrName(value, 'dynamodb', 'table/', place);
      names.push(table);
      if (index !== undefined) names.push(`${table}/index/${index}`);
    } else if (/^(streamArn|backupArn|resourceArn)$/i.test(key)) {
      names.push(value);
    } else if (/^statement$/i.test(key)) {
      names.push(...tableOfStatement(value, place));
    }
  }
  for (const table of Object.keys(asObject(parameters['requestItems']) ?? {})) {
    names.push(arnOrName(table, 'dynamodb', 'table/', place));
  }
  for (const table of asArray(parameters['requestItems'])) {
    if (typeof table === 'string') names.push(arnOrName(table, 'dynamodb', 'table/', place));
  }
  return names;
}

/** `SELECT * FROM "orders"."by-date"`, `INSERT INTO orders`, `UPDATE orders`, `DELETE FROM orders`. */
function tableOfStatement(statement: string, place: Place): readonly string[] {
  const match = /\b(?:FROM|INTO|UPDATE)\s+"?([A-Za-z0-9_.-]{3,255}?)"?(?:\."([A-Za-z0-9_.-]{3,255})")?(?:\s|$)/i.exec(
    statement,
  );
  if (match?.[1] === undefined) return [];
  const table = arnOrName(match[1], 'dynamodb', 'table/', place);
  return match[2] === undefined ? [table] : [table, `${table}/index/${match[2]}`];
}

/** Streams and consumers of a Kinesis call. */
export function kinesisResources(parameters: JsonObject, place: Place): readonly string[] {
  const names: string[] = [];
  const stream = textAt(parameters, 'streamName');
  if (stream !== undefined) names.push(arnOrName(stream, 'kinesis', 'stream/', place));
  for (const key of ['streamARN', 'streamArn', 'consumerARN', 'resourceARN']) {
    const arn = textAt(parameters, key);
    if (arn !== undefined) names.push(arn);
  }
  return names;
}

/** Delivery streams of a Firehose call. */
export function firehoseResources(parameters: JsonObject, place: Place): readonly string[] {
  const stream = textAtAny(parameters, ['deliveryStreamName', 'deliveryStreamARN']);
  return stream === undefined ? [] : [arnOrName(stream, 'firehose', 'deliverystream/', place)];
}
