/** One statement of a policy document, as JSON has it. */
export interface TruthStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What AWS asks IAM for. */
export interface Check {
  readonly action: string;
  /** An ARN, or `*` where the action works on no resource. */
  readonly resource: string;
}

/** The policies that decide for a role. */
export interface TruthPolicies {
  readonly identity: readonly TruthStatement[];
  readonly boundary?: readonly TruthStatement[];
}

/**
 * Whether IAM allows a check in a Region ("Policy evaluation logic"): no statement denies it, and both the policies and the
 * boundary allow it. Knows the condition key `aws:RequestedRegion` alone; any other condition does not hold.
 */
export function isAllowed({ identity, boundary }: TruthPolicies, check: Check, region: string): boolean {
  const effects = (statements: readonly TruthStatement[], effect: 'Allow' | 'Deny'): boolean =>
    statements.some((one) => one.Effect === effect && applies(one, check, region));
  if (effects(identity, 'Deny') || effects(boundary ?? [], 'Deny')) return false;
  return effects(identity, 'Allow') && (boundary === undefined || effects(boundary, 'Allow'));
}

function applies(statement: TruthStatement, { action, resource }: Check, region: string): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const named = (patterns: string | readonly string[]) =>
    list(patterns).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
  const covered = (patterns: string | readonly string[]) => list(patterns).some((one) => matches(one, resource));
  if (Action !== undefined ? !named(Action) : NotAction === undefined || named(NotAction)) return false;
  if (Resource !== undefined ? !covered(Resource) : NotResource === undefined || covered(NotResource)) return false;
  return Object.entries(Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, key, list(values), region)),
  );
}

function holds(operator: string, key: string, values: readonly string[], region: string): boolean {
  if (key.toLowerCase() !== 'aws:requestedregion') return false;
  if (operator === 'StringEquals') return values.includes(region);
  if (operator === 'StringNotEquals') return !values.includes(region);
  return operator === 'StringLike' && values.some((value) => matches(value, region));
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

const compiled = new Map<string, RegExp>();

/** `*` stands for any text, `?` for one character. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  if (!/[*?]/.test(pattern)) return pattern === text;
  let known = compiled.get(pattern);
  if (known === undefined) {
    if (compiled.size > 50_000) compiled.clear();
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^]*')
      .replaceAll('?', '[^]');
    known = new RegExp(`^${source}$`);
    compiled.set(pattern, known);
  }
  return known.test(text);
}
