import { escapeInvisible } from '../../../base/escape-invisible.ts';

/** A policy document as indented JSON, its invisible characters escaped: what is seen is what is copied. */
export function policyText(document: unknown): string {
  return escapeInvisible(JSON.stringify(document, null, 2) ?? 'null');
}

/** What several documents say together, in the form that is best compared by line: actions and resources as sorted lists. */
export function comparableText(documents: readonly unknown[]): string {
  return policyText({
    Version: '2012-10-17',
    Statement: documents.flatMap((document) => listOf(fieldOf(document, 'Statement'))).map(comparableStatement),
  });
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
