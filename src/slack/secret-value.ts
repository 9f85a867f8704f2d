/** The members of a secret that is a JSON object; `undefined` for any other text. */
export function fieldsOfSecret(value: string): Readonly<Record<string, unknown>> | undefined {
  if (!value.trim().startsWith('{')) return undefined;
  try {
    return JSON.parse(value) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** True for an address to which a secret may be sent: https, or this machine's own. */
export function isSafeAddress(url: URL): boolean {
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback);
}
