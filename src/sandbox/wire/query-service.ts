import type { SandboxService } from '../service.ts';
import { AwsError } from './aws-error.ts';
import { fieldsOf } from './fields.ts';
import { isJsonObject, type Json } from './json.ts';
import type { Operation } from './json-service.ts';
import { reply } from './reply.ts';
import { unknownOperation } from './unknown-operation.ts';
import { escapeXml, toXml } from './xml.ts';

/** How a service of a query protocol differs from the others. */
export interface QueryServiceOptions {
  readonly name: string;
  readonly namespace: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** EC2 has a protocol of its own: no result element, `item` in lists, another error document. */
  readonly dialect: 'awsQuery' | 'ec2Query';
}

const CONTENT_TYPE = 'text/xml';
const REQUEST_ID = '5f0e1c7a-3b7e-4f38-9d0a-6f1f6f1d2c11';

/** A service that speaks awsQuery or ec2Query: a form with an Action in, XML out. */
export function queryService(options: QueryServiceOptions): SandboxService {
  const ec2 = options.dialect === 'ec2Query';
  return {
    name: options.name,
    usual: {
      throttled: () =>
        ec2
          ? new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503)
          : new AwsError('Throttling', 'Rate exceeded'),
      failed: () => new AwsError(ec2 ? 'InternalError' : 'InternalFailure', 'The service failed to answer', 500),
      denied: (message) => new AwsError(ec2 ? 'UnauthorizedOperation' : 'AccessDenied', message, 403),
    },
    operationOf: (request) => new URLSearchParams(request.body.toString()).get('Action') ?? '',
    answer(operation, request, call) {
      const handler = options.operations[operation];
      if (handler === undefined) throw unknownOperation(options.name, operation, Object.keys(options.operations));
      const fields = fieldsOf(formFields(new URLSearchParams(request.body.toString())), 'ValidationError');
      const result = handler(fields, call);
      const content = ec2
        ? Object.entries({ requestId: REQUEST_ID, ...result })
            .map(([name, value]) => toXml(name, value, 'item'))
            .join('')
        : toXml(`${operation}Result`, result, 'member') +
          toXml('ResponseMetadata', { RequestId: REQUEST_ID }, 'member');
      return reply(
        200,
        CONTENT_TYPE,
        `<${operation}Response xmlns="${options.namespace}">${content}</${operation}Response>`,
      );
    },
    fail(error) {
      const what = `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
      const type = error.status < 500 ? 'Sender' : 'Receiver';
      const body = ec2
        ? `<Response><Errors><Error>${what}</Error></Errors><RequestID>${REQUEST_ID}</RequestID></Response>`
        : `<ErrorResponse xmlns="${options.namespace}"><Error><Type>${type}</Type>${what}</Error><RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`;
      return reply(error.status, CONTENT_TYPE, body);
    },
  };
}

/** Reads `Name=value`, and lists in the forms `Name.member.1=value` and `Name.1=value`, of objects where a path follows. */
function formFields(form: URLSearchParams): Record<string, Json> {
  const fields: Record<string, Json> = {};
  const lists = new Map<string, Json[]>();
  const objects = new Map<string, Members>();
  for (const [key, value] of form) {
    const [, list, place, path] = /^([A-Za-z]+)\.(?:member\.)?(\d+)(?:\.(.+))?$/.exec(key) ?? [];
    if (list === undefined) {
      fields[key] = value;
      continue;
    }
    const known = objects.get(`${list} ${place}`);
    const item = path === undefined ? value : setAt(known ?? {}, path.split('.'), value);
    if (typeof item !== 'string') objects.set(`${list} ${place}`, item);
    if (known === undefined) lists.set(list, [...(lists.get(list) ?? []), item]);
  }
  return { ...fields, ...Object.fromEntries(lists) };
}

interface Members {
  [name: string]: Json | undefined;
}

/** Sets a member of an object by its path, and gives the object. */
function setAt(object: Members, [first = '', ...rest]: readonly string[], value: string): Members {
  const inner = object[first];
  object[first] = rest.length === 0 ? value : setAt(isJsonObject(inner) ? { ...inner } : {}, rest, value);
  return object;
}
