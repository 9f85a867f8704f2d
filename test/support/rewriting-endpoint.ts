import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What stands in the account behind, and what the caller sees in its place; the first that fits a text counts. */
export type Renames = readonly (readonly [behind: string, seen: string])[];

/** An endpoint that shows an account with other names: those of another partition, say. */
export interface RewritingEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves what another endpoint does, with names changed in addresses, headers and texts; bytes that are no text pass as they are. */
export async function startRewritingEndpoint(behind: string, renames: Renames): Promise<RewritingEndpoint> {
  const inward = renamer(renames.map(([theirs, seen]) => [seen, theirs] as const));
  const outward = renamer(renames);
  const server = createServer(async (incoming, outgoing) => {
    const body = rewritten(await buffer(incoming), incoming.headers, inward);
    const headers = withLength(incoming.headers, body, inward);
    const forward = request(new URL(inward(incoming.url ?? '/'), behind), { method: incoming.method, headers });
    forward.end(body);
    const [answer] = (await once(forward, 'response')) as [import('node:http').IncomingMessage];
    const bytes = rewritten(await buffer(answer), answer.headers, outward);
    outgoing.writeHead(answer.statusCode ?? 500, withLength(answer.headers, bytes, outward));
    outgoing.end(incoming.method === 'HEAD' ? undefined : bytes);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function renamer(renames: Renames): (text: string) => string {
  const to = new Map(renames);
  const pattern = new RegExp([...to.keys()].map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  return (text) => text.replace(pattern, (found) => to.get(found) ?? found);
}

function rewritten(body: Buffer, headers: IncomingHttpHeaders, rename: (text: string) => string): Buffer {
  const isText = /json|xml|text|x-www-form-urlencoded/.test(headers['content-type'] ?? 'text');
  return isText && headers['content-encoding'] === undefined ? Buffer.from(rename(body.toString('utf8'))) : body;
}

function withLength(headers: IncomingHttpHeaders, body: Buffer, rename: (text: string) => string) {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || name === 'transfer-encoding'
      ? []
      : [[name, typeof value === 'string' ? rename(value) : value]],
  );
  return { ...Object.fromEntries(kept), 'content-length': String(body.length) };
}
