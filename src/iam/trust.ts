import { evaluateCondition } from './condition/condition.ts';
import { namesAction } from './match-statement.ts';
import type { ConditionBlock, PolicyDocument, PrincipalBlock, Statement } from './policy.ts';
import { createContext, type RequestContext, withShapes } from './request-context.ts';
import { guardsOf, type SourceGuards } from './source-guards.ts';
import type { Truth } from './truth.ts';

/** Whom a trust policy names, and how sure the trust is. */
export interface TrustedPrincipal {
  /** `everyone`: `*`, or all but those that a NotPrincipal names. `principal`: a role, user or session by its ARN or unique id. */
  readonly kind: 'service' | 'account' | 'principal' | 'federated' | 'everyone';
  /** As written; accounts as their 12 digits. */
  readonly name: string;
  /** True where the statement has conditions of any kind. */
  readonly conditional: boolean;
  /** Sid, or place from 0, of the statement. */
  readonly statement: string;
}

/** Who may assume a role. */
export interface TrustAnalysis {
  /** Of the statements that allow assuming the role; one entry for each name in each statement. */
  readonly principals: readonly TrustedPrincipal[];
  /** Whether ECS tasks may get the role's credentials: false only where it is certain that they may not. */
  readonly trustsEcsTasks: boolean;
  /** The same in three values: `unknown` where conditions decide that cannot be judged here. */
  readonly ecsTasks: Truth;
  /** Whether each way for ECS in asks for `aws:SourceAccount` (or an ARN or organization that implies an account). */
  readonly sourceAccountProtected: boolean;
  /** Whether each way for ECS in asks for `aws:SourceArn` with the account spelled out. */
  readonly sourceArnProtected: boolean;
}

/** What is known of ECS when it assumes the role. */
export interface TrustOptions {
  /** The account whose tasks are meant; decides conditions on `aws:SourceAccount`, and on `aws:SourceArn` as far as it can. */
  readonly accountId?: string;
  readonly partition?: string;
  /** The Region whose tasks are meant; any where absent. */
  readonly region?: string;
}

const ASSUME_ACTIONS = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];
const ECS_TASKS = /^ecs-tasks\.amazonaws\.com(\.cn)?$/;

/**
 * Reads a trust policy: who may assume the role, whether ECS tasks are among them, and whether they are kept from being
 * used for another account ("Cross-service confused deputy prevention" of Amazon ECS).
 */
export function analyseTrust(document: PolicyDocument, options: TrustOptions = {}): TrustAnalysis {
  const allows = document.statements.filter(
    (statement) => statement.effect === 'Allow' && assumeActionsOf(statement).length > 0,
  );
  const denies = document.statements.filter(
    (statement) => statement.effect === 'Deny' && namesAction(statement, 'sts:AssumeRole'),
  );
  const heldUnder = heldBy(document, options);
  const waysIn = statementsForEcs(document, options);
  const denied = denies.filter(namesEcsTasks).map(heldUnder);
  const ecsTasks = trustOf(waysIn.map(heldUnder), denied);
  const denyGuards = denies.filter(namesEcsTasks).map((statement) => guardsOf(statement.condition, 'Deny'));
  const guarded = (guard: keyof SourceGuards): boolean =>
    waysIn.length > 0 &&
    (denyGuards.some((guards) => guards[guard]) ||
      waysIn.every((statement) => guardsOf(statement.condition, 'Allow')[guard]));
  return {
    principals: allows.flatMap(principalsOf),
    trustsEcsTasks: ecsTasks !== false,
    ecsTasks,
    sourceAccountProtected: guarded('account'),
    sourceArnProtected: guarded('arn'),
  };
}

/** The statements that let ECS in, for all that is known of it. */
export function statementsForEcs(document: PolicyDocument, options: TrustOptions = {}): readonly Statement[] {
  const heldUnder = heldBy(document, options);
  return document.statements.filter(
    (statement) =>
      statement.effect === 'Allow' &&
      namesEcsTasks(statement) &&
      namesAction(statement, 'sts:AssumeRole') &&
      heldUnder(statement) !== false,
  );
}

/** Whether the conditions of a statement hold where ECS assumes the role. */
function heldBy({ version }: PolicyDocument, options: TrustOptions): (statement: Statement) => Truth {
  const context = ecsContext(options);
  return ({ condition }) => evaluateCondition(withoutClusters(condition), { version, context }).truth;
}

function trustOf(allowed: readonly Truth[], denied: readonly Truth[]): Truth {
  if (allowed.length === 0 || denied.includes(true)) return false;
  return allowed.includes(true) && !denied.includes('unknown') ? true : 'unknown';
}

function ecsContext({ accountId, partition = '*', region = '*' }: TrustOptions): RequestContext {
  const service = createContext({
    'aws:PrincipalIsAWSService': 'true',
    ...(accountId === undefined ? {} : { 'aws:SourceAccount': accountId }),
  });
  return withShapes(service, { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${accountId ?? '*'}:*` });
}

/**
 * The conditions, with nothing in place of one cluster's ARN: ECS never comes with one ("Task execution IAM role": specifying a
 * cluster by `aws:SourceArn` is not supported).
 */
function withoutClusters(condition: ConditionBlock | undefined): ConditionBlock | undefined {
  if (condition === undefined) return undefined;
  const entries = Object.entries(condition).map(([operator, keys]) => {
    const replaced = Object.entries(keys).map(([key, values]) => {
      const isSource = key.toLowerCase() === 'aws:sourcearn';
      return [key, isSource ? values.map((arn) => (ONE_CLUSTER.test(arn) ? NOTHING : arn)) : values] as const;
    });
    return [operator, Object.fromEntries(replaced)] as const;
  });
  return Object.fromEntries(entries);
}

const ONE_CLUSTER = /^arn:[^:]*:ecs:[^:]*:[^:]*:cluster\/(?!\*+$)/i;
const NOTHING = 'arn:nothing:nothing:nothing:nothing:nothing';

function namesEcsTasks(statement: Statement): boolean {
  if (statement.notPrincipal !== undefined) return !namesService(statement.notPrincipal);
  return statement.principal !== undefined && namesService(statement.principal);
}

function namesService(principal: PrincipalBlock): boolean {
  // "Principal": "*" and { "AWS": "*" } mean the same.
  if (principal === '*' || principal['AWS']?.includes('*') === true) return true;
  return (principal['Service'] ?? []).some((name) => name === '*' || ECS_TASKS.test(name.toLowerCase()));
}

/** The actions by which a statement of a trust policy lets somebody get a role's credentials. */
export function assumeActionsOf(statement: Statement): readonly string[] {
  return ASSUME_ACTIONS.filter((action) => namesAction(statement, action));
}

/** Whom a statement of a trust policy names; everyone but those of a NotPrincipal is everyone. */
export function principalsOf(statement: Statement): readonly TrustedPrincipal[] {
  const conditional = Object.keys(statement.condition ?? {}).length > 0;
  const common = { conditional, statement: statement.sid ?? String(statement.index) };
  if (statement.notPrincipal !== undefined) return [{ kind: 'everyone', name: '*', ...common }];
  if (statement.principal === undefined) return [];
  if (statement.principal === '*') return [{ kind: 'everyone', name: '*', ...common }];
  return Object.entries(statement.principal).flatMap(([type, names]) =>
    names.map((name) => ({ ...classify(type, name), ...common })),
  );
}

function classify(type: string, name: string): Pick<TrustedPrincipal, 'kind' | 'name'> {
  if (type === 'Service') return { kind: 'service', name };
  if (type === 'Federated') return { kind: 'federated', name };
  if (name === '*') return { kind: 'everyone', name };
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(name);
  return account?.[1] === undefined ? { kind: 'principal', name } : { kind: 'account', name: account[1] };
}
