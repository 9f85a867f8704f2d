import type { EpochMs } from '../base/time.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import type { Role, RolePolicy } from '../iam/role.ts';
import type { GrantHistory } from './grant-history.ts';
import { isLimitsKey } from './statement-key.ts';
import type { StatementText } from './statement-text.ts';

/** A role as an earlier run saw it, the last one before some of its statements went. */
export interface PastGrants {
  readonly seenAt: EpochMs;
  /** With the policies of that run: one that holds every statement, and the boundary. */
  readonly role: Role;
  /** The Allow statements that are no longer there. */
  readonly gone: RolePolicy;
}

/** As many changes are looked back at. */
const MOST_CHANGES = 8;

/**
 * The role before each change that took something away, the latest first; a boundary or deny that came counts as one. What the
 * ledger does not have the words of is left out: nothing can be said of it.
 */
export function pastGrants(
  role: Role,
  seen: GrantHistory | undefined,
  texts: ReadonlyMap<string, StatementText>,
): readonly PastGrants[] {
  if (seen === undefined) return [];
  const all = [...seen.statements];
  const ends = new Set(all.flatMap(([, { last }]) => (last < seen.last ? [last] : [])));
  return [...ends]
    .sort((a, b) => b - a)
    .slice(0, MOST_CHANGES)
    .flatMap((seenAt) => {
      const there = all.filter(([, { first, last }]) => first <= seenAt && seenAt <= last).map(([key]) => key);
      const statements = there.filter((key) => !isLimitsKey(key));
      const policy = policyOf(statements, texts);
      const gone = policyOf(
        statements.filter((key) => seen.statements.get(key)?.last !== seen.last),
        texts,
      );
      const limits = boundaryOf(there.find(isLimitsKey), texts);
      if (policy === undefined || gone === undefined || limits === undefined) return [];
      const { boundary: _, ...today } = role;
      return [{ seenAt, gone, role: { ...today, policies: [policy], ...limits } }];
    });
}

function policyOf(keys: readonly string[], texts: ReadonlyMap<string, StatementText>): RolePolicy | undefined {
  const said = keys.flatMap((key) => texts.get(key) ?? []);
  if (said.length < keys.length) return undefined;
  const document = parsePolicy({ Version: '2012-10-17', Statement: said.map((text): unknown => JSON.parse(text)) });
  return document.ok ? { source: { kind: 'inline', name: 'as it was' }, document } : undefined;
}

function boundaryOf(
  key: string | undefined,
  texts: ReadonlyMap<string, StatementText>,
): Pick<Role, 'boundary'> | undefined {
  const said = key === undefined ? undefined : texts.get(key);
  if (said === undefined) return undefined;
  const statements: unknown = JSON.parse(said);
  if (statements === null) return {};
  const document = parsePolicy({ Version: '2012-10-17', Statement: statements });
  if (!document.ok) return undefined;
  return { boundary: { source: { kind: 'boundary', name: 'as it was', arn: '' }, document } };
}
