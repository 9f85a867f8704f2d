import { joinMaps } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import { parseRoleKey, roleKey } from '../evidence/role-key.ts';
import { accountOf } from '../iam/arn.ts';
import type { RoleLookup } from '../iam/role.ts';
import { type GrantHistory, grantsSeen, joinGrants } from '../ledger/grant-history.ts';
import { EMPTY_LEDGER } from '../ledger/ledger.ts';
import { joinTexts, type StatementText, statementTexts } from '../ledger/statement-text.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';

/** What this run and earlier ones saw of grants. */
export interface SeenGrants {
  /** By role id. */
  readonly byRole: ReadonlyMap<string, GrantHistory>;
  readonly statements: ReadonlyMap<string, StatementText>;
}

/**
 * Notes what the roles are granted tonight, and lets go of what was seen of namesakes that are gone: an id is never given
 * again.
 */
export function recordGrants(lookups: readonly RoleLookup[], ledger: RunLedger, now: EpochMs): SeenGrants {
  const { grants: known, statements } = ledger.known;
  const found = lookups.flatMap((lookup): [string, string][] => {
    if (lookup.kind !== 'found') return [];
    const { arn, name, roleId } = lookup.role;
    return [[roleKey(accountOf(arn), name, ''), roleId]];
  });
  ledger.forget(namesakesOf(new Map(found)));
  const tonight = lookups.flatMap((lookup): [string, GrantHistory][] => {
    if (lookup.kind !== 'found') return [];
    const seen = grantsSeen(lookup.role, known.get(lookup.role.roleId), now);
    return seen === undefined ? [] : [[lookup.role.roleId, seen]];
  });
  const noted = new Set(tonight.map(([roleId]) => roleId));
  const texts = lookups.flatMap((lookup) =>
    lookup.kind === 'found' && noted.has(lookup.role.roleId) ? [...statementTexts(lookup.role)] : [],
  );
  ledger.note({ ...EMPTY_LEDGER, grants: new Map(tonight), statements: new Map(texts) });
  return {
    byRole: joinMaps(known, new Map(tonight), joinGrants),
    statements: joinMaps(statements, new Map(texts), joinTexts),
  };
}

/** What bears the name of a role that was found tonight, and another id. Calls without an id may be anybody's. */
function namesakesOf(idByName: ReadonlyMap<string, string>): (key: string) => boolean {
  return (key) => {
    const { accountId, name, roleId } = parseRoleKey(key);
    const current = idByName.get(roleKey(accountId, name, ''));
    return roleId !== '' && current !== undefined && current !== roleId;
  };
}
