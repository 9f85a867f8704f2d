import { count, placesOf } from '../src/iam/action-set.ts';
import { openCatalog } from '../src/iam/catalog/catalog.ts';
import type { CatalogData } from '../src/iam/catalog/catalog-data.ts';
import { loadCatalog } from '../src/iam/catalog/load-catalog.ts';
import { effectiveGrants } from '../src/iam/effective-grants.ts';
import type { Statement } from '../src/iam/policy.ts';
import type { RolePolicy } from '../src/iam/role.ts';
import type { GrantingRole } from '../src/iam/role-policies.ts';
import { median, type Print, timed } from './report.ts';
import { type BenchRole, type RoleKind, roleMix } from './role-mix.ts';

const ROLES = 10_000;
const BASELINE_ROLES = 100;
const RUNS = 5;

/** The granted set of 10,000 roles, against matching every action with a regular expression for each pattern. */
export async function benchGrantedSet(print: Print): Promise<void> {
  const { data } = await loadCatalog();
  // The first runs of a process measure the compiler.
  measure(data, roleMix(500, true));
  const shared = measure(data, roleMix(ROLES, true));
  print(`${ROLES} roles, managed policies read once: ${inWords(ROLES, shared)}`);
  const roles = roleMix(ROLES, false);
  const seconds = measure(data, roles);
  print(`${ROLES} roles, every document on its own: ${inWords(ROLES, seconds)}`);
  const kinds: readonly RoleKind[] = ['plain', 'NotAction', '*'];
  for (const kind of kinds) {
    const some = roleMix(ROLES, false)
      .filter((one) => one.kind === kind)
      .slice(0, ROLES / 10);
    print(`  of these ${kind}: ${inWords(some.length, measure(data, some))}`);
  }
  const catalog = openCatalog(data);
  const actions = Array.from({ length: catalog.size }, (_, place) => catalog.actionAt(place));
  // A step that is prime to the mix's period takes some of every kind.
  const sample = roles.filter((_, i) => i % 97 === 0).slice(0, BASELINE_ROLES);
  const baseline = timed(() => sample.map(({ role }) => grantedByExpressions(role, actions)));
  print(`baseline, a regular expression for each pattern: ${inWords(sample.length, baseline.seconds)}`);
  for (const [i, { role }] of sample.entries()) {
    const places = [...placesOf(effectiveGrants(role, catalog).granted().known)];
    if (places.join() !== baseline.value[i]?.join()) throw new Error(`The two ways differ for ${role.arn}`);
  }
  const ratio = baseline.seconds / sample.length / (seconds / ROLES);
  print(`ratio: ${ratio.toFixed(0)} times the baseline; both give the same sets for ${sample.length} roles`);
}

/** Seconds, the middle of some runs, each with a catalogue that nothing was asked of and documents that were never seen. */
function measure(data: CatalogData, roles: readonly BenchRole[]): number {
  const runs = Array.from({ length: RUNS }, () => {
    const catalog = openCatalog(data);
    const unseen = structuredClone(roles);
    const { seconds, value } = timed(() => {
      let total = 0;
      for (const { role } of unseen) total += count(effectiveGrants(role, catalog).granted().known);
      return total;
    });
    if (value === 0) throw new Error('Nothing was granted, so nothing was measured');
    return seconds;
  });
  return median(runs);
}

function grantedByExpressions(role: GrantingRole, actions: readonly string[]): number[] {
  const own = role.policies.flatMap(statementsOf);
  const boundary = role.boundary === undefined ? undefined : statementsOf(role.boundary);
  const allows = own.filter((one) => one.effect === 'Allow').map(matcher);
  const ceiling = boundary?.filter((one) => one.effect === 'Allow').map(matcher);
  const denies = [...own, ...(boundary ?? [])].filter((one) => one.effect === 'Deny').map(matcher);
  const places: number[] = [];
  for (const [place, action] of actions.entries()) {
    const allowed = allows.some((matches) => matches(action)) && ceiling?.some((matches) => matches(action)) !== false;
    if (allowed && !denies.some((matches) => matches(action))) places.push(place);
  }
  return places;
}

function matcher(statement: Statement): (action: string) => boolean {
  const patterns = (statement.action ?? statement.notAction ?? []).map(
    (pattern) => new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i'),
  );
  const matches = (action: string): boolean => patterns.some((pattern) => pattern.test(action));
  return statement.action === undefined ? (action) => !matches(action) : matches;
}

function statementsOf(policy: RolePolicy): readonly Statement[] {
  return policy.document.ok ? policy.document.value.statements : [];
}

function inWords(roles: number, seconds: number): string {
  return `${Math.round(roles / seconds).toLocaleString('en')} roles/s (${roles} in ${seconds.toFixed(2)} s)`;
}
