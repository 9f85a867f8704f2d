import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FaultRule, faultInjector } from '../../src/sandbox/fault.ts';
import type { SlackMessage } from '../../src/sandbox/sandbox-state.ts';
import type { JsonObject } from '../../src/sandbox/wire/json.ts';
import { readRequest, type SandboxRequest } from '../../src/sandbox/wire/sandbox-request.ts';

/** A way into another endpoint, on which calls can go wrong. Slack's webhooks end here. */
export interface FaultyDoor {
  readonly endpoint: string;
  readonly messages: readonly SlackMessage[];
  spoil(rule: FaultRule): void;
  mend(): void;
  close(): Promise<void>;
}

/** Opens a door on loopback. What comes through it is dated by `Date.now()`, whatever clock is behind it. */
export async function openDoor(behind: string): Promise<FaultyDoor> {
  const faults = faultInjector([]);
  const messages: SlackMessage[] = [];
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readRequest(incoming);
    response.setHeader('date', new Date(Date.now()).toUTCString());
    const { scope } = asked;
    if (scope === undefined) {
      const { text, blocks } = JSON.parse(asked.body.toString()) as { text: string; blocks: readonly JsonObject[] };
      messages.push({ webhook: asked.path, text, blocks });
      response.end('ok');
      return;
    }
    const fault = faults.next(scope.service, '', scope.region);
    if (fault === undefined) pass(incoming, asked, behind, response);
    else fail(fault, response);
  };
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    spoil: faults.inject,
    mend: faults.clear,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pass(incoming: IncomingMessage, asked: SandboxRequest, behind: string, response: ServerResponse): void {
  const onward = request(`${behind}${incoming.url}`, { method: asked.method, headers: incoming.headers }, (answer) => {
    const { date: _, ...headers } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, headers);
    answer.pipe(response);
  });
  onward.on('error', (error) => response.destroy(error));
  onward.end(asked.body);
}

/** As the JSON protocols of AWS say it. */
function fail({ kind }: FaultRule, response: ServerResponse): void {
  const [status, name] = kind === 'accessDenied' ? [400, 'AccessDeniedException'] : [500, 'InternalException'];
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name });
  response.end(JSON.stringify({ __type: name, message: 'It does not work tonight' }));
}
