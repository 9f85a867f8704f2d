import type { IncomingMessage } from 'node:http';
import { decodeAwsChunked } from './aws-chunked.ts';

/** Who is asking, by the credential scope of Signature Version 4. The signature itself is not checked. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** One HTTP request, wholly read, its transfer encodings undone. */
export interface SandboxRequest {
  readonly method: string;
  /** Percent-encoded, as sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case; trailing headers of an `aws-chunked` body included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly scope: CredentialScope | undefined;
}

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;

/** Reads a request to its end. */
export async function readRequest(incoming: IncomingMessage): Promise<SandboxRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece);
  const raw = Buffer.concat(pieces);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  const chunked = isAwsChunked(headers) ? decodeAwsChunked(raw) : { body: raw, trailers: {} };
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: { ...headers, ...chunked.trailers },
    body: chunked.body,
    scope: scopeOf(headers['authorization']),
  };
}

function isAwsChunked(headers: Readonly<Record<string, string>>): boolean {
  return (
    headers['content-encoding']?.includes('aws-chunked') === true ||
    headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true
  );
}

function scopeOf(authorization: string | undefined): CredentialScope | undefined {
  const match = CREDENTIAL.exec(authorization ?? '');
  if (match === null) return undefined;
  const [, accessKeyId = '', region = '', service = ''] = match;
  return { accessKeyId, region, service };
}
