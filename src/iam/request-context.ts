import { accountOf } from './arn.ts';
import type { Role } from './role.ts';

/**
 * What is known of a request's condition keys. Keys are in lower case, since IAM compares them without regard to case. A key that
 * is neither in `values` nor stated absent is unknown: the request may or may not carry it.
 */
export interface RequestContext {
  /** Never an empty list: such a key counts as absent. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly absent: ReadonlySet<string>;
  /** Beginnings of keys (`aws:principaltag/`) of which all are listed in `values`: any other one is absent. */
  readonly completeUnder: readonly string[];
}

/** What is known of one key. */
export type KeyKnowledge =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

/** Nothing is known. */
export const NO_CONTEXT: RequestContext = { values: new Map(), absent: new Set(), completeUnder: [] };

/** Makes a context of what is known; `null` and the empty list state that the request has no such key. */
export function createContext(
  keys: Readonly<Record<string, string | readonly string[] | null>>,
  completeUnder: readonly string[] = [],
): RequestContext {
  const values = new Map<string, readonly string[]>();
  const absent = new Set<string>();
  for (const [key, value] of Object.entries(keys)) {
    const list = value === null ? [] : typeof value === 'string' ? [value] : value;
    if (list.length === 0) absent.add(key.toLowerCase());
    else values.set(key.toLowerCase(), list);
  }
  return { values, absent, completeUnder: completeUnder.map((prefix) => prefix.toLowerCase()) };
}

/** What the context says of a key, in any case of letters. */
export function knowledgeOf(context: RequestContext, key: string): KeyKnowledge {
  const lower = key.toLowerCase();
  const values = context.values.get(lower);
  if (values !== undefined) return { kind: 'values', values };
  if (context.absent.has(lower)) return { kind: 'absent' };
  return { kind: context.completeUnder.some((prefix) => lower.startsWith(prefix)) ? 'absent' : 'unknown' };
}

/** The facts of a role that decide conditions on its requests. */
export type RoleFacts = Pick<Role, 'arn' | 'tags'> & {
  /** True where the trust policy allows `sts:TagSession`: session tags may then replace the role's own. */
  readonly sessionTagsPossible?: boolean;
};

/**
 * What holds for every request of a role's sessions ("AWS global condition context keys"): its ARN with path, account, tags
 * and kind of principal. Role sessions have no `aws:username`.
 */
export function roleContext(role: RoleFacts): RequestContext {
  const tags: Record<string, string> = {};
  if (role.sessionTagsPossible !== true) {
    for (const [key, value] of Object.entries(role.tags)) tags[`aws:PrincipalTag/${key}`] = value;
  }
  return createContext(
    {
      ...tags,
      'aws:PrincipalArn': role.arn,
      'aws:PrincipalAccount': accountOf(role.arn),
      'aws:PrincipalType': 'AssumedRole',
      'aws:PrincipalIsAWSService': 'false',
      'aws:PrincipalServiceName': null,
      'aws:PrincipalServiceNamesList': null,
      'aws:username': null,
    },
    role.sessionTagsPossible === true ? [] : ['aws:PrincipalTag/'],
  );
}
