import type { Severity } from '../findings/finding.ts';
import type { Position } from './document-path.ts';

/** What a rule found in a file. Placeholders stand as people read them. */
export interface CheckFinding extends Position {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly file: string;
  /** The first of `families`; empty for a role that no definition of the file names. */
  readonly family: string;
  readonly families: readonly string[];
  /** The role's ARN; empty where a definition names none. */
  readonly role: string;
  readonly actions: readonly string[];
  readonly remedy: string;
}
