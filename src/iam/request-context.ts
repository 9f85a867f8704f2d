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
  /** Keys whose one value is known in part: `*` stands for what is not. */
  readonly shapes?: ReadonlyMap<string, string>;
  /** Beginnings of keys (`aws:principaltag/`) of which all are listed in `values`: any other one is absent. */
  readonly completeUnder: readonly string[];
}

/** What is known of one key. */
export type KeyKnowledge =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'shape'; readonly shape: string }
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
  const shape = context.shapes?.get(lower);
  if (shape !== undefined) return { kind: 'shape', shape };
  if (context.absent.has(lower)) return { kind: 'absent' };
  return { kind: context.completeUnder.some((prefix) => lower.startsWith(prefix)) ? 'absent' : 'unknown' };
}

/** The same context, with the shapes of values that are known in part. */
export function withShapes(context: RequestContext, shapes: Readonly<Record<string, string>>): RequestContext {
  return { ...context, shapes: new Map(Object.entries(shapes).map(([key, shape]) => [key.toLowerCase(), shape])) };
}

/** The facts of a role that decide conditions on its requests. */
export type RoleFacts = Pick<Role, 'arn' | 'tags'> &
  Partial<Pick<Role, 'roleId'>> & {
    /** True where the trust policy allows `sts:TagSession`: session tags may then replace the role's own. */
    readonly sessionTagsPossible?: boolean;
  };

/**
 * What holds for every request of a role's sessions ("AWS global condition context keys"): its ARN with path, account, tags
 * and kind of principal, and of `aws:userid` the role's id before the session's name. Role sessions have no `aws:username`.
 */
export function roleContext(role: RoleFacts): RequestContext {
  const tags: Record<string, string> = {};
  if (role.sessionTagsPossible !== true) {
    for (const [key, value] of Object.entries(role.tags)) tags[`aws:PrincipalTag/${key}`] = value;
  }
  const context = createContext(
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
  return role.roleId === undefined ? context : withShapes(context, { 'aws:userid': `${role.roleId}:*` });
}
