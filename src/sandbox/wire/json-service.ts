import type { Call, SandboxService } from '../service.ts';
import { AwsError } from './aws-error.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { type Reply, reply } from './reply.ts';
import { unknownOperation } from './unknown-operation.ts';

/** Answers one operation with the members of its result. */
export type Operation = (fields: Fields, call: Call) => JsonObject;

/** How a service of the awsJson1.1 protocol differs from the others. */
export interface JsonServiceOptions {
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** The code of the service's own validation error. */
  readonly refusal: string;
  /** The code of its internal error. */
  readonly failure: string;
}

const CONTENT_TYPE = 'application/x-amz-json-1.1';

/** A service that speaks awsJson1.1: the operation in the X-Amz-Target header, JSON both ways. */
export function jsonService(options: JsonServiceOptions): SandboxService {
  return {
    name: options.name,
    usual: {
      throttled: () => new AwsError('ThrottlingException', 'Rate exceeded'),
      failed: () => new AwsError(options.failure, 'The service failed to answer', 500),
      denied: (message) => new AwsError('AccessDeniedException', message),
    },
    operationOf: (request) => (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '',
    answer(operation, request, call) {
      const handler = options.operations[operation];
      if (handler === undefined) throw unknownOperation(options.name, operation, Object.keys(options.operations));
      const fields = fieldsOf(parseJsonBody(request.body), options.refusal);
      return reply(200, CONTENT_TYPE, JSON.stringify(handler(fields, call)));
    },
    fail: (error) => jsonError(error, CONTENT_TYPE, '__type'),
  };
}

/** Reads a JSON body; an empty one has no members. */
export function parseJsonBody(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  let read: Json;
  try {
    read = JSON.parse(body.toString());
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON');
  }
  if (!isJsonObject(read)) throw new AwsError('SerializationException', 'The request body is not a JSON object');
  return read;
}

/** An error as the JSON protocols write it: the code in the header and (awsJson) in the body. */
export function jsonError(error: AwsError, contentType: string, codeMember: '__type' | 'Code'): Reply {
  const body = JSON.stringify({ [codeMember]: error.code, message: error.message, Message: error.message });
  return reply(error.status, contentType, body, {
    'x-amzn-errortype': error.code,
    ...(error.retryAfterSeconds === undefined ? {} : { 'retry-after': String(error.retryAfterSeconds) }),
  });
}
