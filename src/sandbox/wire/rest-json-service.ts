import type { SandboxService } from '../service.ts';
import { AwsError } from './aws-error.ts';
import { fieldsOf } from './fields.ts';
import { jsonError, type Operation, parseJsonBody } from './json-service.ts';
import { reply } from './reply.ts';
import type { SandboxRequest } from './sandbox-request.ts';
import { unknownOperation } from './unknown-operation.ts';

/** One operation of a REST service. */
export interface RestRoute {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly answer: Operation;
}

/** A service that speaks restJson1: method and path say which operation; query parameters and JSON body its input. */
export function restJsonService(name: string, refusal: string, routes: readonly RestRoute[]): SandboxService {
  const routeOf = (request: SandboxRequest): RestRoute | undefined =>
    routes.find((route) => route.method === request.method && route.path === request.path);
  return {
    name,
    usual: {
      throttled: () => new AwsError('TooManyRequestsException', 'Too Many Requests', 429),
      failed: () => new AwsError('InternalException', 'The service failed to answer', 500),
      denied: (message) => new AwsError('AccessDeniedException', message, 403),
    },
    operationOf: (request) => routeOf(request)?.operation ?? `${request.method} ${request.path}`,
    answer(operation, request, call) {
      const route = routeOf(request);
      if (route === undefined) {
        throw unknownOperation(
          name,
          operation,
          routes.map((known) => known.operation),
        );
      }
      const input = { ...Object.fromEntries(request.query), ...parseJsonBody(request.body) };
      return reply(200, 'application/json', JSON.stringify(route.answer(fieldsOf(input, refusal), call)));
    },
    fail: (error) => jsonError(error, 'application/json', 'Code'),
  };
}
