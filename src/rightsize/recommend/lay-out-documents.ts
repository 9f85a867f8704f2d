import type { PolicyDocument } from '../../iam/policy.ts';
import { POLICY_LIMITS, policySize } from '../../iam/policy-size.ts';
import { unique } from './name-statements.ts';
import type { RecommendedDocument, RecommendedStatement } from './recommendation.ts';

export interface LayoutInput {
  readonly roleName: string;
  /** Names of the role's policies of today. */
  readonly taken: ReadonlySet<string>;
  /** Characters of the inline policies that stay. */
  readonly inlineInUse: number;
  /** Managed policies that stay attached. */
  readonly attachedInUse: number;
}

/** Documents with what IAM would say against them. */
export interface Layout {
  readonly documents: readonly RecommendedDocument[];
  readonly warnings: readonly string[];
}

/** Puts statements into one inline policy where they fit, else into as few managed policies as hold them. */
export function layOutDocuments(statements: readonly RecommendedStatement[], input: LayoutInput): Layout {
  if (statements.length === 0) return { documents: [], warnings: [] };
  const name = `${input.roleName}-right-sized`;
  const whole = documentOf('inline', unique(name, input.taken), statements);
  if (whole.size + input.inlineInUse <= POLICY_LIMITS.inline) return { documents: [whole], warnings: [] };
  const pieces = statements.flatMap(piecesOf);
  const taken = new Set(input.taken);
  const documents = filled(pieces).map((part) => {
    const document = documentOf('managed', unique(name, taken), part);
    taken.add(document.name);
    return document;
  });
  return { documents, warnings: warningsOn(documents, input) };
}

function documentOf(
  kind: RecommendedDocument['kind'],
  name: string,
  statements: readonly RecommendedStatement[],
): RecommendedDocument {
  const numbered = statements.map((one, index) => ({ ...one, statement: { ...one.statement, index } }));
  const document: PolicyDocument = {
    version: '2012-10-17',
    statements: numbered.map((one) => one.statement),
    notes: [],
  };
  return { kind, name, statements: numbered, document, size: policySize(document) };
}

function sizeOf(statements: readonly RecommendedStatement[]): number {
  return policySize({ version: '2012-10-17', statements: statements.map((one) => one.statement) });
}

/** A statement that no document could hold, with its actions halved until each part fits. */
function piecesOf(one: RecommendedStatement): readonly RecommendedStatement[] {
  const { action = [], sid } = one.statement;
  if (action.length < 2 || sizeOf([one]) <= POLICY_LIMITS.managed) return [one];
  const half = Math.ceil(action.length / 2);
  const part = (actions: readonly string[], mark: string) =>
    piecesOf({
      ...one,
      statement: { ...one.statement, ...(sid !== undefined && { sid: `${sid}${mark}` }), action: actions },
    });
  return [...part(action.slice(0, half), 'A'), ...part(action.slice(half), 'B')];
}

/** In order, each document filled as far as it goes. */
function filled(statements: readonly RecommendedStatement[]): readonly (readonly RecommendedStatement[])[] {
  const documents: RecommendedStatement[][] = [];
  let size = 0;
  for (const one of statements) {
    const own = sizeOf([one]);
    const current = documents.at(-1);
    // The frame of a document is counted with each statement, which errs on the safe side.
    if (current !== undefined && size + own <= POLICY_LIMITS.managed) {
      current.push(one);
      size += own;
    } else {
      documents.push([one]);
      size = own;
    }
  }
  return documents;
}

function warningsOn(documents: readonly RecommendedDocument[], { attachedInUse }: LayoutInput): readonly string[] {
  const tooLarge = documents.filter(({ size }) => size > POLICY_LIMITS.managed);
  const attached = documents.length + attachedInUse;
  return [
    ...tooLarge.map(
      ({ name, size }) =>
        `Policy ${name} has ${size} characters, and IAM takes at most ${POLICY_LIMITS.managed} in a managed policy; its one statement has to be shortened by hand.`,
    ),
    ...(attached > POLICY_LIMITS.attached
      ? [
          `The role would have ${attached} managed policies attached, and IAM takes ${POLICY_LIMITS.attached} unless the quota is raised. Most of this is kept for want of evidence: more sources of use would shorten it.`,
        ]
      : []),
  ];
}
