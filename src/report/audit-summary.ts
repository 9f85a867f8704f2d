import type { Incomplete } from '../base/incomplete.ts';
import { toIso } from '../base/time.ts';
import { endingSentence, expiredSentence } from '../findings/exceptions/exception-sentences.ts';
import type { Severity } from '../findings/finding.ts';
import { countBySeverity } from '../findings/severity.ts';
import type { Verdict } from '../rightsize/verdict.ts';
import type { AuditResult, KeptLedger } from './audit-result.ts';
import { type CoverageSummary, summarizeCoverage } from './coverage-summary.ts';
import { suppressedFindings } from './open-findings.ts';
import { countByVerdict } from './role-summary.ts';
import { more } from './text/bounded-list.ts';

/** A run in numbers: what the Lambda handler returns. Times are ISO 8601. */
export interface AuditSummary {
  readonly account: string;
  readonly regions: readonly string[];
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly dryRun: boolean;
  readonly roles: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Open findings. */
  readonly findings: Readonly<Record<Severity, number>>;
  /** Findings that are there, and accepted by an exception. */
  readonly suppressed: number;
  readonly opened: number;
  readonly reopened: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly resolved: number;
  /** Open before, and not checked well enough to be confirmed or resolved. */
  readonly unconfirmed: number;
  /** Exceptions that expired although what they accepted is still there, a sentence each; of more than ten the first, and how many more. */
  readonly expiredExceptions: readonly string[];
  /** Exceptions that expire within 14 days, in the same way. */
  readonly endingExceptions: readonly string[];
  readonly coverage: readonly CoverageSummary[];
  readonly complete: boolean;
  readonly incomplete: readonly Incomplete[];
  /** What is kept from run to run, and how large it is; absent where nothing is. */
  readonly ledger?: KeptLedger;
  readonly report?: string;
  /** Why no message was sent. */
  readonly withheld?: string;
}

/** Sums up a run. */
export function summarize(result: AuditResult): AuditSummary {
  const { lifecycle } = result;
  return {
    account: result.accountId,
    regions: result.regions,
    startedAt: toIso(result.startedAt),
    finishedAt: toIso(result.finishedAt),
    dryRun: result.dryRun,
    roles: result.assessments.length,
    verdicts: countByVerdict(result.assessments),
    findings: countBySeverity(result.findings),
    suppressed: suppressedFindings(result).length,
    opened: lifecycle.opened.length,
    reopened: lifecycle.reopened.length,
    updated: lifecycle.updated.length,
    unchanged: lifecycle.unchanged.length,
    resolved: lifecycle.resolved.length,
    unconfirmed: lifecycle.unconfirmed.length,
    expiredExceptions: firstOf(result.exceptions.expired.map(expiredSentence)),
    endingExceptions: firstOf(result.exceptions.ending.map((exception) => endingSentence(exception, result.startedAt))),
    coverage: result.coverage.map((coverage) => summarizeCoverage(coverage, result.window)),
    complete: result.incomplete.length === 0,
    incomplete: result.incomplete,
    ...(result.ledger !== undefined && { ledger: result.ledger }),
    ...(result.reportLocation !== undefined && { report: result.reportLocation }),
    ...(result.withheld !== undefined && { withheld: result.withheld }),
  };
}

/** Each sentence is short; the whole lists are in the report. */
const MOST_SENTENCES = 10;

function firstOf(sentences: readonly string[]): readonly string[] {
  if (sentences.length <= MOST_SENTENCES) return sentences;
  return [...sentences.slice(0, MOST_SENTENCES), more(sentences.length - MOST_SENTENCES)];
}
