import { counted } from '../../base/format.ts';
import { SEVERITIES } from '../../findings/finding.ts';
import type { OrganizationSummary } from '../organization-summary.ts';

/** `Organization o-a1b2: 9 of 11 accounts audited, 2 not, 1 left out`. */
export function standingLine({ organization, standings }: OrganizationSummary): string {
  const { audited, partly, notAudited, skipped } = standings;
  const wanted = audited + partly + notAudited;
  const parts = [
    `${audited + partly} of ${counted(wanted, 'account')} audited`,
    ...(partly > 0 ? [`${partly} of them in part`] : []),
    ...(notAudited > 0 ? [`${notAudited} not`] : []),
    ...(skipped > 0 ? [`${skipped} left out`] : []),
  ];
  return `${organization === undefined ? 'Accounts' : `Organization ${organization}`}: ${parts.join(', ')}`;
}

/** `83 roles, 3 CRITICAL, 12 HIGH; 140 permissions unused`. */
export function totalsLine({ roles, findings, unused }: OrganizationSummary): string {
  return `${counted(roles, 'role')}, ${findingCounts(findings)}; ${counted(unused, 'permission')} unused`;
}

/** `3 CRITICAL, 12 HIGH`; of those there are none of, nothing. */
export function findingCounts(findings: OrganizationSummary['findings']): string {
  const counts = SEVERITIES.filter((severity) => findings[severity] > 0).map(
    (severity) => `${findings[severity]} ${severity}`,
  );
  return counts.length === 0 ? 'no open findings' : counts.join(', ');
}

/** What changed since the run before, a sentence each. */
export function changeSentences({ changes }: OrganizationSummary): readonly string[] {
  const { since, opened, resolved, nowAudited, noLongerAudited, gone } = changes;
  const named = (ids: readonly string[]): string =>
    ids.length > 10 ? `${ids.slice(0, 10).join(', ')} and ${ids.length - 10} more` : ids.join(', ');
  return [
    `${counted(opened, 'finding')} new, ${resolved} resolved${since === undefined ? '' : ` since the run of ${since}`}`,
    ...(noLongerAudited.length > 0 ? [`Audited then, and not now: ${named(noLongerAudited)}`] : []),
    ...(nowAudited.length > 0 ? [`Audited for the first time, or again: ${named(nowAudited)}`] : []),
    ...(gone.length > 0 ? [`No longer in the organization: ${named(gone)}`] : []),
  ];
}
