import {
  endingSentence,
  expiredSentence,
  idleSentence,
  ignoredTagSentence,
} from '../findings/exceptions/exception-sentences.ts';
import type { AuditResult } from './audit-result.ts';

/** What somebody must see to, one sentence each: exceptions that expired or soon will, and those that do nothing. */
export function exceptionNotes(result: AuditResult): readonly string[] {
  return [
    ...result.exceptions.expired.map(expiredSentence),
    ...result.exceptions.ending.map((exception) => endingSentence(exception, result.startedAt)),
    ...result.exceptions.ignored.map(ignoredTagSentence),
    ...result.exceptions.idle.map(idleSentence),
  ];
}
