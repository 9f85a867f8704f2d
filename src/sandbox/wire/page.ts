import type { AwsError } from './aws-error.ts';

/** What one page of a list request asks for. */
export interface PageRequest {
  /** What the token must belong to: operation, Region and filters. A token of another list is refused. */
  readonly list: string;
  readonly token: string | undefined;
  readonly size: number;
  /** The service's own error for a token that is not its own. */
  readonly invalidToken: () => AwsError;
}

/** One page, and the token of the next. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Cuts one page out of a list. Tokens are opaque to clients and bound to the list that gave them. */
export function pageOf<T>(all: readonly T[], request: PageRequest): Page<T> {
  const from = request.token === undefined ? 0 : offsetIn(request);
  const to = from + request.size;
  const next =
    to < all.length ? Buffer.from(JSON.stringify({ list: request.list, from: to })).toString('base64url') : undefined;
  return { items: all.slice(from, to), next };
}

function offsetIn(request: PageRequest): number {
  try {
    const token: unknown = JSON.parse(Buffer.from(request.token ?? '', 'base64url').toString());
    if (typeof token === 'object' && token !== null && 'list' in token && 'from' in token) {
      if (token.list === request.list && typeof token.from === 'number') return token.from;
    }
  } catch {
    // Not a token that this sandbox wrote: refused below.
  }
  throw request.invalidToken();
}
