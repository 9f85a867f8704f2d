import type { RandomException } from './arbitrary-nights.ts';
import { foretold, isLookedAt, type Look, type ModelRole, NAMES, type Name, UNBORN } from './model.ts';

/** What a person set on a finding. */
export interface Mark {
  readonly status: string;
  readonly note: string;
}

/** What the model knows of the account, and of what was found in it. Findings are told by their ids. */
export interface HubModel {
  readonly roles: Map<Name, ModelRole>;
  /** The findings that should be ACTIVE, of the rules foretold, and the role that each is of. */
  readonly open: Map<string, Name>;
  /** The same as far as the ledger was told. */
  readonly kept: Map<string, Name>;
  /** Findings that were new when the ledger could not be told: only Security Hub knows since when they are. */
  readonly unkept: Set<string>;
  readonly marks: Map<string, Mark>;
  /** What the configuration file accepts, with the number of the first night on which it no longer does. */
  exceptions: readonly (RandomException & { readonly until: number })[];
}

export function hubModel(): HubModel {
  return {
    roles: new Map(NAMES.map((name) => [name, UNBORN])),
    open: new Map(),
    kept: new Map(),
    unkept: new Set(),
    marks: new Map(),
    exceptions: [],
  };
}

/** Moves the model through a run. */
export function look(model: HubModel, how: Look, accountId: string): void {
  const { open, kept } = model;
  const readable = how.kind !== 'hub unread' && how.kind !== 'hub out';
  const writable = how.kind !== 'hub unwritten' && how.kind !== 'hub out';
  const memories = [...(writable ? [open] : []), ...(how.kind === 'ledger unwritten' ? [] : [kept])];
  const remembered = [...(readable ? open : kept)];
  for (const [name, role] of model.roles) {
    if (!isLookedAt(name, role, how)) continue;
    const found = foretold(role, `arn:aws:iam::${accountId}:role/${name}`).map(
      (id) => `ecs-role-auditor/aws/${accountId}/${id}`,
    );
    const gone = remembered.filter(([id, of]) => of === name && !found.includes(id)).map(([id]) => id);
    for (const memory of memories) {
      for (const id of gone) memory.delete(id);
      for (const id of found) memory.set(id, name);
    }
  }
}

/** Whether the configuration file accepts a finding in a night. */
export function isAccepted({ open, exceptions }: HubModel, id: string, night: number): boolean {
  return exceptions.some(({ name, rule, until }) => open.get(id) === name && id.endsWith(`/${rule}`) && night < until);
}
