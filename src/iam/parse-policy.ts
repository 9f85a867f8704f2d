import { quoted } from '../base/format.ts';
import { isRecord } from '../base/is-record.ts';
import { ok, problem, type Result } from '../base/result.ts';
import { parseJsonDocument } from './json-document.ts';
import { type PolicyKind, parseStatement } from './parse-statement.ts';
import type { PolicyDocument, Statement } from './policy.ts';
import { SyntaxProblem, unknownElement } from './policy-syntax.ts';

const ELEMENTS = ['Version', 'Id', 'Statement'];

/**
 * Reads a policy document: JSON text (URL-encoded or not) or the object it stands for. Never throws; a problem names the
 * place, the value and what would be right: `Cannot parse policy: Statement[2].Effect is "allow": expected "Allow" or "Deny"`.
 * Element names and effects are case-sensitive, as IAM's are. By default both identity and trust policies are
 * read; naming the `kind` makes IAM's rules for it binding. From "Grammar of the IAM JSON policy language".
 */
export function parsePolicy(input: unknown, kind: PolicyKind = 'any'): Result<PolicyDocument> {
  const read = typeof input === 'string' ? parseJsonDocument(input) : ok(input);
  if (!read.ok) return problem(`Cannot parse policy: ${read.problem}`);
  try {
    return ok(parseDocument(read.value, kind));
  } catch (error) {
    if (error instanceof SyntaxProblem) return problem(`Cannot parse policy: ${error.message}`);
    return problem(`Cannot parse policy: the document cannot be read (${String(error)})`);
  }
}

function parseDocument(value: unknown, kind: PolicyKind): PolicyDocument {
  if (!isRecord(value)) {
    throw new SyntaxProblem(`the document is ${quoted(value)}: expected an object with Version and Statement`);
  }
  const stray = unknownElement(value, ELEMENTS, 'a policy');
  if (stray !== undefined) throw new SyntaxProblem(stray);
  const { Version: version, Id: id, Statement: statement } = value;
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw new SyntaxProblem(`Version is ${quoted(version)}: expected "2012-10-17" or "2008-10-17"`);
  }
  if (id !== undefined && typeof id !== 'string') {
    throw new SyntaxProblem(`Id is ${quoted(id)}: expected a string`);
  }
  const notes: string[] = [];
  return {
    version: version ?? '2008-10-17',
    ...(id === undefined ? {} : { id }),
    statements: parseStatements(statement, kind, notes),
    notes,
  };
}

function parseStatements(value: unknown, kind: PolicyKind, notes: string[]): readonly Statement[] {
  if (value === undefined) throw new SyntaxProblem('Statement is missing: expected an object or an array of objects');
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const statements: Statement[] = [];
  const sids = new Set<string>();
  for (let index = 0; index < list.length; index++) {
    const statement = parseStatement(list[index], {
      index,
      kind,
      path: Array.isArray(value) ? `Statement[${index}]` : 'Statement',
      notes,
    });
    if (statement.sid !== undefined && statement.sid !== '') {
      if (sids.has(statement.sid)) notes.push(`Statement[${index}].Sid "${statement.sid}" is used twice`);
      sids.add(statement.sid);
    }
    statements.push(statement);
  }
  return statements;
}
