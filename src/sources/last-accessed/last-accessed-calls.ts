import type { Incomplete } from '../../base/incomplete.ts';
import type { Attempt } from '../../evidence/last-accessed/role-last-accessed.ts';
import type { Action } from '../../iam/action.ts';
import type { RoleArn } from '../../iam/arn.ts';

/** What a report says of one service. */
export interface ServiceAccess {
  /** Service prefix in lower case. */
  readonly prefix: string;
  /** Absent: no attempt in the tracking period. */
  readonly attempt?: Attempt;
  /** The actions that IAM tracks one by one and the role attempted. */
  readonly actions: readonly (Attempt & { readonly action: Action })[];
}

/** One answer about a job; `next` asks for the page after it, and is absent on the last. */
export type ReportPage =
  | { readonly done: false }
  | { readonly done: true; readonly services: readonly ServiceAccess[]; readonly next?: string };

/** The calls to AWS IAM that the source `last-accessed` needs; each rejects with the service's own error. */
export interface LastAccessedCalls {
  /** Starts the job that makes a role's report, and returns its id. */
  start(role: RoleArn): Promise<string>;
  /** A page of the report. Rejects where the job failed. */
  report(jobId: string, next?: string): Promise<ReportPage>;
  /** Waits, so many milliseconds, for a job. Rejects when the time for reading is up. */
  wait(ms: number): Promise<unknown>;
  /** States what a failed call lost, and what would mend it. */
  incompleteOf(what: string, error: unknown): Incomplete;
}
