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
    ...(result.expiredExceptions ?? []).map(expiredSentence),
    ...(result.endingExceptions ?? []).map((exception) => endingSentence(exception, result.startedAt)),
    ...(result.ignoredTags ?? []).map(ignoredTagSentence),
    ...(result.idleExceptions ?? []).map(idleSentence),
  ];
}
