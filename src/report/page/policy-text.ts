import { escapeInvisible } from './escape-html.ts';
import type { PagePolicy } from './page-data.ts';

/** A policy document as indented JSON, its invisible characters escaped: what is seen is what is copied. */
export function policyText(document: unknown): string {
  return escapeInvisible(JSON.stringify(document, null, 2) ?? 'null');
}

/** What the granting policies of a role say together, as one document in the form that is best compared by line. */
export function grantedText(policies: readonly PagePolicy[]): string {
  const documents = policies.filter(({ grants, document }) => grants && document !== undefined);
  return comparableText({
    Version: '2012-10-17',
    Statement: documents.flatMap(({ document }) => listOf(fieldOf(document, 'Statement'))),
  });
}

/** A document with every statement's actions and resources as sorted lists, so that a comparison shows changes alone. */
export function comparableText(document: unknown): string {
  if (fieldOf(document, 'Statement') === undefined) return policyText(document);
  const statements = listOf(fieldOf(document, 'Statement')).map(comparableStatement);
  return policyText({ ...(document as object), Statement: statements });
}

const LISTS = new Set(['Action', 'NotAction', 'Resource', 'NotResource']);

function comparableStatement(statement: unknown): unknown {
  if (typeof statement !== 'object' || statement === null) return statement;
  return Object.fromEntries(
    Object.entries(statement).map(([key, value]) => [key, LISTS.has(key) ? listOf(value).toSorted() : value]),
  );
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function fieldOf(document: unknown, key: string): unknown {
  return typeof document === 'object' && document !== null ? (document as Record<string, unknown>)[key] : undefined;
}
