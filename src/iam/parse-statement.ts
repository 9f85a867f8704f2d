import { quoted } from '../base/format.ts';
import { isRecord } from '../base/is-record.ts';
import { parseCondition } from './parse-condition.ts';
import type { PrincipalBlock, Statement } from './policy.ts';
import { SyntaxProblem, stringList, unknownElement } from './policy-syntax.ts';

/**
 * What a document is for. `identity` (also boundaries and organization policies): Resource required, no Principal. `trust`: Principal
 * required, no Resource. `any`: either, and a statement with neither is read as one about every resource, with a note.
 */
export type PolicyKind = 'any' | 'identity' | 'trust';

/** Where a statement stands and how to read it. `notes` collects what IAM would refuse but could be read. */
export interface StatementPlace {
  readonly index: number;
  readonly path: string;
  readonly kind: PolicyKind;
  readonly notes: string[];
}

const ELEMENTS = [
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
];
const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

/**
 * Reads one statement.
 *
 * @throws {SyntaxProblem} when it is none; `parsePolicy` makes a problem of it
 */
export function parseStatement(value: unknown, place: StatementPlace): Statement {
  const { path, kind, notes } = place;
  if (!isRecord(value)) throw new SyntaxProblem(`${path} is ${quoted(value)}: expected an object`);
  const stray = unknownElement(value, ELEMENTS, 'a statement');
  if (stray !== undefined) throw new SyntaxProblem(`${path}: ${stray}`);
  const { Sid: sid, Effect: effect } = value;
  if (sid !== undefined && typeof sid !== 'string') {
    throw new SyntaxProblem(`${path}.Sid is ${quoted(sid)}: expected a string`);
  }
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new SyntaxProblem(`${path}.Effect is ${quoted(effect)}: expected "Allow" or "Deny"`);
  }
  atMostOne(value, 'Principal', 'NotPrincipal', path);
  if (atMostOne(value, 'Action', 'NotAction', path) === undefined) {
    throw new SyntaxProblem(`${path} has neither Action nor NotAction: expected one of them`);
  }
  atMostOne(value, 'Resource', 'NotResource', path);
  checkKind(value, path, kind, notes);
  return {
    ...(sid === undefined ? {} : { sid }),
    effect,
    ...(isHollow(value, path, notes) ? { action: [] } : parseActionElement(value, path, notes)),
    ...optional('resource', value['Resource'], (resources) => parseResources(resources, `${path}.Resource`, notes)),
    ...optional('notResource', value['NotResource'], (resources) =>
      parseResources(resources, `${path}.NotResource`, notes),
    ),
    ...optional('principal', value['Principal'], (principal) => parsePrincipal(principal, `${path}.Principal`)),
    ...optional('notPrincipal', value['NotPrincipal'], (principal) =>
      parsePrincipal(principal, `${path}.NotPrincipal`),
    ),
    ...optional('condition', value['Condition'], (condition) => parseCondition(condition, `${path}.Condition`)),
    index: place.index,
  };
}

function optional<K extends string, T>(
  key: K,
  value: unknown,
  parse: (value: unknown) => T,
): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: parse(value) } as { readonly [P in K]?: T });
}

function atMostOne(value: Readonly<Record<string, unknown>>, a: string, b: string, path: string): string | undefined {
  if (value[a] !== undefined && value[b] !== undefined) {
    throw new SyntaxProblem(`${path} has both ${a} and ${b}: expected one of them`);
  }
  return value[a] !== undefined ? a : value[b] !== undefined ? b : undefined;
}

function checkKind(value: Readonly<Record<string, unknown>>, path: string, kind: PolicyKind, notes: string[]): void {
  const hasResource = value['Resource'] !== undefined || value['NotResource'] !== undefined;
  const hasPrincipal = value['Principal'] !== undefined || value['NotPrincipal'] !== undefined;
  switch (kind) {
    case 'identity':
      if (hasPrincipal) throw new SyntaxProblem(`${path} has a Principal: expected none in an identity-based policy`);
      if (!hasResource) throw new SyntaxProblem(`${path} has neither Resource nor NotResource: expected one of them`);
      return;
    case 'trust':
      if (hasResource) throw new SyntaxProblem(`${path} has a Resource: expected none in a role trust policy`);
      if (!hasPrincipal)
        throw new SyntaxProblem(`${path} has neither Principal nor NotPrincipal: expected one of them`);
      return;
    case 'any':
      if (!hasResource && !hasPrincipal) {
        notes.push(`${path} has neither Resource nor NotResource, which IAM refuses: read as every resource`);
      }
  }
}

/**
 * Whether an element that selects is an empty array. IAM stores such a statement in a managed policy, and it gives and takes no
 * permission: it is read as one about no action at all ("IAM Access Analyzer policy check reference": empty array action,
 * empty array resource).
 */
function isHollow(value: Readonly<Record<string, unknown>>, path: string, notes: string[]): boolean {
  const empty = ['Action', 'NotAction', 'Resource', 'NotResource'].find((key) => isEmptyArray(value[key]));
  if (empty !== undefined) notes.push(`${path}.${empty} is an empty array: the statement is without effect`);
  return empty !== undefined;
}

function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function parseActionElement(
  value: Readonly<Record<string, unknown>>,
  path: string,
  notes: string[],
): Pick<Statement, 'action' | 'notAction'> {
  return {
    ...optional('action', value['Action'], (actions) => parseActions(actions, `${path}.Action`, notes)),
    ...optional('notAction', value['NotAction'], (actions) => parseActions(actions, `${path}.NotAction`, notes)),
  };
}

const ACTION = /^[^:\s]+:[^:\s]+$/;
/** As an action, but with white space somewhere: it is compared as it stands, and no action has any. */
const SPACED_ACTION = /^\s*(?:\*+|[^:]+:[^:]+)\s*$/;

function parseActions(value: unknown, path: string, notes: string[]): readonly string[] {
  const actions = stringList(value, path);
  for (const action of actions) {
    if (/^\*+$/.test(action)) continue;
    if (!ACTION.test(action)) {
      if (!SPACED_ACTION.test(action)) {
        throw new SyntaxProblem(
          `${path} holds ${quoted(action)}: expected "*" or "service:Name", as in "s3:GetObject"`,
        );
      }
      notes.push(`${path} holds ${quoted(action)}: no action has white space, so it matches none`);
      continue;
    }
    if (/[*?]/.test(action.slice(0, action.indexOf(':'))) && action !== '*:*') {
      notes.push(`${path} holds "${action}": IAM takes no wildcard in the service; read in its widest sense`);
    }
  }
  return actions;
}

/** What is no ARN is compared as it stands: with the few resources that IAM checks by another name, and with no ARN. */
function parseResources(value: unknown, path: string, notes: string[]): readonly string[] {
  if (isEmptyArray(value)) return [];
  const resources = stringList(value, path);
  for (const resource of resources) {
    if (/^(arn:|arn\*|\*|\?|\$\{)/.test(resource) && !/^\s|\s$/.test(resource)) continue;
    notes.push(
      `${path} holds ${quoted(resource)}: expected "*" or an ARN, as in "arn:aws:s3:::bucket/*"; read as it stands`,
    );
  }
  return resources;
}

function parsePrincipal(value: unknown, path: string): PrincipalBlock {
  if (value === '*') return '*';
  if (!isRecord(value) || Object.keys(value).length === 0) {
    throw new SyntaxProblem(
      `${path} is ${quoted(value)}: expected "*" or an object such as {"Service": "ecs-tasks.amazonaws.com"}`,
    );
  }
  const stray = unknownElement(value, PRINCIPAL_TYPES, 'a principal');
  if (stray !== undefined) throw new SyntaxProblem(`${path}: ${stray}`);
  return Object.fromEntries(
    Object.entries(value).map(([type, names]) => [
      type,
      isEmptyArray(names) ? [] : stringList(names, `${path}.${type}`),
    ]),
  );
}
