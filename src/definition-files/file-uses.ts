import { getOrInsert } from '../base/get-or-insert.ts';
import { parseRoleReference } from '../ecs/role-reference.ts';
import type { RequiredPermission, RoleInUse, RoleJob, RoleUse } from '../ecs/role-use.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { FileContents, FileDefinition, FileProblem } from './file-contents.ts';
import { needsOf } from './needs-of.ts';

/** A definition that names a role for one of its two jobs. */
export interface NamedBy {
  readonly job: RoleJob;
  readonly definition: FileDefinition;
}

/** What a file's definitions make of their roles. */
export interface FileUses {
  /** By the role's ARN. */
  readonly inUse: ReadonlyMap<RoleArn, RoleInUse>;
  readonly namedBy: ReadonlyMap<RoleArn, readonly NamedBy[]>;
  readonly required: ReadonlyMap<RoleArn, readonly RequiredPermission[]>;
  /** Definitions without an execution role, with what they certainly need of one. */
  readonly withoutExecutionRole: readonly {
    readonly definition: FileDefinition;
    readonly needs: readonly RequiredPermission[];
  }[];
  readonly incomplete: readonly FileProblem[];
}

/** Turns the definitions of a file around: from each role to what names it and what it needs for that. */
export function fileUses({ definitions }: FileContents): FileUses {
  const uses = new Map<RoleArn, RoleUse[]>();
  const byShortName = new Set<RoleArn>();
  const namedBy = new Map<RoleArn, NamedBy[]>();
  const required = new Map<RoleArn, RequiredPermission[]>();
  const withoutExecutionRole: { definition: FileDefinition; needs: readonly RequiredPermission[] }[] = [];
  const incomplete: FileProblem[] = [];
  for (const file of definitions) {
    const { definition, place } = file;
    const { region, taskDefinitionArn, family, revision, status, daemon, taskRoleArn, executionRoleArn } = definition;
    const needs = needsOf(file);
    for (const [job, reference] of [
      ['task', taskRoleArn],
      ['execution', executionRoleArn],
    ] as const) {
      const own = needs.filter((need) => need.job === job);
      if (reference === undefined) {
        const certain = own.filter(({ certainty }) => certainty === 'certain');
        if (job === 'execution' && certain.length > 0) withoutExecutionRole.push({ definition: file, needs: certain });
        continue;
      }
      const parsed = parseRoleReference(reference, place);
      if (!parsed.ok) {
        const field = `${job}RoleArn`;
        incomplete.push({ what: `${field} of ${family}`, why: parsed.problem, ...file.positionOf(field) });
        continue;
      }
      const { arn } = parsed.value;
      if (parsed.value.byShortName) byShortName.add(arn);
      const use: RoleUse = { job, region, taskDefinitionArn, family, revision, status, daemon, override: false };
      getOrInsert(uses, arn, () => []).push(use);
      getOrInsert(namedBy, arn, () => []).push({ job, definition: file });
      getOrInsert(required, arn, () => []).push(...own.map((need) => ({ ...need, role: arn })));
    }
  }
  const inUse = new Map([...uses].map(([arn, list]) => [arn, { arn, uses: list, byShortName: byShortName.has(arn) }]));
  return { inUse, namedBy, required, withoutExecutionRole, incomplete };
}
