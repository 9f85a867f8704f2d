/** What a condition block says: operator → key → values, as written. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Whom a trust or resource policy names; `'*'` is everyone. */
export type PrincipalBlock = '*' | Readonly<Record<string, readonly string[]>>;

/**
 * One statement, in one form: every string-or-array has become an array. Exactly one of action/notAction is set; a statement that
 * an empty array leaves without effect has an empty action list.
 */
export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly action?: readonly string[];
  readonly notAction?: readonly string[];
  /** Absent in trust policies. */
  readonly resource?: readonly string[];
  readonly notResource?: readonly string[];
  readonly principal?: PrincipalBlock;
  readonly notPrincipal?: PrincipalBlock;
  readonly condition?: ConditionBlock;
  /** Place in the document, from 0; statements are named by it where they have no Sid. */
  readonly index: number;
}

/** A policy document that has been read. */
export interface PolicyDocument {
  /** `2008-10-17` knows no policy variables; it is what a missing Version means. */
  readonly version: '2012-10-17' | '2008-10-17';
  readonly id?: string;
  readonly statements: readonly Statement[];
  /** What IAM would refuse, or leaves without effect, and could be read all the same (`s3*:Get*`, say); empty for a clean document. */
  readonly notes: readonly string[];
}

/** Names one statement of one policy in explanations. */
export interface StatementRef {
  /** `inline policy app`, `managed policy AmazonRDSReadOnlyAccess`, `permissions boundary dev-boundary`. */
  readonly policy: string;
  readonly sid?: string;
  readonly index: number;
}
