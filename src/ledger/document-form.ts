import { z } from 'zod';
import { messageOf } from '../base/attempt.ts';
import { ok, problem, type Result } from '../base/result.ts';

/** What a stored document is. */
export interface DocumentForm<T> {
  /** Names it in the file and in messages: `ledger`. */
  readonly kind: string;
  /** The body, both ways. Equal values must give equal texts. */
  readonly schema: z.ZodType<T>;
  /** Of the form, from 1 up: one that reads differently has another. */
  readonly version: number;
  /** What a document of an earlier version counts as, where such a one is no damage. */
  readonly earlier?: T;
}

const envelope = z.looseObject({ kind: z.string(), version: z.int(), account: z.string(), body: z.unknown() });

/** A document that is whole, but not for this program or run: it must be left as it is. */
export interface Unusable {
  readonly unusable: string;
}

/** The JSON text of a document. */
export function encodeDocument<T>(form: DocumentForm<T>, account: string, value: T): string {
  const { kind, version } = form;
  return JSON.stringify({ kind, version, account, body: z.encode(form.schema, value) });
}

/**
 * Reads a document. The problem of one that cannot be read is a sentence without a full stop;
 * one of a later version or another account is `unusable`, which is no damage.
 */
export function decodeDocument<T>(form: DocumentForm<T>, account: string, text: string): Result<T> | Unusable {
  try {
    const outer = envelope.safeParse(JSON.parse(text));
    if (!outer.success || outer.data.kind !== form.kind) return problem(`it is not a ${form.kind}`);
    const { version, body } = outer.data;
    if (version > form.version) {
      return { unusable: `its form is version ${version}: this release knows versions up to ${form.version}` };
    }
    if (outer.data.account !== account) {
      return { unusable: `it is of account ${outer.data.account}: expected account ${account}` };
    }
    if (version < form.version) {
      return form.earlier === undefined
        ? problem(`its version is ${version}: expected ${form.version}`)
        : ok(form.earlier);
    }
    const decoded = z.safeDecode(form.schema, body as never);
    return decoded.success ? ok(decoded.data) : problem(firstIssue(decoded.error));
  } catch (error) {
    return problem(error instanceof SyntaxError ? 'it is not JSON, or was cut off' : messageOf(error));
  }
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'its shape is wrong' : `${z.core.toDotPath(issue.path)}: ${issue.message}`;
}
