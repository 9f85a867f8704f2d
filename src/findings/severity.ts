import { type Finding, SEVERITIES, type Severity } from './finding.ts';

/** The severities of what counts as open; INFORMATIONAL findings are told of beside these, and make no message. */
export const COUNTED_SEVERITIES = SEVERITIES.filter((severity) => severity !== 'INFORMATIONAL');

/** True of a finding that counts as open, new or resolved. */
export function isCounted({ severity }: { readonly severity: Severity }): boolean {
  return severity !== 'INFORMATIONAL';
}

/** Below zero when `a` is worse than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

/** The severity that a text names; `undefined` for what is none, or none any more. */
export function severityNamed(text: string | undefined): Severity | undefined {
  return SEVERITIES.find((severity) => severity === text);
}

/** The worst of several, INFORMATIONAL for none. */
export function worstSeverity(severities: Iterable<Severity>): Severity {
  return [...severities].sort(compareSeverity)[0] ?? 'INFORMATIONAL';
}

/** Findings that are at least so grave. */
export function atLeast<F extends { readonly severity: Severity }>(
  least: Severity,
  findings: readonly F[],
): readonly F[] {
  return findings.filter(({ severity }) => compareSeverity(severity, least) <= 0);
}

/** The severity one step below; INFORMATIONAL stays. */
export function lowerSeverity(severity: Severity): Severity {
  return SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? 'INFORMATIONAL';
}

/** How many of each severity, worst first, zeros included. Suppressed findings do not count. */
export function countBySeverity(
  findings: readonly { readonly severity: Severity; readonly status?: Finding['status'] }[],
): Readonly<Record<Severity, number>> {
  const counts = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, INFORMATIONAL: 0 };
  for (const { severity, status } of findings) if (status !== 'suppressed') counts[severity] += 1;
  return counts;
}
