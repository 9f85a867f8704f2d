import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One invocation that the Runtime API hands out. */
export interface Invocation {
  readonly event: unknown;
  /** Milliseconds that the function may take. */
  readonly timeout: number;
}

/** What the function answered: a result, or an error in Lambda's form. */
export type Answer = { readonly response: unknown } | { readonly error: unknown };

/** A local stand-in for the part of Lambda that a runtime talks to ("Lambda runtime API"). */
export interface RuntimeApi {
  /** `host:port`, for AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Queues an invocation; resolves with what the function answers. */
  invoke(invocation: Invocation): Promise<Answer>;
  /** What the runtime reported when it could not start. */
  readonly initErrors: readonly unknown[];
  close(): Promise<void>;
}

/** Serves the Runtime API on loopback. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const queue: { readonly id: string; readonly invocation: Invocation }[] = [];
  const answers = new Map<string, (answer: Answer) => void>();
  const initErrors: unknown[] = [];
  let waiting: (() => void) | undefined;
  let count = 0;

  const server = createServer(async (request, response) => {
    const url = request.url ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body: unknown = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
    if (url.endsWith('/runtime/invocation/next')) {
      while (queue.length === 0) await new Promise<void>((resolve) => (waiting = resolve));
      const next = queue.shift();
      if (next === undefined) return;
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Lambda-Runtime-Aws-Request-Id': next.id,
        'Lambda-Runtime-Deadline-Ms': String(Date.now() + next.invocation.timeout),
        'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:us-east-1:418295736412:function:ecs-role-auditor',
        'Lambda-Runtime-Trace-Id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
      });
      response.end(JSON.stringify(next.invocation.event));
      return;
    }
    const match = /\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(url);
    if (match !== null) {
      answers.get(match[1] ?? '')?.(match[2] === 'response' ? { response: body } : { error: body });
      response.writeHead(202).end('{"status":"OK"}');
      return;
    }
    initErrors.push(body);
    response.writeHead(202).end('{"status":"OK"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    initErrors,
    invoke(invocation) {
      count += 1;
      const id = `8476a536-e9f4-11e8-9739-${String(count).padStart(12, '0')}`;
      return new Promise((resolve) => {
        answers.set(id, resolve);
        queue.push({ id, invocation });
        waiting?.();
      });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
