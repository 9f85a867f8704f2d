import type { GlobPart } from './glob.ts';
import type { PolicyDocument } from './policy.ts';
import { knowledgeOf, type RequestContext } from './request-context.ts';

/** A text of a policy with its variables put in. */
export type Resolved =
  | {
      readonly kind: 'pattern';
      /** A variable whose value is not known stands as `*`; a match is then only a possible one. */
      readonly parts: readonly GlobPart[];
      readonly unknownKeys: readonly string[];
    }
  /** A variable's key is known to be absent and has no default: the text matches nothing. */
  | { readonly kind: 'unresolvable'; readonly key: string };

/** What texts of one policy are read against. */
export interface VariableScope {
  readonly version: PolicyDocument['version'];
  readonly context: RequestContext;
}

/** Whether `*` and `?` outside variables are wildcards (Resource, StringLike) or mean themselves (StringEquals). */
export type Wildcards = 'wild' | 'literal';

/**
 * Puts values for `${aws:PrincipalTag/team, 'default'}` and the special `${*}`, `${?}`, `${$}`. A value's own `*` and `?` are
 * literal. Version 2008-10-17 has no variables: there the text stands for itself. From "IAM policy elements: Variables and tags".
 */
export function resolveVariables(text: string, scope: VariableScope, wildcards: Wildcards): Resolved {
  const parts: GlobPart[] = [];
  const unknownKeys: string[] = [];
  let from = 0;
  while (scope.version === '2012-10-17') {
    const open = text.indexOf('${', from);
    const close = open === -1 ? -1 : text.indexOf('}', open);
    if (close === -1) break;
    push(parts, text.slice(from, open), wildcards);
    const variable = text.slice(open + 2, close);
    from = close + 1;
    if (variable === '*' || variable === '?' || variable === '$') {
      parts.push({ literal: variable });
      continue;
    }
    const match = VARIABLE.exec(variable);
    if (match === null) {
      parts.push({ literal: text.slice(open, from) });
      continue;
    }
    const [, key = '', fallback] = match;
    const known = knowledgeOf(scope.context, key);
    if (known.kind === 'values' && known.values.length === 1) {
      parts.push({ literal: known.values[0] ?? '' });
    } else if (known.kind === 'absent') {
      if (fallback === undefined) return { kind: 'unresolvable', key };
      parts.push({ literal: fallback });
    } else {
      // Several values cannot be put into one text, and IAM does not say what it makes of them.
      unknownKeys.push(key);
      parts.push({ wild: '*' });
    }
  }
  push(parts, text.slice(from), wildcards);
  return { kind: 'pattern', parts, unknownKeys };
}

const VARIABLE = /^\s*([^\s,']+)\s*(?:,\s*'([^']*)'\s*)?$/;

function push(parts: GlobPart[], text: string, wildcards: Wildcards): void {
  if (text !== '') parts.push(wildcards === 'wild' ? { wild: text } : { literal: text });
}
