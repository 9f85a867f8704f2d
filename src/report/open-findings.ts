import type { Finding } from '../findings/finding.ts';
import { isCounted } from '../findings/severity.ts';

/** Findings that are open: those that no exception accepts. */
export function openFindings({ findings }: { readonly findings: readonly Finding[] }): readonly Finding[] {
  return findings.filter(({ status }) => status === 'open');
}

/** Those of the open findings that every form counts as open: all but INFORMATIONAL ones. */
export function countedFindings(result: { readonly findings: readonly Finding[] }): readonly Finding[] {
  return openFindings(result).filter(isCounted);
}

/** Findings that an exception accepts. */
export function suppressedFindings({ findings }: { readonly findings: readonly Finding[] }): readonly Finding[] {
  return findings.filter(({ status }) => status === 'suppressed');
}
