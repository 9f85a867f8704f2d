import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { policyName } from '../../iam/named-policy.ts';
import { policyObject } from '../../iam/policy-object.ts';
import type { Recommendation, StatementReason } from '../../rightsize/recommend/recommendation.ts';

/** What the page shows of a recommendation. */
export type PageRecommendation =
  | {
      readonly kind: 'policy';
      readonly documents: readonly PageDocument[];
      /** Labels of the policies of today that go. */
      readonly replaces: readonly string[];
      /** Labels of the policies of today that stay. */
      readonly keeps: readonly string[];
      /** How many unused actions go. */
      readonly dropped: number;
      /** How many actions go that the permissions boundary takes away already. */
      readonly ineffective: number;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'noChange' | 'none'; readonly because: string };

/** One policy to create. */
export interface PageDocument {
  readonly kind: 'inline' | 'managed';
  readonly name: string;
  /** Characters that IAM counts. */
  readonly size: number;
  /** As IAM writes it. */
  readonly document: unknown;
  readonly statements: readonly PageStatement[];
}

/** Why a statement of a recommended policy is there. */
export interface PageStatement {
  readonly sid: string;
  readonly reasons: readonly StatementReason[];
  readonly narrowed: boolean;
  readonly fields: readonly string[];
}

const MAX_FIELDS = 5;

/** Brings a recommendation into the form that the page holds. */
export function pageRecommendation(recommendation: Recommendation): PageRecommendation {
  if (recommendation.kind !== 'policy')
    return { kind: recommendation.kind, because: stripControlCharacters(recommendation.because) };
  return {
    kind: 'policy',
    documents: recommendation.documents.map(({ kind, name, size, document, statements }) => ({
      kind,
      name: stripControlCharacters(name),
      size,
      document: policyObject(document),
      statements: statements.map(({ statement, reasons, narrowed, fields }) => ({
        sid: stripControlCharacters(statement.sid ?? `statement ${statement.index + 1}`),
        reasons,
        narrowed,
        fields: fields.slice(0, MAX_FIELDS).map((field) => clip(stripControlCharacters(field), 512)),
      })),
    })),
    replaces: recommendation.replaces.map((source) => stripControlCharacters(policyName(source))),
    keeps: recommendation.keeps.map((source) => stripControlCharacters(policyName(source))),
    dropped: recommendation.dropped.length,
    ineffective: recommendation.ineffective.length,
    warnings: recommendation.warnings.map(stripControlCharacters),
  };
}
