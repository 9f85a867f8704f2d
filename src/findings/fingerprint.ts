import { byKey } from '../base/by-key.ts';
import { digest } from '../base/digest.ts';
import type { Finding } from './finding.ts';

/** Evidence that moves from night to night although nothing changed. */
const MOVING = new Set([
  'watchedFrom',
  'watchedTo',
  'attempts',
  'firstDenied',
  'lastDenied',
  'roleLastUsed',
  'usedByFamily',
  'familiesNotTraced',
  'suggestedSplit',
]);

/** What is no word of a sentence: it holds a digit, a sign that names have, or a capital within. */
const FACT = /[\d:/*@_-]|[a-z][A-Z]|[A-Z]{2}/;

/** The names and numbers of a text, in order of the alphabet: what is left when it is put into other words. */
function factsIn(text: string): readonly string[] {
  const words = text
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .split(/[\s,;()"]+/)
    .map((word) => word.replace(/^['.]+|['.:?!]+$/g, ''));
  return words.filter((word) => FACT.test(word)).sort();
}

/**
 * What of a finding is worth another import: every fact that people act on, without dates, moving evidence and the
 * role's own details. Other words for the same facts are none: a release that says things better imports nothing again.
 */
export function fingerprintOf(finding: Finding): string {
  const evidence = Object.entries(finding.evidence)
    .filter(([key]) => !MOVING.has(key))
    .sort(byKey);
  return digest(
    JSON.stringify([
      finding.severity,
      finding.status,
      factsIn(finding.title),
      factsIn(finding.lasting ?? finding.description),
      factsIn(finding.remediation.text),
      finding.roleArn,
      finding.families,
      finding.taskDefinitionArns,
      finding.actions,
      evidence,
      // Only where they are, so that nothing is imported again for a program that learned of them.
      ...(finding.owner === undefined ? [] : [{ owner: finding.owner }]),
      ...(finding.acceptance === undefined ? [] : [[finding.acceptance.reason, finding.acceptance.until ?? null]]),
      ...(finding.acceptedActions === undefined ? [] : [{ accepted: finding.acceptedActions }]),
    ]),
  );
}
