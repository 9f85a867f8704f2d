import { z } from 'zod';
import { parseRoleArn, type RoleArn } from './iam/arn.ts';

/** What one run is asked to do. Absent filters mean everything. */
export interface AuditRequest {
  /** Regions whose task definitions are read; `undefined` leaves the choice to the configuration. */
  readonly regions?: readonly string[];
  readonly roles?: readonly RoleArn[];
  /** Names without path, in any case of letters; a role is looked at if `roles` or this names it. */
  readonly roleNames?: readonly string[];
  readonly families?: readonly string[];
  /** Nothing is published, stored or sent. */
  readonly dryRun: boolean;
  /** What is learned goes into the ledger even in a dry run: somebody named one for this run. */
  readonly keepLedger?: boolean;
}

/** An event that cannot be acted on. The message names each bad field, the value given and the form expected. */
export class EventError extends Error {
  override readonly name = 'EventError';
}

const region = z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'expected a Region such as eu-west-1');

const role = z.string().transform((text, context): RoleArn => {
  const arn = parseRoleArn(text);
  if (arn.ok) return arn.value;
  context.addIssue({ code: 'custom', message: 'expected a role ARN such as arn:aws:iam::123456789012:role/NAME' });
  return z.NEVER;
});

const detail = z.strictObject({
  regions: z.array(region).min(1, 'expected at least one Region; leave the field out for all').optional(),
  roles: z.array(role).min(1, 'expected at least one role; leave the field out for all').optional(),
  families: z.array(z.string().min(1)).min(1, 'expected at least one family; leave the field out for all').optional(),
  dryRun: z.boolean({ error: 'expected true or false' }).optional(),
});

/** The envelope of EventBridge; its other fields are EventBridge's business. */
const envelope = z.looseObject({
  'detail-type': z.string({ error: 'expected the text of an EventBridge event' }),
  source: z.string({ error: 'expected the text of an EventBridge event' }),
});

/** Quotes a value for an error message, short enough for a log line. */
function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) value = value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
  return value;
}

function refuse(error: z.ZodError, root: unknown, prefix: string): never {
  const lines = error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return `${prefix}${issue.keys.join(', ')} is not known: expected regions, roles, families or dryRun`;
    }
    const path = issue.path.map(String).join('.');
    const name = path === '' ? prefix.replace(/\.$/, '') : `${prefix}${path}`;
    return `${name} is ${quoted(valueAt(root, issue.path))}: ${issue.message}`;
  });
  throw new EventError(`Cannot read the event: ${lines.join('; ')}`);
}

/**
 * Reads an EventBridge Scheduler or Rule event. Scheduler's own events carry `detail` as the text `{}`, rules and
 * people send an object; both are taken. Throws `EventError` before anything is asked of AWS.
 */
export function parseAuditEvent(event: unknown): AuditRequest {
  const outer = envelope.safeParse(event);
  if (!outer.success) {
    if (event === null || typeof event !== 'object') {
      throw new EventError(`Cannot read the event: it is ${quoted(event)}; expected an EventBridge event object`);
    }
    return refuse(outer.error, event, '');
  }
  const given = parseDetail(outer.data['detail']);
  const inner = detail.safeParse(given);
  if (!inner.success) return refuse(inner.error, given, 'detail.');
  const { regions, roles, families, dryRun = false } = inner.data;
  return {
    ...(regions && { regions: [...new Set(regions)] }),
    ...(roles && { roles }),
    ...(families && { families }),
    dryRun,
  };
}

function parseDetail(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return {};
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new EventError(
      `Cannot read the event: detail is ${quoted(value)}: expected a JSON object such as {"dryRun": true}`,
    );
  }
}
