import { byKey } from '../base/by-key.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { MissingAuditorPermission } from '../base/missing-auditor-permission.ts';
import { sortedSet } from '../base/sorted-set.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { type ArnPlace, resourcesNeeded } from './auditor-permissions.ts';
import { type Terminal, writeText } from './terminal.ts';

/** Where no account is known yet. */
const ANYWHERE: ArnPlace = { partition: 'aws', region: '*', accountId: '*' };

/** Ends what an audit tells with the permissions that it lacked. */
export async function tellMissingAuditorPermissions(
  { incomplete, partition, homeRegion, accountId }: AuditResult,
  terminal: Terminal,
): Promise<void> {
  const text = missingAuditorPermissionsText(missingOf(incomplete), { partition, region: homeRegion, accountId });
  await writeText(terminal.stderr, text);
}

/** The permissions whose lack made a result incomplete. */
export function missingOf(incomplete: readonly Incomplete[]): readonly MissingAuditorPermission[] {
  return incomplete.flatMap(({ missing }) => (missing === undefined ? [] : [missing]));
}

/**
 * One block that says which permissions were missing, with a policy that grants them; ends with a line break. Empty where
 * none was. What something else than the caller's own policies refused is told apart, since no policy would mend it.
 */
export function missingAuditorPermissionsText(
  missing: readonly MissingAuditorPermission[],
  place: ArnPlace = ANYWHERE,
): string {
  const lacking = missing.filter(({ refusedBy }) => refusedBy === undefined);
  const refused = missing.filter(({ refusedBy }) => refusedBy !== undefined);
  const lines: string[] = [];
  if (lacking.length > 0) {
    lines.push(
      '',
      'These permissions are missing. Add this policy to the role or user that runs the audit:',
      '',
      JSON.stringify(policyFor(lacking, place), null, 2),
      '',
      'More may be missing of what comes after these: docs/examples/reading-policy.json of the project has all that an audit reads with.',
    );
  }
  if (refused.length > 0) {
    lines.push('', 'These calls were refused by something that no policy of that role or user can overrule:');
    const byRefuser = Map.groupBy(refused, ({ refusedBy }) => refusedBy ?? '');
    for (const [refuser, of] of [...byRefuser].sort(byKey)) {
      lines.push(`  ${sortedSet(of.map(({ action }) => action)).join(', ')}: ${refuser}; ask whoever administers it`);
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

/** One statement for each set of resources. */
function policyFor(missing: readonly MissingAuditorPermission[], place: ArnPlace) {
  const byAction = Map.groupBy(missing, ({ action }) => action);
  const needs = [...byAction].map(([action, of]) => ({ action, resources: resourcesFor(action, of, place) }));
  const byResources = Map.groupBy(needs, ({ resources }) => JSON.stringify(resources));
  const statements = [...byResources.values()].map((same): Statement => {
    const resources = same[0]?.resources ?? ['*'];
    return {
      Effect: 'Allow',
      Action: sortedSet(same.map(({ action }) => action)),
      Resource: resources.length === 1 ? (resources[0] ?? '*') : resources,
    };
  });
  const first = ({ Action }: Statement): string => Action[0] ?? '';
  return { Version: '2012-10-17', Statement: statements.sort((a, b) => (first(a) < first(b) ? -1 : 1)) };
}

/** What the auditor needs it for; else the resources that were asked about. */
function resourcesFor(action: string, of: readonly MissingAuditorPermission[], place: ArnPlace): readonly string[] {
  const known = resourcesNeeded(action, place);
  if (known !== undefined) return known;
  const asked = of.map(({ resource }) => resource?.replace(/^arn:aws:s3:/, `arn:${place.partition}:s3:`));
  return asked.every((resource) => resource !== undefined) ? sortedSet(asked) : ['*'];
}
