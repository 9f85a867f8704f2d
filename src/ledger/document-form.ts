import { z } from 'zod';
import { messageOf } from '../base/attempt.ts';
import { ok, problem, type Result } from '../base/result.ts';

/** Turns the body of an older form into that of the next. */
export type Upgrade = (body: unknown) => unknown;

/** What a kept document is, and how its forms follow each other. */
export interface DocumentForm<T> {
  /** Names it in the file and in messages: `ledger`. */
  readonly kind: string;
  /** The body, both ways. Equal values must give equal texts. */
  readonly schema: z.ZodType<T>;
  /** `upgrades[0]` leads from version 1 to 2. The version of today is one more than there are upgrades. */
  readonly upgrades: readonly Upgrade[];
}

const envelope = z.looseObject({ kind: z.string(), version: z.int(), account: z.string(), body: z.unknown() });

/** A document that is whole, but not for this program or run: it must be left as it is. */
export interface Unusable {
  readonly unusable: string;
}

/** The JSON text of a document. */
export function encodeDocument<T>(form: DocumentForm<T>, account: string, value: T): string {
  const version = form.upgrades.length + 1;
  return JSON.stringify({ kind: form.kind, version, account, body: z.encode(form.schema, value) });
}

/**
 * Reads a document of any version up to today's. The problem of one that cannot be read is a sentence without a full stop;
 * one of a later version or another account is `unusable`, which is no damage.
 */
export function decodeDocument<T>(form: DocumentForm<T>, account: string, text: string): Result<T> | Unusable {
  try {
    const outer = envelope.safeParse(JSON.parse(text));
    if (!outer.success || outer.data.kind !== form.kind) return problem(`it is not a ${form.kind}`);
    const { version, body } = outer.data;
    const today = form.upgrades.length + 1;
    if (version > today) {
      return { unusable: `its form is version ${version}: this release knows versions up to ${today}` };
    }
    if (version < 1) return problem(`its version is ${version}: expected 1 to ${today}`);
    if (outer.data.account !== account) {
      return { unusable: `it is of account ${outer.data.account}: expected account ${account}` };
    }
    const upgraded = form.upgrades.slice(version - 1).reduce((before, upgrade) => upgrade(before), body);
    const decoded = z.safeDecode(form.schema, upgraded as never);
    return decoded.success ? ok(decoded.data) : problem(firstIssue(decoded.error));
  } catch (error) {
    return problem(error instanceof SyntaxError ? 'it is not JSON, or was cut off' : messageOf(error));
  }
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'its shape is wrong' : `${z.core.toDotPath(issue.path)}: ${issue.message}`;
}
