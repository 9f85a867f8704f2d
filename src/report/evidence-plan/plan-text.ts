import { counted, listed } from '../../base/format.ts';
import { day } from '../../base/time.ts';
import type { RoleEvidence } from '../../evidence-trail/evidence-status.ts';
import { deploymentClause, PLAN_COMMAND } from '../../evidence-trail/evidence-trail-sentence.ts';
import { valuesOf } from '../../evidence-trail/pack-selectors.ts';
import { hasChanges, type PlanChanges } from '../../evidence-trail/plan-changes.ts';
import { dollars, type EvidencePlan, type PlannedTypes } from '../../evidence-trail/plan-evidence-trail.ts';
import { roleNameOf } from '../../iam/arn.ts';

const MOST_NAMED = 4;

/** The upper bound of a plan's cost: `at most 4.20 USD a month, and what AWS::S3::Object costs, …`. */
export function costText({ usd, uncounted, recorded }: EvidencePlan): string {
  const counts = recorded.some((each) => each.usd !== undefined);
  const bound = `at most ${dollars(usd)} a month`;
  if (uncounted.length === 0) return bound;
  const unknown = `what ${listed(uncounted, 3)} ${uncounted.length === 1 ? 'costs' : 'cost'} is not known`;
  return counts ? `${bound}, and ${unknown}` : unknown;
}

/** A plan for people, a line each. */
export function planLines(plan: EvidencePlan): readonly string[] {
  if (plan.recorded.length === 0 && plan.leftOut.length === 0) {
    return ['No action of the audited roles waits for data events that nothing records.'];
  }
  return [
    plan.recorded.length === 0
      ? 'Nothing can be recorded within these limits.'
      : `${deploymentClause(plan.decides, costText(plan))}.`,
    ...plan.recorded.map((each) => `  records ${bundleText(each)}: ${bundleCost(each)}`),
    ...(plan.waitsForMore.actions > 0
      ? [
          `  of these, ${counted(plan.waitsForMore.actions, 'action')} of ${counted(plan.waitsForMore.roles, 'role')} wait for more than data events: ecs-role-auditor explain says for what`,
        ]
      : []),
    ...plan.leftOut.map((each) => `  leaves out ${bundleText(each)}, which stay undecided: ${each.because}`),
    ...(plan.muted.length > 0
      ? [
          `  leaves out ${counted(plan.muted.length, 'event name')} of roles that are known to be used, which saves ${dollars(plan.savedUsd)} a month: ${listed(
            plan.muted.map(({ role, eventName }) => `${roleNameOf(role)} ${eventName}`),
            MOST_NAMED,
          )}. Resources that these are used on are no longer all seen.`,
        ]
      : []),
    ...plan.trails.map(
      ({ name, selectors }) =>
        `  trail ${name}: ${counted(selectors.length, 'selector')} with ${counted(valuesOf(selectors), 'value')}`,
    ),
    ...(plan.trails.length > 0
      ? [
          'The bound counts the calls of everybody in the account; of the roles alone it is less. Storage, and calls of which CloudWatch has no count (as SQS ChangeMessageVisibility), are not in it.',
          'Deploy it with --as cloudformation, terraform or cli; an action is decided once it was watched for as long as --min-watched says.',
        ]
      : []),
  ];
}

function bundleText({ types, roles, actions }: PlannedTypes): string {
  return `${listed(types, MOST_NAMED)} for ${counted(actions, 'action')} of ${counted(roles.length, 'role')}`;
}

function bundleCost({ usd, why }: PlannedTypes): string {
  return usd === undefined ? `cost unknown, ${why}` : `at most ${dollars(usd)} a month`;
}

/** What is to be changed of the trails that there are, and what it saves. */
export function changeLines(changes: PlanChanges, plan: Pick<EvidencePlan, 'savedUsd'>): readonly string[] {
  if (!hasChanges(changes)) return ['The evidence trail is as it should be.'];
  const { created, unneeded, added, dropped, muted, unmuted } = changes;
  const named = (list: readonly { readonly role: string; readonly type: string }[]) =>
    listed(
      list.map(({ role, type }) => `${nameIn(role)} (${type})`),
      MOST_NAMED,
    );
  return [
    ...(created.length > 0 ? [`Create ${listed(created)}.`] : []),
    ...(unneeded.length > 0 ? [`Delete ${listed(unneeded)}: nothing waits for it any more.`] : []),
    ...(added.length > 0 ? [`Record ${named(added)} as well.`] : []),
    ...(dropped.length > 0
      ? [`Stop recording ${named(dropped)}: all is decided, or the role is not audited any more.`]
      : []),
    ...muted.map(
      ({ role, type, names }) => `Leave out ${listed(names)} of ${nameIn(role)} (${type}): known to be used.`,
    ),
    ...unmuted.map(
      ({ role, type, names }) =>
        `Record ${listed(names)} of ${nameIn(role)} (${type}) again, before what was seen is forgotten.`,
    ),
    `All names that are left out save ${dollars(plan.savedUsd)} a month.`,
  ];
}

function nameIn(sessions: string): string {
  return sessions.split('/').at(-2) ?? sessions;
}

/** One line for each role; before them, where no trail was made for them yet, the command that plans one. */
export function statusLines(roles: readonly RoleEvidence[], isDeployed: boolean): readonly string[] {
  if (roles.length === 0)
    return ['No role has data-plane actions that are not recorded of everybody, in every Region.'];
  const lines = roles.map(({ role, types, watchedSince, watched, actions, muted, decided }) => {
    const seen =
      watchedSince === undefined
        ? `not watched (${listed(types, MOST_NAMED)})`
        : `${watched} of ${counted(actions, 'action')} watched since ${day(watchedSince)}`;
    const names = muted.length === 0 ? 'nothing muted' : `muted: ${listed(muted, MOST_NAMED)}`;
    return `${roleNameOf(role)}: ${seen}; ${names}; ${decided} of ${actions} decided`;
  });
  return isDeployed ? lines : [`There is no evidence trail: ${PLAN_COMMAND} prints one, with what it costs.`, ...lines];
}
