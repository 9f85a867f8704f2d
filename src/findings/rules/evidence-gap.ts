import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { serviceOf } from '../../iam/action.ts';
import { roleNameOf } from '../../iam/arn.ts';
import { type EvidenceSwitch, whatToRecord } from '../../rightsize/evidence-switches.ts';
import type { ActionVerdict, RoleAssessment } from '../../rightsize/verdict.ts';
import { unreadPolicies, watchedEvidence } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** Fires where actions could not be judged; names the switch that would change it. */
export const evidenceGap = {
  id: 'evidence-gap',
  title: 'Some permissions of the role cannot be judged',
  motivation:
    'What nothing watches is never called unused. Here is what stands in the way, and the switch that changes it.',
  severity: 'INFORMATIONAL.',
  remediation:
    'Turn on the CloudTrail data events named in the finding, or wait until the role was watched long enough.',
  page: {
    title: 'Logging data events',
    url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
  },
  evidence: 'None: it reports the lack of it.',
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'Evidence Gap',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  const { lookup } = assessment;
  if (lookup.kind === 'missing' || lookup.kind === 'foreign') {
    return { kind: 'notApplicable', why: 'there is no role of this account to judge' };
  }
  if (lookup.kind === 'unreadable') {
    return {
      kind: 'finding',
      draft: {
        severity: 'INFORMATIONAL',
        title: `${roleNameOf(lookup.arn)} could not be read`,
        description: `IAM did not say what this role is granted: ${lookup.why}. None of it is judged until IAM does.`,
        actions: [],
        remediation: `Let the auditor's role read ${roleNameOf(lookup.arn)}: iam:GetRole, iam:ListRolePolicies, iam:GetRolePolicy, iam:ListAttachedRolePolicies, iam:GetPolicy, iam:GetPolicyVersion.`,
        evidence: {},
      },
    };
  }
  const unobservable = assessment.actions.filter((verdict) => verdict.verdict === 'unobservable');
  const undetermined = assessment.actions.filter((verdict) => verdict.verdict === 'undetermined');
  const unread = unreadPolicies(lookup.role);
  const open = unobservable.length + undetermined.length;
  if (open === 0 && unread === undefined) return { kind: 'fine' };

  const switches = context.switches?.get(assessment.inUse.arn) ?? [];
  const decided = new Set(switches.flatMap(({ actions }) => actions.map(({ action }) => action)));
  const dark = unobservable.filter(({ action }) => !decided.has(action));
  const types = dataEventTypesOf(switches);
  return {
    kind: 'finding',
    draft: {
      severity: 'INFORMATIONAL',
      title: `${counted(open, 'permission')} of ${lookup.role.name} cannot be judged`,
      description: [
        unobservable.length > 0
          ? `${counted(unobservable.length, 'action')} of ${servicesOf(unobservable)} left no trace in the events that were read.`
          : '',
        dark.length > 0
          ? `No CloudTrail setting is known that would show ${counted(dark.length, 'action')} of ${servicesOf(dark)}.`
          : '',
        undetermined.length > 0
          ? `${counted(undetermined.length, 'action')} ${undetermined.length === 1 ? 'is' : 'are'} undetermined: watched too short, granted too recently, or not wholly read.`
          : '',
        unread === undefined ? '' : `Not read: ${unread}.`,
        'None of them is called unused.',
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
      actions: [...unobservable, ...undetermined].map((verdict) => verdict.action).sort(byText),
      remediation:
        switches.length > 0
          ? `${orders(switches)} Then audit with the trail that records them as source.`
          : undetermined.length > 0
            ? 'Let the audit run until role and grants are old enough and were watched long enough, with a trail or ledger that reaches back; fix what the run reports as incomplete.'
            : 'Nothing to switch on: judge these permissions by what the application does.',
      evidence: {
        unobservableActions: String(unobservable.length),
        undeterminedActions: String(undetermined.length),
        ...(types.length > 0 && { dataEventTypes: types.join(' ') }),
        ...watchedEvidence(assessment),
      },
    },
  };
}

/** As many as fit, with their Regions, into the text of a remediation. */
const MOST_SWITCHES = 2;

function orders(switches: readonly EvidenceSwitch[]): string {
  const shown = switches
    .slice(0, MOST_SWITCHES)
    .map((each) => `${whatToRecord(each)}, to judge ${counted(each.actions.length, 'action')}.`);
  const rest = switches.slice(MOST_SWITCHES);
  const left = rest.reduce((sum, { actions }) => sum + actions.length, 0);
  return [
    ...shown,
    ...(rest.length > 0 ? [`${counted(rest.length, 'more switch')} would decide ${counted(left, 'action')}.`] : []),
  ].join(' ');
}

function dataEventTypesOf(switches: readonly EvidenceSwitch[]): readonly string[] {
  return [...new Set(switches.flatMap(({ records }) => (records.kind === 'data' ? records.resourceTypes : [])))].sort(
    byText,
  );
}

function servicesOf(verdicts: readonly ActionVerdict[]): string {
  return listed([...new Set(verdicts.map(({ action }) => serviceOf(action)))].sort(byText));
}
