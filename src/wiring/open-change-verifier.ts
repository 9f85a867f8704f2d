import { createPolicyChecks } from '../aws/access-analyzer/policy-checks.ts';
import { toIncomplete } from '../aws/client/aws-error.ts';
import { openSession, type SessionOptions } from '../aws/client/session.ts';
import { createPolicySimulator } from '../aws/iam/policy-simulator.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';
import type { Catalog } from '../iam/catalog/catalog.ts';
import type { Role } from '../iam/role.ts';
import type { PolicyChange } from '../rightsize/recommend/recommendation.ts';
import { accessQuestions, type DecidedRole } from '../rightsize/verify/access-questions.ts';
import { type AccessAnswer, type ChangeVerification, compareAnswers } from '../rightsize/verify/change-verification.ts';
import { compactPolicy, joinedPolicies } from '../rightsize/verify/changed-policies.ts';

/** A change of a role, and what was decided about the role. */
export interface VerifiedChange {
  readonly role: Pick<Role, 'arn' | 'policies'>;
  readonly decided: DecidedRole;
  readonly change: PolicyChange;
}

/** Asks AWS about changes; nothing is written. */
export interface ChangeVerifier {
  /** Never rejects. */
  verify(subject: VerifiedChange): Promise<ChangeVerification>;
  close(): void;
}

/** Where AWS is, and when to stop. */
export interface VerifierRun {
  readonly signal: AbortSignal;
  readonly catalog: Catalog;
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint' | 'rateLimited'>;
}

/**
 * Opens what asks AWS about changes: IAM's simulation about each use and need, today and with the change made, and Access Analyzer about the
 * new policies.
 */
export async function openChangeVerifier({ signal, catalog, aws }: VerifierRun): Promise<ChangeVerifier> {
  const session = await openSession({ ...aws, signal });
  const simulator = createPolicySimulator(session);
  const checks = createPolicyChecks(session);

  async function answersOf({ role, decided, change }: VerifiedChange): Promise<readonly AccessAnswer[]> {
    const changed = {
      without: change.replaces,
      with: change.documents.map(({ document }) => compactPolicy(document)),
    };
    const answers: AccessAnswer[] = [];
    for (const question of accessQuestions(decided, change, catalog)) {
      const today = await simulator.decide(role.arn, question);
      answers.push({ question, today, changed: await simulator.decide(role.arn, question, changed) });
    }
    return answers;
  }

  return {
    async verify(subject) {
      const { role, change } = subject;
      const incomplete: Incomplete[] = [];
      const asked = async <T>(action: string, what: string, none: T, ask: () => Promise<T>): Promise<T> => {
        try {
          return await ask();
        } catch (error) {
          incomplete.push(toIncomplete(`${what} of ${role.arn}`, error, { action, region: session.region }));
          return none;
        }
      };
      const answers = await asked('iam:SimulatePrincipalPolicy', 'Simulation', [], () => answersOf(subject));
      const remarks = await asked('access-analyzer:ValidatePolicy', 'Validation of the new policies', [], async () => {
        const ofEach = [];
        for (const { document } of change.documents) ofEach.push(...(await checks.validate(compactPolicy(document))));
        return ofEach;
      });
      const gained = await asked('access-analyzer:CheckNoNewAccess', 'Check for new access', [], () =>
        change.documents.length === 0 ? Promise.resolve([]) : checks.newAccess(joinedPolicies(role.policies, change)),
      );
      const { disagreements, notes, compared } = compareAnswers(answers);
      const errors = remarks.filter(({ severity }) => severity === 'ERROR');
      const others = remarks.filter(({ severity }) => severity !== 'ERROR');
      const clean = (texts: readonly string[]) => texts.map(stripControlCharacters);
      return {
        disagreements: clean([
          ...disagreements,
          ...errors.map(({ text }) => `Access Analyzer finds an error: ${text}`),
          ...gained.map((text) => `Access Analyzer finds new access: ${text}`),
        ]),
        notes: clean([...notes, ...others.map(({ severity, text }) => `Access Analyzer (${severity}): ${text}`)]),
        compared,
        incomplete,
      };
    },
    close: () => session.close(),
  };
}
