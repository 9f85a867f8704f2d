import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an invocation came to, as Lambda tells its caller: an error's name and message where it failed. */
export type Invocation = { readonly value: unknown } | { readonly error: Error };

/** Stands before a server, on the port that the server takes for its own: answers what is invoked there, and passes on the rest. */
export interface LambdaProxy {
  readonly endpoint: string;
  readonly port: number;
  close(): Promise<void>;
}

/** How requests are met. */
export interface ProxyRules {
  /** The server behind. */
  behind(): string;
  /** By the function's name and the event. */
  invoke(functionName: string, event: unknown): Promise<Invocation>;
  /** An answer in place of the server's; undefined passes the request on. */
  intercept(call: { readonly method: string; readonly path: string; readonly body: string }): ProxyAnswer | undefined;
}

export interface ProxyAnswer {
  readonly status: number;
  readonly body: string;
}

const INVOCATION = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Starts a proxy on a free port of loopback. */
export async function startLambdaProxy(rules: ProxyRules): Promise<LambdaProxy> {
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const path = incoming.url ?? '/';
    const invoked = INVOCATION.exec(path)?.[1];
    if (invoked !== undefined) return answerInvocation(decodeURIComponent(invoked), body, rules, response);
    const answer = rules.intercept({ method: incoming.method ?? 'GET', path, body: body.toString('latin1') });
    if (answer !== undefined) {
      response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
      return;
    }
    passOn(incoming, body, rules.behind(), response);
  };
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerInvocation(arn: string, body: Buffer, rules: ProxyRules, response: ServerResponse): Promise<void> {
  const invocation = await rules.invoke(arn.split(':').at(-1) ?? arn, JSON.parse(body.toString('utf8')));
  if ('value' in invocation) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(invocation.value));
    return;
  }
  const { name, message } = invocation.error;
  response
    .writeHead(200, { 'content-type': 'application/json', 'x-amz-function-error': 'Unhandled' })
    .end(JSON.stringify({ errorType: name, errorMessage: message }));
}

function passOn(incoming: IncomingMessage, body: Buffer, behind: string, response: ServerResponse): void {
  const onward = request(
    `${behind}${incoming.url ?? '/'}`,
    { method: incoming.method ?? 'GET', headers: { ...incoming.headers, 'content-length': body.length } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', (error) => response.writeHead(502).end(String(error)));
  onward.end(body);
}
