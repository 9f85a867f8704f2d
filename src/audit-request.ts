import { z } from 'zod';
import { type AccountId, isAccountId } from './base/account-id.ts';
import { digest } from './base/digest.ts';
import { isRegion, type Region } from './base/region.ts';
import { pathText, settingText, valueAt } from './config/config-problems.ts';
import { accountOf, parseRoleArn, type RoleArn } from './iam/arn.ts';
import { type NamedRole, parseNamedRole } from './iam/named-role.ts';
import type { AuditedAccount } from './organization/audited-account.ts';
import type { PolicyAim } from './rightsize/recommend/recommendation.ts';

/** What one run is asked to do. Absent filters mean everything. */
export interface AuditRequest {
  /** The account that is audited, where it is not merely the auditor's own. */
  readonly account?: AuditedAccount;
  /** The run over an organization that it is a part of. */
  readonly organizationRun?: string;
  /** How often that run has begun to audit the account, this time included. */
  readonly attempt?: number;
  /** Regions whose task definitions are read; `undefined` leaves the choice to the configuration. */
  readonly regions?: readonly Region[];
  readonly roles?: readonly RoleArn[];
  /** Names without path, in any case of letters; a role is looked at if `roles` or this names it. */
  readonly roleNames?: readonly string[];
  readonly families?: readonly string[];
  /** Nothing is published, stored or sent. */
  readonly dryRun: boolean;
  /** What is learned goes into the ledger even in a dry run: somebody named one for this run. */
  readonly keepLedger?: boolean;
  /** Works out which roles wait for data events, beside all else. */
  readonly evidenceNeeds?: true;
  /** Somebody waits for an answer about what the filters name: where they name nothing, the run ends at once by `EmptyAuditError`. */
  readonly refuseEmpty?: true;
  /** How far right-sized policies go; `SAFE` where absent. */
  readonly aim?: PolicyAim;
}

/** Whether a run does all that its configuration says, as a night's does: nothing is left out, and what it finds takes effect. */
export function isWhole({ regions, roles, roleNames, families, dryRun }: AuditRequest): boolean {
  return !dryRun && [regions, roles, roleNames, families].every((filter) => filter === undefined);
}

/** The filters of a request name nothing. The message says which, and what was probably meant. */
export class EmptyAuditError extends Error {
  override readonly name = 'EmptyAuditError' as const;
}

/** An event that cannot be acted on. The message names each bad field, the value given and the form expected, and an event that works. */
export class EventError extends Error {
  override readonly name = 'EventError' as const;
}

/** What an event that cannot be used is answered with, in the form that Lambda gives to errors. */
export interface RefusedEvent {
  readonly errorType: 'EventError';
  readonly errorMessage: string;
}

const WORKS = '{"detail":{"dryRun":true}}';

function refuse(problems: readonly string[]): never {
  throw new EventError(
    `Cannot read the event: ${problems.join('; ')}. An event that works: ${WORKS}, or {} for a whole run`,
  );
}

function listOf<T extends z.ZodType>(item: T, kind: string, example: string) {
  return z
    .array(item, { error: `expected a list such as ["${example}"]` })
    .min(1, `expected at least one ${kind}; leave the field out for all`);
}

const text = (example: string) => z.string({ error: `expected text such as ${example}` });

const role = text('the name or ARN of a role').transform((given, context): NamedRole => {
  const named = parseNamedRole(given);
  if (named.ok) return named.value;
  const message = 'expected the name of a role, or an ARN such as arn:aws:iam::123456789012:role/NAME';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const region = z.custom<Region>(isRegion, 'expected a Region such as eu-west-1');

const own = z.custom<AccountId>(isAccountId, 'expected the twelve digits of an account');

const account = z.union(
  [
    own,
    z.strictObject({
      id: own,
      name: z.string().max(200).optional(),
      ou: z.string().max(2_000).optional(),
      roleArn: z.custom<RoleArn>((given) => typeof given === 'string' && parseRoleArn(given).ok).optional(),
    }),
  ],
  {
    error:
      'expected the twelve digits of an account, or {"id":"123456789012","roleArn":"arn:aws:iam::123456789012:role/ecs-role-auditor-member"}, with name and ou if you like',
  },
);

const detail = z.strictObject(
  {
    regions: listOf(region, 'Region', 'eu-west-1').optional(),
    roles: listOf(role, 'role', 'my-app-task').optional(),
    families: listOf(text('my-app').min(1, 'expected the name of a family'), 'family', 'my-app').optional(),
    dryRun: z.boolean({ error: 'expected true or false' }).optional(),
    account: account.optional(),
    organizationRun: z
      .string()
      .regex(/^[\w.:-]{1,100}$/, 'expected letters, digits and _.:-, at most 100')
      .optional(),
    attempt: z.number({ error: 'expected a number such as 1' }).int().min(1).max(1_000).optional(),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? 'expected a JSON object such as {"dryRun":true}' : undefined) },
);
const FIELDS: readonly string[] = Object.keys(detail.shape);

/** At most so many unknown names are told. */
const MOST_NAMES = 10;

function problemOf(issue: z.core.$ZodIssue, root: unknown): string {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.slice(0, MOST_NAMES).map((key) => pathText(['detail', key]));
    return `${names.join(', ')} is not known: expected ${FIELDS.join(', ')}`;
  }
  return `${pathText(['detail', ...issue.path])} is ${settingText(valueAt(root, issue.path))}: ${issue.message}`;
}

/**
 * Reads an event of EventBridge Scheduler or of a rule, or what people type: `{}` or nothing for a whole run, `{"detail":{…}}` for less.
 * Scheduler's own events carry `detail` as the text `{}`; both forms are taken.
 *
 * @param ownAccount the only account that can be audited; any where absent
 * @throws {EventError} when a field is not known or has another form, before anything is asked of AWS
 */
export function parseAuditEvent(event: unknown, ownAccount?: string): AuditRequest {
  const given = detailOf(event);
  const parsed = detail.safeParse(given);
  if (!parsed.success) return refuse(parsed.error.issues.map((issue) => problemOf(issue, given)));
  const { regions, roles, families, dryRun = false, account, organizationRun, attempt } = parsed.data;
  const audited = typeof account === 'string' ? { id: account } : account;
  if (audited !== undefined) requireOpenable(audited, ownAccount);
  const arns = roles?.flatMap((named) => (named.kind === 'arn' ? [named.arn] : [])) ?? [];
  const names = roles?.flatMap((named) => (named.kind === 'name' ? [named.name] : [])) ?? [];
  return {
    ...(regions && { regions: [...new Set(regions)] }),
    ...(arns.length > 0 && { roles: arns }),
    ...(names.length > 0 && { roleNames: names }),
    ...(families && { families }),
    ...(typeof account === 'object' && { account: account as AuditedAccount }),
    ...(organizationRun !== undefined && { organizationRun }),
    ...(attempt !== undefined && { attempt }),
    dryRun,
  };
}

/** Another account than the function's own takes a role there. */
function requireOpenable(
  { id, roleArn }: Pick<AuditedAccount, 'id'> & { readonly roleArn?: RoleArn | undefined },
  ownAccount?: string,
): void {
  if (roleArn === undefined) {
    if (ownAccount === undefined || id === ownAccount) return;
    refuse([
      `detail.account is "${id}": expected ${ownAccount}, the account that this function audits, or {"id":"${id}","roleArn":"…"} with a role of the other`,
    ]);
  } else if (accountOf(roleArn) !== id) {
    refuse([`detail.account.roleArn is "${roleArn}": expected a role of account ${id}`]);
  }
}

/**
 * Stands for an event that AWS sent: equal for each delivery of the same one. By id and content, as people may send an event again that they
 * found somewhere, with another detail. Undefined for an event without an id.
 */
export function identityOfEvent(event: unknown): string | undefined {
  const id = valueAt(event, ['id']);
  return typeof id === 'string' && id !== '' ? `${id.slice(0, 100)} ${digest(JSON.stringify(event))}` : undefined;
}

/** Whether an event, usable or not, asks to be left without effect: then nobody is told of what is wrong with it. */
export function asksForDryRun(event: unknown): boolean {
  return valueAt(event, ['detail', 'dryRun']) === true || valueAt(event, ['dryRun']) === true;
}

/** The `detail` of an event. What is not EventBridge's may hold nothing else: a filter in the wrong place would be a whole run. */
function detailOf(event: unknown): unknown {
  if (event === null || event === undefined) return {};
  if (typeof event !== 'object' || Array.isArray(event))
    return refuse([`it is ${settingText(event)}: expected a JSON object`]);
  const outer = event as Readonly<Record<string, unknown>>;
  const sentByAws = typeof outer['source'] === 'string' && typeof outer['detail-type'] === 'string';
  const astray = Object.keys(outer).filter((name) =>
    sentByAws ? FIELDS.includes(name) && name !== 'account' : name !== 'detail',
  );
  if (astray.length > 0) return refuse(astray.slice(0, MOST_NAMES).map(misplaced));
  return textOrObject(outer['detail']);
}

function misplaced(name: string): string {
  return FIELDS.includes(name)
    ? `${name} stands beside detail: expected it inside`
    : `${pathText([name])} is not known: expected detail alone, or a whole event of EventBridge`;
}

function textOrObject(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return {};
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return refuse([`detail is ${settingText(value)}: expected a JSON object such as {"dryRun":true}`]);
  }
}
