import { escapeInvisible } from '../../../base/escape-invisible.ts';
import type { StatementObject } from '../../policy/pair-statements.ts';

/** A policy document as indented JSON, its invisible characters escaped: what is seen is what is copied. */
export function policyText(document: unknown): string {
  return escapeInvisible(JSON.stringify(document, null, 2) ?? 'null');
}

/** The statements of several documents, as they were read. */
export function statementObjects(documents: readonly unknown[]): readonly StatementObject[] {
  return documents
    .flatMap((document) => listOf(fieldOf(document, 'Statement')))
    .filter((statement) => typeof statement === 'object' && statement !== null)
    .map((statement) => statement as StatementObject);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function fieldOf(document: unknown, key: string): unknown {
  return typeof document === 'object' && document !== null ? (document as Record<string, unknown>)[key] : undefined;
}
