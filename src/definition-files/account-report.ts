import { isRecord } from '../base/is-record.ts';
import { nameAtEnd } from '../base/name-at-end.ts';
import { ok, problem, type Result } from '../base/result.ts';
import { asArray } from '../cloudtrail/json.ts';
import type { RoleInUse } from '../ecs/role-use.ts';
import type { Role } from '../iam/role.ts';
import type { SeenUses } from './assess-file-role.ts';

/** What an audit's report says of roles in use. */
export interface AccountReport {
  /** What was seen of the role that a file's role will be in the account; nothing where nobody can tell which that is. */
  seenOf(role: Role, inUse: RoleInUse): SeenUses;
}

interface ReportedRole {
  readonly arn: string;
  readonly usedAs: readonly unknown[];
  readonly families: readonly unknown[];
  readonly seen: SeenUses;
}

/** Reads the document of `audit --format json`. */
export function parseAccountReport(text: string): Result<AccountReport> {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return problem('it is no JSON: expected what audit --format json prints');
  }
  const list = isRecord(document) ? document['roles'] : undefined;
  if (!Array.isArray(list)) return problem('it has no list of roles: expected what audit --format json prints');
  const roles = list.filter(isRecord).flatMap(reportedRole);
  return ok({
    seenOf(role, inUse) {
      const byArn = roles.filter(({ arn }) => arn === role.arn);
      const byName = roles.filter(
        ({ arn }) => nameAtEnd(arn) === role.name || isGeneratedFrom(role.name, nameAtEnd(arn)),
      );
      const byFamily = roles.filter(({ usedAs, families }) =>
        inUse.uses.some(({ job, family }) => usedAs.includes(job) && families.includes(family)),
      );
      const [one, ...others] = [byArn, byName, byFamily].find((found) => found.length > 0) ?? [];
      return one === undefined || others.length > 0 ? new Map() : one.seen;
    },
  });
}

/** CloudFormation makes `STACK-LOGICALID-RANDOM`, Terraform its prefix and digits. */
function isGeneratedFrom(name: string, actual: string): boolean {
  const id = /^<@(?:.*\.)?([\w-]+)>$/.exec(name)?.[1];
  return id !== undefined && new RegExp(`(?:^|-)${id}-[A-Z0-9]{6,}$`).test(actual);
}

function reportedRole({ arn, usedAs, families, actions }: Readonly<Record<string, unknown>>): readonly ReportedRole[] {
  if (typeof arn !== 'string') return [];
  const used = (Array.isArray(actions) ? actions : [])
    .filter(isRecord)
    .flatMap(({ action, verdict, lastUsed, resources }) => {
      if (verdict !== 'used' || typeof action !== 'string') return [];
      const seen = {
        action,
        ...(typeof lastUsed === 'string' && { last: lastUsed }),
        resources: asArray(resources).filter((each): each is string => typeof each === 'string'),
      };
      return [[action.toLowerCase(), seen] as const];
    });
  return [{ arn, usedAs: asArray(usedAs), families: asArray(families), seen: new Map(used) }];
}
