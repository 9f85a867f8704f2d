import type { Finding } from '../findings/finding.ts';

/** Those that ask for something to be done. */
export function openFindings({ findings }: { readonly findings: readonly Finding[] }): readonly Finding[] {
  return findings.filter(({ status }) => status === 'open');
}

/** Those that somebody accepted. */
export function suppressedFindings({ findings }: { readonly findings: readonly Finding[] }): readonly Finding[] {
  return findings.filter(({ status }) => status === 'suppressed');
}
