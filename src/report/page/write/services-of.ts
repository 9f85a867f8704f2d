import { byText } from '../../../base/by-text.ts';
import { getOrInsert } from '../../../base/get-or-insert.ts';
import { sum } from '../../../base/sum.ts';
import { serviceOf } from '../../../iam/action.ts';
import { verdictGroups } from '../../../rightsize/fold-verdicts.ts';
import { isGrantedNearlyAll } from '../../../rightsize/granted-nearly-all.ts';
import { type RoleAssessment, VERDICTS } from '../../../rightsize/verdict.ts';
import type { PageData } from '../page-data.ts';

/** The verdicts on each service's actions over all roles that are not granted nearly everything, most unused first. */
export function servicesOf(assessments: readonly RoleAssessment[]): PageData['services'] {
  const services = new Map<string, number[]>();
  for (const assessment of assessments) {
    if (isGrantedNearlyAll(assessment)) continue;
    for (const { verdict, actions } of verdictGroups(assessment)) {
      const place = VERDICTS.indexOf(verdict);
      for (const action of actions) {
        const counts = getOrInsert(services, serviceOf(action), () => VERDICTS.map(() => 0));
        counts[place] = (counts[place] ?? 0) + 1;
      }
    }
  }
  const unused = VERDICTS.indexOf('unused');
  return [...services]
    .map(([service, counts]) => ({ service, counts }))
    .sort(
      (a, b) =>
        (b.counts[unused] ?? 0) - (a.counts[unused] ?? 0) ||
        sum(b.counts) - sum(a.counts) ||
        byText(a.service, b.service),
    );
}
