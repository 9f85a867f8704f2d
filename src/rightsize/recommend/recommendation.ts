import type { Action } from '../../iam/action.ts';
import type { PolicyDocument, Statement, StatementRef } from '../../iam/policy.ts';
import type { PolicySource } from '../../iam/role.ts';

/**
 * Why a statement is there, from the strongest reason to the weakest. `deny`: a Deny of today, kept as it is. The others are
 * the verdicts on its actions.
 */
export const REASONS = ['used', 'required', 'undetermined', 'unobservable', 'blocked', 'deny'] as const;
export type StatementReason = (typeof REASONS)[number];

/** One statement of a right-sized policy, with what a reader asks about it. */
export interface RecommendedStatement {
  readonly statement: Statement;
  /** The strongest of its actions' reasons. */
  readonly reason: StatementReason;
  /** All of them, strongest first. */
  readonly reasons: readonly StatementReason[];
  /** The statements of today that it lies inside. */
  readonly from: readonly StatementRef[];
  /** Task-definition fields that ask for its actions: `containerDefinitions[0].image of my-app:3`. */
  readonly fields: readonly string[];
  /** True where its resources are those that events named, instead of all that were granted. */
  readonly narrowed: boolean;
  /** What it may refuse that is granted today, as sentences; empty where nothing speaks for it. */
  readonly risks: readonly string[];
}

/** How far a right-sized policy goes. */
export interface PolicyAim {
  /** Resources are cut to those seen, inside wildcards that a person wrote as well. */
  readonly tight: boolean;
  /** Nothing is kept for want of evidence: what is neither used nor required goes. */
  readonly usedOnly: boolean;
}

/** What goes is proven to be safe to remove. */
export const SAFE: PolicyAim = { tight: false, usedOnly: false };

/** One policy to create. */
export interface RecommendedDocument {
  readonly kind: 'inline' | 'managed';
  readonly name: string;
  readonly statements: readonly RecommendedStatement[];
  readonly document: PolicyDocument;
  /** Characters that IAM counts. */
  readonly size: number;
}

/** What a role's policies should be. */
export type Recommendation =
  | {
      readonly kind: 'policy';
      /** To create; empty where nothing that is granted is worth keeping. */
      readonly documents: readonly RecommendedDocument[];
      /** Policies of today to delete or detach. */
      readonly replaces: readonly PolicySource[];
      /** Policies of today that stay as they are. */
      readonly keeps: readonly PolicySource[];
      /** The unused actions that go. */
      readonly dropped: readonly Action[];
      /** Actions that go because the permissions boundary takes them away already. */
      readonly ineffective: readonly Action[];
      /** Of the granted actions those that are neither used, required nor known to be unused, in numbers. */
      readonly unjudged: { readonly count: number; readonly of: number };
      /** Those of them that go all the same, because what is used and required was asked for. */
      readonly unproven: readonly string[];
      readonly aim: PolicyAim;
      /** Sentences: limits of IAM that the policy exceeds. */
      readonly warnings: readonly string[];
    }
  /** Nothing is unused. */
  | { readonly kind: 'noChange'; readonly because: string }
  /** No policy can be recommended. */
  | { readonly kind: 'none'; readonly because: string };

/** A policy that can be shown. */
export type PolicyChange = Extract<Recommendation, { readonly kind: 'policy' }>;
