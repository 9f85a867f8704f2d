import { openChangeVerifier } from '../wiring/open-change-verifier.ts';
import { openAuditCatalog } from './active-catalog.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import type { GlobalOptions } from './global-options.ts';
import { interruptible } from './interruptible.ts';
import type { PolicyAnswer } from './policy-answer.ts';
import type { Terminal } from './terminal.ts';
import { terminalCredentials } from './terminal-credentials.ts';
import { verifiedAnswer } from './verified-answer.ts';

/** How answers are verified, and who takes them then. */
export interface AnswerVerification {
  readonly globals: GlobalOptions;
  readonly terminal: Terminal;
  readonly deliver: (answer: PolicyAnswer) => Promise<void>;
}

/** Asks AWS about answers one after the other and hands each on; `incomplete` where AWS disagrees with one, or could not be asked. */
export async function verifyAnswers(
  answers: readonly PolicyAnswer[],
  { globals, terminal, deliver }: AnswerVerification,
): Promise<ExitStatus> {
  const catalog = await openAuditCatalog(globals, terminal);
  return interruptible(globals, terminal, async ({ signal }) => {
    const verifier = await openChangeVerifier({ signal, catalog, ...terminalCredentials(terminal) });
    let status: ExitStatus = EXIT.done;
    try {
      for (const answer of answers) {
        const verified = await verifiedAnswer(answer, verifier, terminal);
        await deliver(verified.answer);
        if (verified.status !== EXIT.done) status = verified.status;
      }
      return status;
    } finally {
      verifier.close();
    }
  });
}
