import { nameAtEnd } from '../base/name-at-end.ts';
import { verificationText } from '../rightsize/verify/change-verification.ts';
import type { ChangeVerifier } from '../wiring/open-change-verifier.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { missingAuditorPermissionsText, missingOf } from './missing-auditor-permissions-text.ts';
import type { PolicyAnswer } from './policy-answer.ts';
import { type Terminal, writeLine, writeText } from './terminal.ts';

/**
 * Asks AWS about an answer, tells on standard error what it said, and takes a policy back that it disagrees with. `incomplete` where it
 * could not be asked everything: the policy is given all the same, unverified.
 */
export async function verifiedAnswer(
  answer: PolicyAnswer,
  verifier: ChangeVerifier,
  terminal: Terminal,
): Promise<{ readonly answer: PolicyAnswer; readonly status: ExitStatus }> {
  const { lookup, recommendation, arn, decided } = answer;
  if (recommendation?.kind !== 'policy' || lookup.kind !== 'found') return { answer, status: EXIT.done };
  const found = await verifier.verify({ role: lookup.role, decided, change: recommendation });
  for (const line of verificationText(found)) await writeLine(terminal.stderr, `${nameAtEnd(arn)}: ${line}`);
  await writeText(terminal.stderr, missingAuditorPermissionsText(missingOf(found.incomplete)));
  if (found.disagreements.length > 0) {
    const because = `AWS does not decide as this program does: ${found.disagreements.join(' ')}`;
    return { answer: { ...answer, recommendation: { kind: 'none', because } }, status: EXIT.incomplete };
  }
  return { answer, status: found.incomplete.length > 0 ? EXIT.incomplete : EXIT.done };
}
