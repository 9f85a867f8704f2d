import { type ComponentChild, h } from 'preact';
import { grouped } from '../base/format.ts';
import type { Severity } from '../findings/finding.ts';
import { severityName } from './page-words.ts';

interface BadgeProps {
  readonly severity: Severity;
  /** What stands before the name, a count as a rule. */
  readonly count?: number;
}

/** A severity as coloured text. */
export function Badge({ severity, count }: BadgeProps): ComponentChild {
  const name = severityName(severity);
  return h(
    'span',
    { class: `badge ${severity.toLowerCase()}` },
    count === undefined ? name : `${grouped(count)} ${name}`,
  );
}
