import { conditionEntries, holdsForCaller } from './caller-condition.ts';
import { isClaim, isPublicIssuer, issuerOf, limitsTokens } from './identity-provider.ts';
import { namesAction } from './match-statement.ts';
import type { PolicyDocument, Statement } from './policy.ts';
import { createContext, type RequestContext, withShapes } from './request-context.ts';
import { assumeActionsOf, principalsOf, type TrustedPrincipal } from './trust.ts';
import type { Truth } from './truth.ts';

/** Somebody who may get a role's credentials, after conditions and denies. */
export interface TrustedCaller {
  /** `deleted`: a principal that IAM shows by its unique id, since it is gone. */
  readonly kind: TrustedPrincipal['kind'] | 'deleted';
  /** As written; accounts as their 12 digits; `*` for everyone and for every service. */
  readonly name: string;
  /** Of what an ARN names, and of accounts. */
  readonly accountId?: string;
  /** Whether conditions, or denies under conditions, keep some of them out. */
  readonly conditional: boolean;
  /** True for an identity provider of which anybody can have tokens, where no condition says whose are taken. */
  readonly public?: true;
}

export interface CallerOptions {
  /** The account of the role. */
  readonly accountId: string;
  /** Epoch milliseconds; decides conditions on the time. */
  readonly now: number;
}

/** Stands for an account that no policy names. */
const STRANGER = '907856341290';
const UNIQUE_ID = /^A(ROA|IDA|GPA|NPA|IPA)[A-Z0-9]{6,}$/;

/** Who may assume a role by its trust policy: one entry for each principal that conditions and denies leave, as far as they leave it. */
export function trustedCallers(document: PolicyDocument, options: CallerOptions): readonly TrustedCaller[] {
  const denies = document.statements.filter(({ effect }) => effect === 'Deny');
  return document.statements
    .filter((statement) => statement.effect === 'Allow' && assumeActionsOf(statement).length > 0)
    .flatMap((statement) =>
      principalsOf(statement).flatMap((principal) => callersOf(principal, { document, statement, denies, options })),
    );
}

interface Question {
  readonly document: PolicyDocument;
  readonly statement: Statement;
  readonly denies: readonly Statement[];
  readonly options: CallerOptions;
}

function callersOf({ kind, name }: TrustedPrincipal, question: Question): readonly TrustedCaller[] {
  if (kind === 'principal' && UNIQUE_ID.test(name)) return [{ kind: 'deleted', name, conditional: false }];
  if (kind === 'federated') return federatedCallers(name, question);
  if (kind === 'everyone') return everyone(question);
  const accountId = kind === 'account' ? name : /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(name)?.[1];
  return admitted({ kind, name, ...(accountId !== undefined && { accountId }) }, question);
}

/** Everybody there is; if conditions or denies leave no strangers in, the accounts that are left, or else the services. */
function everyone(question: Question): readonly TrustedCaller[] {
  const strangers = admitted({ kind: 'everyone', name: '*', accountId: STRANGER }, question);
  if (strangers.length > 0) return strangers.map(({ accountId: _, ...caller }) => caller);
  const named = JSON.stringify(question.document.statements);
  const accounts = new Set([question.options.accountId, ...(named.match(/(?<!\d)\d{12}(?!\d)/g) ?? [])]);
  const inside = [...accounts].flatMap((name) => admitted({ kind: 'account', name, accountId: name }, question));
  return inside.length > 0 ? inside : admitted({ kind: 'service', name: '*' }, question);
}

function federatedCallers(name: string, question: Question): readonly TrustedCaller[] {
  const issuer = issuerOf(name);
  const [caller] = admitted({ kind: 'federated', name }, question);
  if (caller === undefined) return [];
  const limited =
    limitsTokens(question.statement.condition, issuer, 'Allow') ||
    question.denies.some((deny) => covers(deny, caller) && limitsTokens(deny.condition, issuer, 'Deny'));
  if (limited) return [{ ...caller, conditional: true }];
  return [isPublicIssuer(issuer) ? { ...caller, public: true } : caller];
}

type Candidate = Pick<TrustedCaller, 'kind' | 'name' | 'accountId'>;

/** The candidate, unless the statement's conditions or a Deny certainly keep it out. */
function admitted(candidate: Candidate, { document, statement, denies, options }: Question): readonly TrustedCaller[] {
  const scope = { version: document.version, context: contextOf(candidate, options) };
  const issuer = candidate.kind === 'federated' ? issuerOf(candidate.name) : '';
  const holds = (one: Statement): Truth => {
    const entries = conditionEntries(one.condition);
    const others = entries.filter((entry) => !isClaim(entry, issuer));
    // Claims of tokens are looked at apart; a Deny about some of them leaves others.
    if (one.effect === 'Deny' && others.length < entries.length) return false;
    return holdsForCaller(one, others, scope, candidate.accountId === STRANGER);
  };
  const allowed = holds(statement);
  if (allowed === false) return [];
  const left = actionsFor(candidate, statement).flatMap((action): readonly Truth[] => {
    const against = denies.filter((deny) => namesAction(deny, action) && covers(deny, candidate)).map(holds);
    return against.includes(true) ? [] : [against.includes('unknown') ? 'unknown' : true];
  });
  if (left.length === 0) return [];
  return [{ ...candidate, conditional: allowed === 'unknown' || !left.includes(true) }];
}

/** The ways in that are the caller's; all that the statement has where none is. */
function actionsFor({ kind, name }: Candidate, statement: Statement): readonly string[] {
  const named = assumeActionsOf(statement);
  const federated = issuerOf(name) === undefined ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
  const own = named.filter((action) => action === (kind === 'federated' ? federated : 'sts:AssumeRole'));
  return own.length > 0 ? own : named;
}

/** Whether a Deny's principals take in the whole caller. */
function covers({ principal, notPrincipal }: Statement, caller: Candidate): boolean {
  if (notPrincipal !== undefined)
    return notPrincipal !== '*' && !Object.values(notPrincipal).flat().some(isCaller(caller));
  if (principal === undefined) return false;
  if (principal === '*' || principal['AWS']?.includes('*') === true) return true;
  return Object.values(principal).flat().some(isCaller(caller));
}

function isCaller({ kind, name, accountId }: Candidate): (written: string) => boolean {
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(name);
  return (written) => {
    const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(written)?.[1];
    if (account !== undefined) return account === accountId;
    if (written === '*' || written === name) return kind !== 'everyone' || written === '*';
    if (session === null || !written.startsWith(`arn:${session[1]}:iam::${session[2]}:role/`)) return false;
    return written.endsWith(`/${session[3]}`);
  };
}

function contextOf({ kind, name, accountId }: Candidate, { now }: CallerOptions): RequestContext {
  const service = kind === 'service';
  const arn = kind === 'principal' && /:iam::\d{12}:(role|user)\//.test(name) ? name : undefined;
  const context = createContext({
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:PrincipalIsAWSService': String(service),
    ...(!service && { 'aws:SourceAccount': null, 'aws:SourceArn': null, 'aws:PrincipalServiceName': null }),
    ...(accountId !== undefined && { 'aws:PrincipalAccount': accountId }),
    ...(arn !== undefined && { 'aws:PrincipalArn': arn }),
  });
  if (accountId === undefined || arn !== undefined) return context;
  return withShapes(context, {
    'aws:PrincipalArn': `arn:${/^arn:([^:]+):/.exec(name)?.[1] ?? '*'}:iam::${accountId}:*`,
  });
}
