import { ok, problem, type Result } from '../base/result.ts';
import { parseAction } from './action.ts';
import { parseArn } from './arn.ts';
import { type Decision, evaluate } from './evaluate.ts';
import type { NamedPolicy } from './named-policy.ts';
import { parsePolicy } from './parse-policy.ts';
import type { PolicyDocument } from './policy.ts';
import { createContext, type RequestContext } from './request-context.ts';

/** A file given on the command line. */
export interface PolicyFile {
  readonly name: string;
  readonly text: string;
}

/** A decision, and what is odd about the policies that made it. */
export interface Evaluation extends Decision {
  readonly notes: readonly string[];
}

/** The options of the `evaluate` command, read but not yet understood. */
export interface EvaluateOptions {
  readonly policies: readonly PolicyFile[];
  readonly boundary?: PolicyFile;
  readonly scps?: readonly PolicyFile[];
  /** Further levels: each is allowed what one of its policies allows. */
  readonly scpLevels?: readonly (readonly PolicyFile[])[];
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  /** `key=value`; a key given again gets several values, `key=` states that the request has no such key, `key=""` that its value is empty. */
  readonly context?: readonly string[];
  /** True where the request has no other key than those of `context`. */
  readonly completeContext?: boolean;
}

/**
 * Decides the request that the command line describes. Context keys not given are unknown, so that a statement which
 * asks for them leads to `conditional`. Each organization policy file that allows something is a level of its own; files of
 * denies alone lie beside them, as SCPs that deny lie beside FullAWSAccess. A Principal in a policy of the role is in `notes`: IAM takes none there.
 */
export function evaluateCommand(options: EvaluateOptions): Result<Evaluation> {
  const action = parseAction(options.action);
  if (!action.ok) return action;
  if (options.resource !== '*') {
    const arn = parseArn(options.resource);
    if (!arn.ok) return problem(`${arn.problem}, or "*" for an action without resources`);
  }
  const context = parseContext(options.context ?? [], options.completeContext);
  if (!context.ok) return context;
  const identity = readPolicies(options.policies);
  if (!identity.ok) return identity;
  const boundary = readPolicies(options.boundary === undefined ? [] : [options.boundary]);
  if (!boundary.ok) return boundary;
  const scps = readPolicies(options.scps ?? []);
  if (!scps.ok) return scps;
  const levels: (readonly NamedPolicy[])[] = scps.value.length === 0 ? [] : [...levelsOf(scps.value)];
  for (const files of options.scpLevels ?? []) {
    const level = readPolicies(files);
    if (!level.ok) return level;
    levels.push(level.value);
  }
  const [onlyBoundary] = boundary.value;
  return ok({
    notes: [...identity.value, ...boundary.value, ...levels.flat()].flatMap(notesOf),
    ...evaluate(
      { action: action.value, resource: options.resource, context: context.value },
      {
        identity: identity.value,
        ...(onlyBoundary === undefined ? {} : { boundary: onlyBoundary }),
        ...(levels.length === 0 ? {} : { scpLevels: levels }),
      },
    ),
  });
}

/** What is odd about a policy that is no policy of a resource. */
function notesOf({ name, document }: NamedPolicy): readonly string[] {
  const named = document.statements.some(
    ({ principal, notPrincipal }) => principal !== undefined || notPrincipal !== undefined,
  );
  const principals = named
    ? ['it has a Principal, which IAM refuses in policies that are attached: the decision is made without']
    : [];
  return [...principals, ...document.notes].map((note) => `${name}: ${note}`);
}

function levelsOf(scps: readonly NamedPolicy[]): readonly (readonly NamedPolicy[])[] {
  const allowing = scps.filter((scp) => allowsSomething(scp.document));
  const denying = scps.filter((scp) => !allowsSomething(scp.document));
  const [first = [], ...rest] = allowing.map((scp) => [scp]);
  return [[...first, ...denying], ...rest];
}

function allowsSomething(document: PolicyDocument): boolean {
  return document.statements.some((statement) => statement.effect === 'Allow');
}

function readPolicies(files: readonly PolicyFile[]): Result<readonly NamedPolicy[]> {
  const policies: NamedPolicy[] = [];
  for (const { name, text } of files) {
    const document = parsePolicy(text);
    if (!document.ok) return problem(`${name}: ${document.problem}`);
    policies.push({ name, document: document.value });
  }
  return ok(policies);
}

/** Reads `key=value` pairs into what is known of a request: other keys are unknown, or absent where the pairs are all there is. */
export function parseContext(pairs: readonly string[], complete = false): Result<RequestContext> {
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) return problem(`Cannot parse context "${pair}": expected key=value, as in aws:SourceVpc=vpc-1a2b3c4d`);
    const key = pair.slice(0, at).toLowerCase();
    const value = pair.slice(at + 1);
    const list = values.get(key) ?? [];
    if (value !== '') list.push(value === '""' ? '' : value);
    values.set(key, list);
  }
  return ok(createContext(Object.fromEntries(values), complete ? [''] : []));
}
