import type { Finding, KnownFinding } from '../../src/findings/finding.ts';
import { compareSeverity } from '../../src/findings/severity.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';

/** What is wrong with Security Hub after a run that published everything. */
export function publishedFindings(hub: readonly KnownFinding[], result: AuditResult): readonly string[] {
  const { publishFrom } = result.settings;
  const all = new Set<string>(result.findings.map(({ id }) => id));
  const found = result.findings
    .filter(({ severity }) => compareSeverity(severity, publishFrom) <= 0)
    .map(({ id }) => id);
  const known = new Set<string>([...all, ...result.lifecycle.unconfirmed]);
  const active = hub.filter(({ recordState }) => recordState === 'ACTIVE');
  const shown = new Set<string>(active.map(({ id }) => id));
  return [
    ...found.filter((id) => !shown.has(id)).map((id) => `${id} is open and Security Hub does not show it`),
    ...[...shown].filter((id) => !known.has(id)).map((id) => `Security Hub shows ${id}, which the run does not know`),
  ];
}

/** The findings that Security Hub shows more than once, under different ids. */
export function doubledFindings(hub: readonly KnownFinding[]): readonly string[] {
  const active = hub.filter(({ recordState }) => recordState === 'ACTIVE');
  const alike = Map.groupBy(active, ({ rule, roleArn }) => `${rule} of ${roleArn}`);
  return [...alike]
    .filter(([, own]) => own.length > 1)
    .map(([what, own]) => `Security Hub shows ${what} ${own.length} times`);
}

/** The findings that a night archived. */
export function archivedBetween(
  before: readonly KnownFinding[],
  after: readonly KnownFinding[],
): readonly KnownFinding[] {
  const active = new Set(before.filter(({ recordState }) => recordState === 'ACTIVE').map(({ id }) => id));
  return after.filter(({ id, recordState }) => recordState === 'ARCHIVED' && active.has(id));
}

/**
 * Which of the archived findings a run without history still finds in the same account. That the run with history which archived it knows some
 * of its actions to be used before the sources' reach, has not watched for long enough, or knows that they were granted and taken away, of which
 * `removed-and-missed` tells, is a reason of its own, as is that it tells the finding within one of unused permissions, which needs history.
 * `ended`: the results of the night; of what a run archived that was killed, the last one decides.
 */
export function wronglyArchived(
  archived: readonly KnownFinding[],
  fresh: AuditResult,
  ended: readonly AuditResult[],
): readonly string[] {
  return archived.flatMap(({ id }) => {
    const still = fresh.findings.find((finding) => finding.id === id);
    if (still === undefined) return [];
    const archiving = ended.filter(({ lifecycle }) => lifecycle.resolved.includes(id));
    const deciding = archiving.length > 0 ? archiving : ended.slice(-1);
    return deciding.some((result) => knowsBetter(result, still))
      ? []
      : [`${id} was archived, and a run without history still finds it`];
  });
}

/** Whether a run with history has a reason to archive what one without still finds. */
function knowsBetter({ assessments, findings, parts = [] }: AuditResult, { id, roleArn, actions }: Finding): boolean {
  const main = parts.find((part) => part.id === id)?.partOf;
  if (findings.some((finding) => finding.id === main)) return true;
  const own = assessments.find(({ inUse }) => inUse.arn === roleArn);
  if (own === undefined || actions.length === 0) return false;
  const used = own.actions.filter(({ verdict }) => verdict === 'used');
  const tellsMissed = findings.some((finding) => finding.rule === 'removed-and-missed' && finding.roleArn === roleArn);
  const known = new Set([...used, ...(tellsMissed ? (own.missed ?? []) : [])].map(({ action }) => action));
  return actions.every((action) => known.has(action));
}
