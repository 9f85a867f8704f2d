import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type DecisionKind, evaluate } from '../../src/iam/evaluate.ts';
import type { NamedPolicy } from '../../src/iam/named-policy.ts';
import { createContext } from '../../src/iam/request-context.ts';
import { named } from '../support/iam.ts';

interface Case {
  readonly name: string;
  /** A document, or the statements of one of version 2012-10-17. */
  readonly identity: unknown;
  readonly boundary?: unknown;
  /** Levels of lists of documents. */
  readonly scps?: readonly (readonly unknown[])[];
  readonly action: string;
  readonly resource: string;
  /** `null`: known to be absent. Keys not listed are unknown. */
  readonly context?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly expect: DecisionKind;
  /** Sids of the statements that must be named, exactly. */
  readonly because?: readonly string[];
}

const folder = new URL('../cases/evaluate/', import.meta.url);

for (const file of readdirSync(folder)) {
  const { about, cases } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as {
    readonly about: string;
    readonly cases: readonly Case[];
  };
  describe(`evaluate: ${about}`, () => {
    test.each(cases)('$name: $expect', (one) => {
      const decision = evaluate(
        { action: one.action, resource: one.resource, context: createContext(one.context ?? {}) },
        {
          identity: [document('identity', one.identity)],
          ...(one.boundary === undefined ? {} : { boundary: document('boundary', one.boundary) }),
          ...(one.scps === undefined
            ? {}
            : { scpLevels: one.scps.map((level) => level.map((policy) => document('scp', policy))) }),
        },
      );
      expect(decision.decision).toBe(one.expect);
      expect(decision.because.length).toBeGreaterThan(0);
      if (one.because !== undefined) {
        expect(decision.because.map((reason) => reason.statement?.sid)).toEqual(one.because);
      }
    });
  });
}

function document(name: string, value: unknown): NamedPolicy {
  return named(name, Array.isArray(value) ? { Version: '2012-10-17', Statement: value } : value);
}
