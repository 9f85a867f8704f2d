import type { AuditContext } from '../audit-context.ts';
import { attempt } from '../base/attempt.ts';
import { byText } from '../base/by-text.ts';
import { accountOf, parseRoleArn, type RoleArn } from '../iam/arn.ts';
import { namesAction } from '../iam/match-statement.ts';
import { arnOfLookup, type Role, type RoleLookup } from '../iam/role.ts';

/** Reading a role takes a few calls, and nothing is lost but an answer that a path to it leads nowhere. */
const MOST_READ = 25;

/**
 * What IAM says of the roles that the audited ones may pass by name: whether they exist, and whom they trust. A role that
 * cannot be read is left out: it may be worth passing.
 */
export async function readPassableRoles(
  context: Pick<AuditContext, 'account' | 'roles'>,
  lookups: readonly RoleLookup[],
): Promise<readonly RoleLookup[]> {
  const known = new Set(lookups.map(arnOfLookup));
  const passable = lookups.flatMap((lookup) => (lookup.kind === 'found' ? passableBy(lookup.role) : []));
  const arns = [...new Set(passable)]
    .filter((arn) => !known.has(arn) && accountOf(arn) === context.account.accountId)
    .sort(byText)
    .slice(0, MOST_READ);
  if (arns.length === 0) return [];
  const reading = await attempt('Roles that may be passed', () => context.roles.read(arns));
  return 'value' in reading ? reading.value.value : [];
}

function passableBy({ policies }: Role): readonly RoleArn[] {
  return policies
    .flatMap(({ document }) => (document.ok ? document.value.statements : []))
    .filter((statement) => statement.effect === 'Allow' && namesAction(statement, 'iam:PassRole'))
    .flatMap(({ resource = [] }) => resource)
    .flatMap((text) => {
      const arn = parseRoleArn(text);
      return arn.ok && !/[*?$]/.test(text) ? [arn.value] : [];
    });
}
