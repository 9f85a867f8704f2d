import { serviceOf } from '../../iam/action.ts';
import { roleNameOf } from '../../iam/arn.ts';
import { dataEventTypeOf } from '../data-event-types.ts';
import { byText, unreadPolicies, watchedEvidence } from '../role-facts.ts';
import type { Probe } from '../rule.ts';
import { counted, listed } from '../text.ts';

/** Fires where actions could not be judged; names the switch that would change it. */
export const evidenceGap: Probe = (assessment) => {
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
        description: `IAM did not say what this role is granted: ${lookup.why}. Nothing of it is judged until then.`,
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

  const services = [...new Set(unobservable.map((verdict) => serviceOf(verdict.action)))].sort(byText);
  const switches = services.map(dataEventTypeOf).filter((type) => type !== undefined);
  const dark = services.filter((service) => dataEventTypeOf(service) === undefined);
  return {
    kind: 'finding',
    draft: {
      severity: 'INFORMATIONAL',
      title: `${counted(open, 'permission')} of ${lookup.role.name} cannot be judged`,
      description: [
        unobservable.length > 0
          ? `${counted(unobservable.length, 'action')} of ${listed(services)} left no trace in the events that were read.`
          : '',
        dark.length > 0 ? `For ${listed(dark)} the program knows no data-event type to switch on.` : '',
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
          ? `Record CloudTrail data events of ${listed(switches, 8)} in a trail and audit with that trail as source.`
          : undetermined.length > 0
            ? 'Let the audit run until role and grants are old enough and were watched long enough, with a trail or ledger that reaches back; mend what the run calls incomplete.'
            : 'Nothing to switch on: judge these permissions by what the application does.',
      evidence: {
        unobservableActions: String(unobservable.length),
        undeterminedActions: String(undetermined.length),
        ...(switches.length > 0 && { dataEventTypes: switches.join(' ') }),
        ...watchedEvidence(assessment),
      },
    },
  };
};
