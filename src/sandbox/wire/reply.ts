/** One HTTP answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Makes a reply of text. */
export function reply(status: number, contentType: string, body: string | Buffer, headers = {}): Reply {
  return { status, headers: { 'content-type': contentType, ...headers }, body: Buffer.from(body) };
}
