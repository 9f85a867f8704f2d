import { type ConditionEntry, conditionEntries } from './caller-condition.ts';
import type { ConditionBlock } from './policy.ts';

/** What limits whose tokens of an issuer are taken, by claim: the pattern that a value must have before its first wildcard. */
type Tenancy = Readonly<Record<string, RegExp>>;

/** `repo:ORG/…`, `organization:ORG:…`: the name is whole before a wildcard begins. */
const NAMED = /^[^:*?]+:[^:/*?]+[:/]/;
/** No wildcard at all. */
const WHOLE = /(?!)/;
const BY_SUBJECT: Tenancy = { sub: NAMED };

/** Issuers whose tokens anybody can have, and the claims that say whose they are; from the issuers' own guides to AWS. */
const PUBLIC_ISSUERS: ReadonlyMap<string, Tenancy> = new Map([
  [
    'token.actions.githubusercontent.com',
    {
      sub: NAMED,
      repository: /^[^/*?]+\//,
      repository_id: WHOLE,
      repository_owner: WHOLE,
      repository_owner_id: WHOLE,
      enterprise: WHOLE,
      enterprise_id: WHOLE,
    },
  ],
  ['gitlab.com', BY_SUBJECT],
  ['app.terraform.io', BY_SUBJECT],
  ['agent.buildkite.com', BY_SUBJECT],
  ['oidc.codefresh.io', BY_SUBJECT],
  ['oidc.vercel.com', BY_SUBJECT],
  ['scalr.io', BY_SUBJECT],
  ['accounts.google.com', { sub: WHOLE, email: WHOLE }],
  // The audience is the identity pool.
  ['cognito-identity.amazonaws.com', { aud: WHOLE, sub: WHOLE }],
  ['www.amazon.com', { app_id: WHOLE, user_id: WHOLE }],
  ['graph.facebook.com', { app_id: WHOLE, id: WHOLE }],
]);

/** Of a provider of one's own, whatever is said of the subject limits it. */
const OWN: Tenancy = { sub: /^[^*?]/ };

/** Claims that every token has, so that a condition which lets their absence through limits all the same. */
const ALWAYS_THERE: ReadonlySet<string> = new Set(['aud', 'sub']);

/** The issuer of an OpenID Connect provider, by its ARN or the name under which IAM knows it; undefined of SAML providers. */
export function issuerOf(federated: string): string | undefined {
  const match = /^arn:[^:]+:iam::\d*:(oidc|saml)-provider\/(.+)$/.exec(federated);
  if (match === null) return federated.replace(/^https:\/\/|\/$/g, '').toLowerCase();
  return match[1] === 'oidc' ? match[2]?.replace(/\/$/, '').toLowerCase() : undefined;
}

/** Whether anybody can have tokens of the issuer ("Access Analyzer policy check reference", and the issuers' own pages). */
export function isPublicIssuer(issuer: string | undefined): boolean {
  return issuer !== undefined && PUBLIC_ISSUERS.has(issuer);
}

/** Whether a condition is on a claim of the provider, or of SAML. */
export function isClaim({ key }: ConditionEntry, issuer: string | undefined): boolean {
  return claimOf(key, issuer) !== undefined;
}

/**
 * Whether the conditions on claims say whose tokens are taken: `sub`, or what else names a tenant of the issuer. The audience does so in
 * Amazon Cognito alone: elsewhere it is the same for everybody.
 *
 * @param effect `Deny`: whether the Deny refuses all others
 */
export function limitsTokens(
  condition: ConditionBlock | undefined,
  issuer: string | undefined,
  effect: 'Allow' | 'Deny',
): boolean {
  const entries = conditionEntries(condition);
  if (effect === 'Deny' && entries.length !== 1) return false;
  return entries.some((entry) => {
    const claim = claimOf(entry.key, issuer);
    if (claim === undefined || entry.values.length === 0) return false;
    const operator = readOperator(entry.operator);
    if (operator === undefined || operator.negated !== (effect === 'Deny')) return false;
    if (effect === 'Allow' && operator.lenient && !ALWAYS_THERE.has(claim)) return false;
    if (issuer === undefined) return !['aud', 'iss'].includes(claim) && entry.values.every(isNarrow(OWN['sub']));
    const tenant = (PUBLIC_ISSUERS.get(issuer) ?? OWN)[claim];
    if (tenant === undefined) return false;
    return entry.values.every((value) => !operator.wild || isNarrow(tenant)(value));
  });
}

function isNarrow(tenant: RegExp = WHOLE): (value: string) => boolean {
  return (value) => !/[*?]/.test(value) || tenant.test(value.split(/[*?]/, 1)[0] ?? '');
}

function claimOf(key: string, issuer: string | undefined): string | undefined {
  const lower = key.toLowerCase();
  const prefix = `${issuer ?? 'saml'}:`;
  return lower.startsWith(prefix) ? lower.slice(prefix.length) : undefined;
}

function readOperator(
  text: string,
): { readonly negated: boolean; readonly wild: boolean; readonly lenient: boolean } | undefined {
  const match = /^(?:(forallvalues|foranyvalue):)?string(not)?(equals|equalsignorecase|like)(ifexists)?$/.exec(
    text.toLowerCase(),
  );
  if (match === null) return undefined;
  const [, quantifier, negated, comparison, ifExists] = match;
  return {
    negated: negated !== undefined,
    wild: comparison === 'like',
    lenient: quantifier === 'forallvalues' || ifExists !== undefined,
  };
}
