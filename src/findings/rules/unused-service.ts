import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { serviceOf } from '../../iam/action.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { isAdministrator } from '../is-administrator.ts';
import { watchedEvidence, watchedSentence, withRole } from '../role-facts.ts';
import type { Outcome, Rule } from '../rule.ts';

/** Fires on services of which every granted action is `unused`. One action that cannot be judged leaves its service in doubt. */
export const unusedService = {
  id: 'unused-service',
  title: 'Role is granted a service that it never uses',
  motivation: 'A whole service that nothing uses is the easiest permission to take away, and the one nobody misses.',
  severity: 'LOW. What could be done with the actions is weighed by unused-permissions.',
  remediation: 'Remove the statements about the service.',
  page: {
    title: 'Refine permissions in AWS using last accessed information',
    url: `${IAM_USER_GUIDE}/access_policies_last-accessed.html`,
  },
  evidence: 'As unused-permissions, for every granted action of the service.',
  notApplicable: 'The role has administrator access, does not exist, or belongs to another account.',
  classifier: 'Unused Permission',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment): Outcome {
  return withRole(assessment, (role) => {
    if (isAdministrator(role)) {
      return { kind: 'notApplicable', why: 'administrator-access covers it' };
    }
    const judged = assessment.actions.filter(({ verdict }) => verdict !== 'blocked');
    const byService = [...Map.groupBy(judged, ({ action }) => serviceOf(action))];
    const unused = byService.filter(([, actions]) => actions.every(({ verdict }) => verdict === 'unused'));
    if (unused.length === 0) {
      const doubtful = byService
        .filter(([, actions]) => actions.every(({ verdict }) => verdict !== 'used' && verdict !== 'required'))
        .flatMap(([, actions]) => actions.map(({ action }) => action));
      if (doubtful.length === 0) return { kind: 'fine' };
      return {
        kind: 'unavailable',
        why: `${counted(doubtful.length, 'action')} of services without a seen use could not all be judged`,
        about: doubtful,
      };
    }
    const services = unused.map(([service]) => service).sort(byText);
    const actions = unused.flatMap(([, verdicts]) => verdicts.map(({ action }) => action)).sort(byText);
    return {
      kind: 'finding',
      draft: {
        severity: 'LOW',
        title: `${role.name} never uses ${counted(services.length, 'service')} that it is granted`,
        description: `Not one of ${counted(actions.length, 'granted action')} of ${listed(services, 12)} was used, and all of them were watched in every enabled Region.`,
        ...watchedSentence(assessment),
        reason: `no use of ${listed(services, 4)}`,
        actions,
        remediation: `Remove the statements about ${listed(services, 12)}.`,
        evidence: { services: services.join(' '), ...watchedEvidence(assessment) },
      },
    };
  });
}
