import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { evidenceTrailSentence, isForEvidenceTrail } from '../../evidence-trail/evidence-trail-sentence.ts';
import { serviceOf } from '../../iam/action.ts';
import type { RoleArn } from '../../iam/arn.ts';
import { roleNameOf } from '../../iam/arn.ts';
import { type EvidenceSwitch, switchSentence } from '../../rightsize/evidence-switches.ts';
import { verdictGroups } from '../../rightsize/fold-verdicts.ts';
import { isGrantedNearlyAll } from '../../rightsize/granted-nearly-all.ts';
import type { RoleAssessment, Verdict } from '../../rightsize/verdict.ts';
import { arnOf, unreadPolicies } from '../role-facts.ts';
import type { AccountRule, Outcome, RuleContext } from '../rule.ts';

/** Fires where actions could not be judged; names the switches that would change it. */
export const evidenceGap = {
  id: 'evidence-gap',
  scope: 'account',
  title: 'Some permissions of roles cannot be judged',
  motivation:
    'What nothing watches is never called unused. Here is what stands in the way, and the switch that changes it; the report has it role by role.',
  severity: 'INFORMATIONAL.',
  remediation:
    'Deploy the trail that `ecs-role-auditor evidence plan` prints, let the auditor read a trail that records them, or wait until the roles were watched long enough.',
  page: {
    title: 'Logging data events',
    url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
  },
  evidence: 'None: it reports the lack of it. A run about some of the roles leaves the finding as it is.',
  notApplicable: 'Never: it is about the account.',
  classifier: 'Evidence Gap',
  probe,
} as const satisfies AccountRule;

/** How many switches, and how many roles, a text has room for. */
const MOST_NAMED = 3;

function probe(all: readonly RoleAssessment[], context: RuleContext): Outcome {
  const ordinary = all.filter((assessment) => !isGrantedNearlyAll(assessment));
  // Roles that are granted nearly everything would hide the others in every count, unless there are no others.
  const shown = ordinary.some(isOpen) ? ordinary : all;
  const besides = all.length - shown.length;
  const unobservable = openOf(shown, 'unobservable');
  const undetermined = openOf(shown, 'undetermined');
  const unread = all.filter(({ lookup }) => lookup.kind === 'unreadable').map(({ inUse }) => roleNameOf(inUse.arn));
  const halfRead = all.flatMap(({ lookup }) => {
    const why = lookup.kind === 'found' ? unreadPolicies(lookup.role) : undefined;
    return why === undefined || lookup.kind !== 'found' ? [] : [`${lookup.role.name} (${why})`];
  });
  const open = unobservable.count + undetermined.count;
  if (open === 0 && unread.length === 0 && halfRead.length === 0) {
    return context.inventoryComplete ? { kind: 'fine' } : { kind: 'unavailable', why: 'not every role was looked at' };
  }
  const switches = context.switches ?? [];
  const dark = unobservable.count - switches.reduce((sum, { actions }) => sum + actions.length, 0);
  const roles = new Set([...unobservable.roles, ...undetermined.roles]).size;
  const unreadText = unread.length === 0 ? '' : `IAM did not say what ${listed(unread, MOST_NAMED)} may do.`;
  const sentences = [
    unobservable.count > 0
      ? `${counted(unobservable.count, 'action')} of ${listed(unobservable.services, MOST_NAMED)} left no trace in the events that were read.`
      : '',
    dark > 0 ? `No CloudTrail setting is known that would show ${counted(dark, 'action')} of them.` : '',
    undetermined.count > 0
      ? `${counted(undetermined.count, 'action')} ${undetermined.count === 1 ? 'is' : 'are'} undetermined: watched too short, granted too recently, or not wholly read.`
      : '',
    unreadText,
    halfRead.length === 0 ? '' : `Not wholly read: ${listed(halfRead, MOST_NAMED)}.`,
    besides === 0
      ? ''
      : `${counted(besides, 'role')} that ${besides === 1 ? 'is' : 'are'} granted nearly everything ${besides === 1 ? 'is' : 'are'} not counted.`,
    'None of them is called unused.',
  ];
  return {
    kind: 'finding',
    draft: {
      severity: 'INFORMATIONAL',
      title:
        open === 0
          ? `${counted(unread.length + halfRead.length, 'role')} could not be read`
          : `${counted(open, 'permission')} of ${counted(roles, 'role')} cannot be judged`,
      description: sentences.filter((sentence) => sentence !== '').join(' '),
      actions: [],
      remediation: nextStep(switches, { undetermined: undetermined.count, unread: unread.length + halfRead.length }),
      evidence: {
        unobservableActions: String(unobservable.count),
        undeterminedActions: String(undetermined.count),
        rolesNotRead: String(unread.length),
        ...typesOf(switches),
      },
    },
  };
}

function isOpen(assessment: RoleAssessment): boolean {
  return verdictGroups(assessment).some(
    ({ verdict, actions }) => actions.length > 0 && (verdict === 'unobservable' || verdict === 'undetermined'),
  );
}

interface OpenActions {
  readonly count: number;
  readonly roles: ReadonlySet<RoleArn>;
  /** Those with the most actions first. */
  readonly services: readonly string[];
}

/** The actions of this verdict, of all roles. */
function openOf(all: readonly RoleAssessment[], wanted: Verdict): OpenActions {
  const roles = new Set<RoleArn>();
  const services = new Map<string, number>();
  let count = 0;
  for (const assessment of all) {
    for (const { verdict, actions } of verdictGroups(assessment)) {
      if (verdict !== wanted) continue;
      count += actions.length;
      roles.add(arnOf(assessment));
      for (const action of actions) services.set(serviceOf(action), (services.get(serviceOf(action)) ?? 0) + 1);
    }
  }
  const inOrder = [...services].sort(([a, most], [b, more]) => more - most || byText(a, b)).map(([name]) => name);
  return { count, roles, services: inOrder };
}

function nextStep(
  switches: readonly EvidenceSwitch[],
  { undetermined, unread }: { readonly undetermined: number; readonly unread: number },
): string {
  if (switches.length > 0) {
    const others = switches.filter((one) => !isForEvidenceTrail(one));
    const rest = others.slice(MOST_NAMED);
    const left = rest.reduce((sum, { actions }) => sum + actions.length, 0);
    return [
      ...[evidenceTrailSentence(switches) ?? []].flat(),
      ...others.slice(0, MOST_NAMED).map(switchSentence),
      ...(rest.length > 0 ? [`${counted(rest.length, 'more switch')} would decide ${counted(left, 'action')}.`] : []),
      'The source auto reads the trail that records them, where its bucket may be read.',
    ].join(' ');
  }
  if (unread > 0) {
    return "Let the auditor's role read the roles: iam:GetRole, iam:ListRolePolicies, iam:GetRolePolicy, iam:ListAttachedRolePolicies, iam:GetPolicy, iam:GetPolicyVersion.";
  }
  return undetermined > 0
    ? 'Let the audit run until roles and grants are old enough and were watched long enough, with a trail or ledger that reaches back; fix what the run reports as incomplete.'
    : 'Nothing to switch on: judge these permissions by what the applications do.';
}

function typesOf(switches: readonly EvidenceSwitch[]): Readonly<Record<string, string>> {
  const types = new Set(switches.flatMap(({ records }) => (records.kind === 'data' ? records.resourceTypes : [])));
  return types.size === 0 ? {} : { dataEventTypes: [...types].sort(byText).join(' ') };
}
