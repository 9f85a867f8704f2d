import type { AuditContext } from '../audit-context.ts';
import type { UsageRequest } from '../evidence/usage.ts';
import { arnOf } from '../findings/role-facts.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';
import { type AssessedRoles, type AssessInput, assessRoles } from './assess-roles.ts';
import { lookAfresh } from './look-afresh.ts';

/** All roles judged, and what a reader must know of it, a sentence each. */
export interface ConfirmedRoles extends AssessedRoles {
  readonly caveats: readonly string[];
}

/** Judges all roles; those of which an unsigned ledger alone calls something unused for the first time once more, after a fresh look. */
export async function assessWithFreshLook(
  context: AuditContext,
  input: AssessInput,
  asked: { readonly request: UsageRequest; readonly ledger: RunLedger },
): Promise<ConfirmedRoles> {
  const first = assessRoles(context, input);
  const unread = context.scps?.incomplete ?? [];
  const { lastAccessed } = input.usage;
  const fresh = await lookAfresh(context, first.assessments, asked.request, { ledger: asked.ledger, lastAccessed });
  if (fresh === undefined) return { ...first, incomplete: [...unread, ...first.incomplete], caveats: [] };
  const judged = new Map(
    first.assessments.flatMap((assessment) => {
      const arn = arnOf(assessment);
      return fresh.lastAccessed.has(arn) || fresh.failed.has(arn) ? [] : [[assessment.inUse, assessment] as const];
    }),
  );
  const second = assessRoles(context, { ...input, fresh, judged });
  return {
    ...second,
    incomplete: [...unread, ...first.incomplete, ...fresh.incomplete, ...second.incomplete],
    caveats: fresh.caveats,
  };
}
