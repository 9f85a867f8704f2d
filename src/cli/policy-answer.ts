import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nameAtEnd } from '../base/name-at-end.ts';
import type { Role } from '../iam/role.ts';
import { changeComment } from '../report/policy/change-comment.ts';
import { changeRisks, statementRisks } from '../report/policy/change-risks.ts';
import type { ExplainedRole } from '../report/policy/explain-action.ts';
import { type PolicyForm, renderPolicy } from '../report/policy/render-policy.ts';
import type { PolicyChange, Recommendation } from '../rightsize/recommend/recommendation.ts';
import type { DecidedRole } from '../rightsize/verify/access-questions.ts';
import { EXIT, type ExitStatus, UsageError } from './exit-status.ts';
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

/** A role's change as files, in these forms. Names of roles hold no slash: `parseRoleArn` has seen to it. */
export function policyFiles(
  role: Pick<Role, 'arn' | 'name' | 'policies'>,
  change: PolicyChange,
  forms: readonly PolicyForm[],
): readonly { readonly name: string; readonly text: string }[] {
  return forms.flatMap((form) =>
    renderPolicy(role, change, form).map((text, place, { length }) => ({
      name: `${role.name}${length === 1 ? '' : `-${place + 1}`}.${ENDINGS[form]}`,
      text,
    })),
  );
}

/** What a change comes to in a form that holds new policies alone, of which there are none: an empty document says nothing. */
function nothingToCreate(role: Pick<Role, 'arn'>, change: PolicyChange): readonly string[] {
  return [
    'There is no policy to create, and so no document: the change is to take away.',
    ...changeComment(role, change),
  ];
}

/**
 * Hands out a role's right-sized policy; what it replaces, or why there is none, goes to standard error.
 *
 * @throws {UsageError} where standard output would get several documents
 */
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
    const files = policyFiles(lookup.role, recommendation, forms);
    if (files.length === 0) {
      const told = nothingToCreate(lookup.role, recommendation);
      await writeText(terminal.stderr, told.map((line) => `${prefix}${line}\n`).join(''));
    }
    for (const { name, text } of files) {
      const path = join(directory, name);
      await writeFile(path, text);
      await writeLine(terminal.stderr, `Written: ${path}`);
    }
    return EXIT.done;
  }
  const [form] = forms;
  const texts = renderPolicy(lookup.role, recommendation, form);
  if (texts.length > 1) {
    throw new UsageError(
      `Cannot print the ${texts.length} policies of ${lookup.role.name} as one document, since IAM's limits keep them apart: expected --out DIR, or --as terraform`,
    );
  }
  // The code forms carry these lines themselves, as comments; risks are told all the same.
  const lines =
    texts.length === 0
      ? nothingToCreate(lookup.role, recommendation)
      : form === 'json' || form === 'diff'
        ? [...changeComment(lookup.role, recommendation), ...statementRisks(recommendation)]
        : changeRisks(recommendation);
  await writeText(terminal.stderr, lines.map((line) => `${line}\n`).join(''));
  await writeText(terminal.stdout, texts.join(''));
  return EXIT.done;
}
