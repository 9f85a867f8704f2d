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

/**
 * What of a finding is worth another import: everything that people act on, without dates, moving evidence and the
 * role's own details. Two findings with one fingerprint tell the reader the same.
 */
export function fingerprintOf(finding: Finding): string {
  const evidence = Object.entries(finding.evidence)
    .filter(([key]) => !MOVING.has(key))
    .sort(byKey);
  return digest(
    JSON.stringify([
      finding.severity,
      finding.status,
      finding.title,
      finding.lasting ?? finding.description,
      finding.remediation.text,
      finding.remediation.url,
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
