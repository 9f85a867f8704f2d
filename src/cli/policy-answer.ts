import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nameAtEnd } from '../base/name-at-end.ts';
import { changeComment } from '../report/policy/change-comment.ts';
import { changeRisks, statementRisks } from '../report/policy/change-risks.ts';
import type { ExplainedRole } from '../report/policy/explain-action.ts';
import { type PolicyForm, renderPolicy } from '../report/policy/render-policy.ts';
import type { Recommendation } from '../rightsize/recommend/recommendation.ts';
import type { DecidedRole } from '../rightsize/verify/access-questions.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { type Terminal, writeLine, writeText } from './terminal.ts';

/** What there is to say of a role's policies, from a new audit or a stored one. */
export interface PolicyAnswer {
  readonly arn: string;
  readonly lookup: ExplainedRole['lookup'];
  readonly recommendation: Recommendation | undefined;
  /** What AWS can be asked about. */
  readonly decided: DecidedRole;
}

/** Where it goes, and in which form. */
export interface PolicyDelivery {
  /** One of them without a directory. */
  readonly forms: readonly [PolicyForm, ...PolicyForm[]];
  readonly terminal: Terminal;
  /** Standard output where absent. */
  readonly directory?: string;
}

const ENDINGS: Readonly<Record<PolicyForm, string>> = {
  json: 'json',
  terraform: 'tf',
  cloudformation: 'yaml',
  diff: 'diff',
};

/** The name of the file of a role's policy. Names of roles hold no slash: `parseRoleArn` has seen to it. */
export function policyFileName({ name }: { readonly name: string }, form: PolicyForm): string {
  return `${name}.${ENDINGS[form]}`;
}

/** Hands out a role's right-sized policy; what it replaces, or why there is none, goes to standard error. */
export async function deliverPolicy(
  { arn, lookup, recommendation }: PolicyAnswer,
  { forms, terminal, directory }: PolicyDelivery,
): Promise<ExitStatus> {
  const prefix = directory === undefined ? '' : `${nameAtEnd(arn)}: `;
  if (recommendation?.kind === 'noChange') {
    await writeLine(terminal.stderr, `${prefix}No change. ${recommendation.because}`);
    return EXIT.done;
  }
  if (recommendation?.kind !== 'policy' || lookup.kind !== 'found') {
    const because = recommendation?.kind === 'none' ? recommendation.because : 'It was not worked out.';
    await writeLine(terminal.stderr, `${prefix}No policy can be recommended. ${because}`);
    return EXIT.incomplete;
  }
  if (directory !== undefined) {
    await writeText(
      terminal.stderr,
      changeRisks(recommendation)
        .map((line) => `${prefix}${line}\n`)
        .join(''),
    );
    for (const form of forms) {
      const path = join(directory, policyFileName(lookup.role, form));
      await writeFile(path, renderPolicy(lookup.role, recommendation, form));
      await writeLine(terminal.stderr, `Written: ${path}`);
    }
    return EXIT.done;
  }
  const [form] = forms;
  const text = renderPolicy(lookup.role, recommendation, form);
  // The code forms carry these lines themselves, as comments; risks are told all the same.
  const lines =
    form === 'json' || form === 'diff'
      ? [...changeComment(lookup.role, recommendation), ...statementRisks(recommendation)]
      : changeRisks(recommendation);
  await writeText(terminal.stderr, lines.map((line) => `${line}\n`).join(''));
  await writeText(terminal.stdout, text);
  return EXIT.done;
}
