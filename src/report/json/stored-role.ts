import { z } from 'zod';
import { type AccountId, isAccountId } from '../../base/account-id.ts';
import { problem } from '../../base/result.ts';
import { parseArn, parseRoleArn, type RoleArn } from '../../iam/arn.ts';
import { parsePolicy } from '../../iam/parse-policy.ts';
import type { PolicyDocument } from '../../iam/policy.ts';
import type { PolicySource, RolePolicy } from '../../iam/role.ts';
import { type PolicyChange, REASONS, type Recommendation } from '../../rightsize/recommend/recommendation.ts';
import { VERDICTS } from '../../rightsize/verdict.ts';
import type { ExplainedRole } from '../policy/explain-action.ts';
import { storedRange, storedTime } from './stored-time.ts';
import { unusableReport } from './unusable-report.ts';

const text = z.string();
const texts = z.array(text).readonly();
const place = z.int().nonnegative();
const count = z.int().nonnegative();
const action = z.templateLiteral([text, ':', text]);
const ref = z.object({ policy: text, sid: text.exactOptional(), index: place }).readonly();

const verdict = z.object({
  action,
  verdict: z.enum(VERDICTS),
  firstUsed: storedTime.exactOptional(),
  lastUsed: storedTime.exactOptional(),
  uses: count.exactOptional(),
  because: text,
  resources: texts,
  allResources: z.boolean().exactOptional(),
  grantedBy: z.array(place).readonly(),
  toRecord: text.exactOptional(),
});

const newPolicy = z.object({
  kind: z.enum(['inline', 'managed']),
  name: text,
  size: count,
  document: z.unknown(),
  statements: z.array(
    z.object({
      reason: z.enum(REASONS),
      reasons: z.array(z.enum(REASONS)).readonly(),
      from: z.array(ref).readonly(),
      fields: texts,
      narrowed: z.boolean(),
      risks: texts,
    }),
  ),
});

const recommendation = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['none', 'noChange']), because: text }),
  z.object({
    kind: z.literal('policy'),
    documents: z.array(newPolicy),
    replaces: z.array(place),
    keeps: z.array(place),
    dropped: z.array(action).readonly(),
    ineffective: z.array(action).readonly(),
    unjudged: z.object({ count, of: count }).readonly(),
    unproven: texts,
    aim: z.object({ tight: z.boolean(), usedOnly: z.boolean() }).readonly(),
    warnings: texts,
  }),
]);

const storedRole = z.object({
  arn: text,
  state: z.enum(['found', 'missing', 'foreign', 'unreadable']),
  why: text.exactOptional(),
  unread: texts,
  watched: storedRange.exactOptional(),
  lastSeen: storedTime.exactOptional(),
  policies: z.array(
    z.object({
      kind: z.enum(['inline', 'managed']),
      name: text,
      arn: text.exactOptional(),
      document: z.unknown(),
      problem: text.exactOptional(),
    }),
  ),
  statements: z.array(ref),
  actions: z.array(verdict),
  required: z.array(
    z.object({
      action,
      resources: texts,
      taskDefinitionArn: text,
      region: text,
      field: text,
      certainty: z.enum(['certain', 'possible']),
      note: text.exactOptional(),
    }),
  ),
  denied: z.array(z.object({ action, first: storedTime, last: storedTime, count, errorCode: text, resources: texts })),
  recommendation: recommendation.exactOptional(),
});

type StoredRoleForm = z.output<typeof storedRole>;

/** A role as a stored report has it. */
export interface StoredRole {
  readonly role: ExplainedRole;
  readonly recommendation?: Recommendation;
}

/**
 * Reads a role of a stored report: an entry of `roles`, parsed from JSON.
 *
 * @throws {Error} when it is not of the form that this program writes, or is of an older one, which lacks what is asked for
 */
export function parseStoredRole(value: unknown): StoredRole {
  const parsed = storedRole.safeParse(value);
  if (!parsed.success) {
    throw unusableReport(parsed.error.issues[0]?.path ?? []);
  }
  const arn = parseRoleArn(parsed.data.arn);
  if (!arn.ok) throw new Error(arn.problem);
  const policies = parsed.data.policies.map(policyOf);
  return {
    role: roleOf(parsed.data, arn.value, policies),
    ...(parsed.data.recommendation && {
      recommendation: recommendationOf(parsed.data.recommendation, policies),
    }),
  };
}

function roleOf(stored: StoredRoleForm, arn: RoleArn, policies: readonly RolePolicy[]): ExplainedRole {
  const { statements, watched, lastSeen, required, denied, unread } = stored;
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return {
    inUse: { arn },
    lookup: lookupOf(stored, arn, { arn, name, policies, unread }),
    actions: stored.actions.map((each) => ({ ...each, grantedBy: each.grantedBy.map((at) => itemAt(statements, at)) })),
    required,
    denied,
    ...(watched && { watched }),
    ...(lastSeen !== undefined && { lastSeen }),
  };
}

type FoundRole = Extract<ExplainedRole['lookup'], { readonly kind: 'found' }>['role'];

function lookupOf({ state, why = '' }: StoredRoleForm, arn: RoleArn, role: FoundRole): ExplainedRole['lookup'] {
  switch (state) {
    case 'found':
      return { kind: 'found', role };
    case 'missing':
      return { kind: 'missing', arn };
    case 'foreign':
      return { kind: 'foreign', arn, accountId: accountOf(arn) };
    case 'unreadable':
      return { kind: 'unreadable', arn, why };
  }
}

function policyOf({ kind, name, arn, document, problem: why }: StoredRoleForm['policies'][number]): RolePolicy {
  const source: PolicySource =
    kind === 'inline' || arn === undefined
      ? { kind: 'inline', name }
      : { kind: 'managed', name, arn, awsManaged: /^arn:[^:]+:iam::aws:/.test(arn) };
  return { source, document: why === undefined ? parsePolicy(document) : problem(why) };
}

function recommendationOf(
  stored: NonNullable<StoredRoleForm['recommendation']>,
  policies: readonly RolePolicy[],
): Recommendation {
  if (stored.kind !== 'policy') return stored;
  const sourcesAt = (places: readonly number[]) => places.map((at) => itemAt(policies, at).source);
  return {
    ...stored,
    documents: stored.documents.map(newPolicyOf),
    replaces: sourcesAt(stored.replaces),
    keeps: sourcesAt(stored.keeps),
  };
}

function newPolicyOf({
  document: written,
  statements,
  ...policy
}: z.output<typeof newPolicy>): PolicyChange['documents'][number] {
  const document = readPolicy(written);
  return {
    ...policy,
    document,
    statements: document.statements.map((statement, at) => ({ ...itemAt(statements, at), statement })),
  };
}

function readPolicy(written: unknown): PolicyDocument {
  const document = parsePolicy(written);
  if (!document.ok) throw new Error(document.problem);
  return document.value;
}

function accountOf(roleArn: RoleArn): AccountId {
  const arn = parseArn(roleArn);
  if (arn.ok && isAccountId(arn.value.accountId)) return arn.value.accountId;
  throw new Error(`Cannot read the account of role "${roleArn}": expected 12 digits in it`);
}

function itemAt<T>(list: readonly T[], at: number): T {
  const item = list[at];
  if (item === undefined) throw new Error(`Cannot follow place ${at} of a list: it has ${list.length} entries`);
  return item;
}
