import { byText } from '../../../base/by-text.ts';
import { sum } from '../../../base/sum.ts';
import type { RoleJob } from '../../../ecs/role-use.ts';
import { SEVERITIES, type Severity } from '../../../findings/finding.ts';
import { VERDICTS, type Verdict } from '../../../rightsize/verdict.ts';
import type { PageData, PageRole } from '../page-data.ts';

/** The orders in which roles can be listed, with their names. */
export const ORDERS = {
  worst: 'Worst findings',
  unused: 'Most unused actions',
  granted: 'Most granted actions',
  seen: 'Longest unseen',
  name: 'Name',
} as const;
export type Order = keyof typeof ORDERS;

/** Which roles a reader wants to see. Empty sets ask for nothing. */
export interface RoleQuery {
  /** Words that must all occur, in the role's ARN, its families, its owner or its actions. */
  readonly text: string;
  /** Roles with a finding of one of these severities. */
  readonly severities: ReadonlySet<Severity>;
  /** Roles with an action of one of these verdicts. */
  readonly verdicts: ReadonlySet<Verdict>;
  readonly usedAs: ReadonlySet<RoleJob>;
  /** Roles with a finding that somebody accepted. */
  readonly suppressed: boolean;
  /** Roles of this owner; `UNOWNED` for those without one. */
  readonly owner?: string;
  readonly order: Order;
}

/** Stands for no owner. No owner's name is empty. */
export const UNOWNED = '';

export const EVERY_ROLE: RoleQuery = {
  text: '',
  severities: new Set(),
  verdicts: new Set(),
  usedAs: new Set(),
  suppressed: false,
  order: 'worst',
};

/**
 * Answers queries over the roles of a page; `data.roles` is in the order `worst`. Roles that are called what is searched for come first, then those
 * of such a family, then those whose ARN or owner has it, and last those that are granted such an action.
 */
export function createRoleFinder(data: PageData): (query: RoleQuery) => readonly PageRole[] {
  const texts = new Map(data.roles.map((role) => [role, textsOf(role)]));
  const actions = data.strings.map((text) => text.toLowerCase());
  return (query) => {
    const words = query.text.toLowerCase().split(/\s+/).filter(Boolean);
    const ranks = words.map((word) => {
      const wanted = new Uint8Array(actions.length);
      for (const [place, action] of actions.entries()) if (action.includes(word)) wanted[place] = 1;
      const any = wanted.includes(1);
      return (role: PageRole): number => {
        const rank = (texts.get(role) ?? []).findIndex((text) => text.includes(word));
        if (rank >= 0) return rank;
        return any && grantsAny(role, wanted) ? BY_ACTION : Number.POSITIVE_INFINITY;
      };
    });
    const found = data.roles
      .filter(
        (role) =>
          anyOf(query.severities, (severity) => role.severities[SEVERITIES.indexOf(severity)]) &&
          anyOf(query.verdicts, (verdict) => role.counts[VERDICTS.indexOf(verdict)]) &&
          anyOf(query.usedAs, (job) => Number(role.usedAs.includes(job))) &&
          (!query.suppressed || role.suppressed !== undefined) &&
          (query.owner === undefined || query.owner === (role.owner ?? UNOWNED)),
      )
      .map((role) => ({ role, rank: sum(ranks.map((rankOf) => rankOf(role))) }))
      .filter(({ rank }) => rank < Number.POSITIVE_INFINITY);
    const compare = comparing(query.order);
    return found.sort((a, b) => a.rank - b.rank || compare(a.role, b.role)).map(({ role }) => role);
  };
}

/** The owners of roles, by name. */
export function ownersOf({ roles }: PageData): readonly string[] {
  return [...new Set(roles.flatMap(({ owner }) => owner ?? []))].sort(byText);
}

/** How many of a role's granted actions have this verdict. */
export function countOf(role: PageRole, verdict: Verdict): number {
  return role.counts[VERDICTS.indexOf(verdict)] ?? 0;
}

/** How many actions a role is granted. */
export function grantedTo(role: PageRole): number {
  return sum(role.counts);
}

/** The worst severity of a role's findings. */
export function worstOf(role: PageRole): Severity | undefined {
  return SEVERITIES.find((_, place) => (role.severities[place] ?? 0) > 0);
}

/** Where a word is looked for before the actions, what counts most first. */
function textsOf({ arn, name, families, owner = '' }: PageRole): readonly string[] {
  return [name, families.join('\n'), [arn, owner].join('\n')].map((text) => text.toLowerCase());
}

/** Comes after every place in `textsOf`. */
const BY_ACTION = 3;

/** Whether a role is granted an action whose place is marked. Walks the steps (`fromSteps`) without making lists of them: a page has a million. */
function grantsAny({ groups }: PageRole, wanted: Uint8Array): boolean {
  for (const [, , , steps] of groups) {
    let place = 0;
    for (const step of steps) {
      place += step;
      if (wanted[place] === 1) return true;
    }
  }
  return false;
}

function anyOf<T>(wanted: ReadonlySet<T>, countOfOne: (item: T) => number | undefined): boolean {
  return wanted.size === 0 || [...wanted].some((item) => (countOfOne(item) ?? 0) > 0);
}

/** Stable sorting keeps the order `worst` among equals. */
function comparing(order: Order): (a: PageRole, b: PageRole) => number {
  switch (order) {
    case 'worst':
      return () => 0;
    case 'unused':
      return (a, b) => countOf(b, 'unused') - countOf(a, 'unused');
    case 'granted':
      return (a, b) => grantedTo(b) - grantedTo(a);
    case 'seen':
      return (a, b) => (a.lastSeen ?? 0) - (b.lastSeen ?? 0);
    case 'name':
      return (a, b) => byText(a.name.toLowerCase(), b.name.toLowerCase());
    default: {
      const unhandled: never = order;
      throw new Error(`Cannot sort roles by "${String(unhandled)}"`);
    }
  }
}
