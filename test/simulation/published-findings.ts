import type { KnownFinding } from '../../src/findings/finding.ts';
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
 * Which of the archived findings a run without history still finds in the same account. That the run with history knows some of its actions
 * to be used before the sources' reach, has not watched for long enough, or knows that they were granted and taken away, of which
 * `removed-and-missed` tells, is a reason of its own, as is that it tells the finding within one of unused permissions, which needs history.
 */
export function wronglyArchived(
  archived: readonly KnownFinding[],
  fresh: AuditResult,
  result: AuditResult,
): readonly string[] {
  const known = new Map(
    result.assessments.map(({ inUse, actions, missed = [] }) => {
      const used = actions.filter(({ verdict }) => verdict === 'used');
      const tellsMissed = result.findings.some(
        ({ rule, roleArn }) => rule === 'removed-and-missed' && roleArn === inUse.arn,
      );
      return [inUse.arn as string, new Set([...used, ...(tellsMissed ? missed : [])].map(({ action }) => action))];
    }),
  );
  const open = new Set<string>(result.findings.map(({ id }) => id));
  const within = new Set<string>((result.parts ?? []).flatMap(({ id, partOf }) => (open.has(partOf) ? [id] : [])));
  return archived.flatMap(({ id }) => {
    if (within.has(id)) return [];
    const still = fresh.findings.find((finding) => finding.id === id);
    if (still === undefined) return [];
    const own = known.get(still.roleArn);
    const isKnownBetter = still.actions.length > 0 && still.actions.every((action) => own?.has(action) === true);
    return isKnownBetter ? [] : [`${id} was archived, and a run without history still finds it`];
  });
}
