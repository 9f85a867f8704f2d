import type { Finding } from '../findings/finding.ts';

/** Findings that are open: those that no exception accepts. */
export function openFindings({ findings }: { readonly findings: readonly Finding[] }): readonly Finding[] {
  return findings.filter(({ status }) => status === 'open');
}

/** Findings that an exception accepts. */
export function suppressedFindings({ findings }: { readonly findings: readonly Finding[] }): readonly Finding[] {
  return findings.filter(({ status }) => status === 'suppressed');
}
