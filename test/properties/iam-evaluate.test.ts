// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template strings

import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Catalog } from '../../src/iam/catalog/catalog.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { effectiveGrants } from '../../src/iam/effective-grants.ts';
import { type DecisionKind, evaluate, type PolicySet } from '../../src/iam/evaluate.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { PolicyDocument } from '../../src/iam/policy.ts';
import { createContext, type RequestContext, roleContext } from '../../src/iam/request-context.ts';
import { named, policy, role } from '../support/iam.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await loadCatalog();
});

const ACTIONS = ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'new:Thing'];
const RESOURCES = ['*', 'arn:aws:s3:::a', 'arn:aws:s3:::b/k', 'arn:aws:sqs:us-east-1:111111111111:q'];

const patterns = fc.uniqueArray(
  fc.constantFrom('*', 's3:*', 's3:Get*', 'S3:?utObject', 'sqs:Send*', 'new:Thing', 'new:*'),
  {
    minLength: 1,
    maxLength: 3,
  },
);
const resources = fc.uniqueArray(
  fc.constantFrom(
    '*',
    'arn:aws:s3:::*',
    'arn:aws:s3:::a',
    'arn:aws:s3:::b/*',
    'arn:aws:s3:::${aws:PrincipalTag/team}',
    'arn:aws:sqs:*:*:q',
  ),
  { minLength: 1, maxLength: 2 },
);
const condition = fc.record({
  operator: fc.constantFrom(
    'StringEquals',
    'StringNotEquals',
    'StringLikeIfExists',
    'ForAllValues:StringEquals',
    'ForAnyValue:StringLike',
    'Null',
    'Bool',
    'NumericLessThan',
    'Odd',
  ),
  key: fc.constantFrom('aws:PrincipalTag/team', 'aws:PrincipalAccount', 'aws:SourceVpc', 'aws:username'),
  values: fc.array(fc.constantFrom('red', 'blue', 'true', 'false', '111111111111', '*', '${aws:PrincipalTag/team}'), {
    maxLength: 2,
  }),
});
function statement(effect: fc.Arbitrary<'Allow' | 'Deny'>): fc.Arbitrary<object> {
  return fc
    .record({
      effect,
      patterns,
      resources,
      notAction: fc.boolean(),
      notResource: fc.boolean(),
      condition: fc.option(condition),
    })
    .map((made) => ({
      Effect: made.effect,
      [made.notAction ? 'NotAction' : 'Action']: made.patterns,
      [made.notResource ? 'NotResource' : 'Resource']: made.resources,
      ...(made.condition === null
        ? {}
        : { Condition: { [made.condition.operator]: { [made.condition.key]: made.condition.values } } }),
    }));
}
const anyStatement = statement(fc.constantFrom('Allow', 'Deny'));
const statements = fc.array(anyStatement, { maxLength: 4 });
const request = fc.record({ action: fc.constantFrom(...ACTIONS), resource: fc.constantFrom(...RESOURCES) });
const context = fc
  .dictionary(
    fc.constantFrom('aws:PrincipalTag/team', 'aws:PrincipalAccount', 'aws:SourceVpc', 'aws:username'),
    fc.constantFrom('red', 'blue', 'true', '111111111111', null),
  )
  .map((keys) => createContext(keys));

const doc = (list: readonly object[]): PolicyDocument => policy({ Version: '2012-10-17', Statement: list });
const identity = (list: readonly object[]): PolicySet => ({ identity: [{ name: 'p', document: doc(list) }] });
/** How far a decision is from a refusal; `conditional` lies between. */
const RANK: Readonly<Record<DecisionKind, number>> = { explicitDeny: 0, implicitDeny: 0, conditional: 1, allowed: 2 };

test('more statements of Allow never grant less', () => {
  fc.assert(
    fc.property(statements, statement(fc.constant('Allow')), request, context, (list, more, asked, known) => {
      const before = evaluate({ ...asked, context: known }, identity(list));
      const after = evaluate({ ...asked, context: known }, identity([...list, more]));
      expect(RANK[after.decision]).toBeGreaterThanOrEqual(RANK[before.decision]);
    }),
  );
});

test('a Deny never grants more', () => {
  fc.assert(
    fc.property(statements, statement(fc.constant('Deny')), request, context, (list, more, asked, known) => {
      const before = evaluate({ ...asked, context: known }, identity(list));
      const after = evaluate({ ...asked, context: known }, identity([...list, more]));
      expect(RANK[after.decision]).toBeLessThanOrEqual(RANK[before.decision]);
    }),
  );
});

test('a boundary and organization levels never grant more', () => {
  fc.assert(
    fc.property(statements, statements, request, context, (list, cap, asked, known) => {
      const bare = evaluate({ ...asked, context: known }, identity(list));
      const under = { name: 'cap', document: doc(cap) };
      for (const more of [{ boundary: under }, { scpLevels: [[under]] }]) {
        const capped = evaluate({ ...asked, context: known }, { ...identity(list), ...more });
        expect(RANK[capped.decision]).toBeLessThanOrEqual(RANK[bare.decision]);
      }
    }),
  );
});

test('learning more about a request settles a decision and never reverses it', () => {
  fc.assert(
    fc.property(statements, request, context, context, (list, asked, first, second) => {
      const vague = evaluate({ ...asked, context: first }, identity(list)).decision;
      const exact = evaluate({ ...asked, context: merge(first, second) }, identity(list)).decision;
      if (vague === 'allowed') expect(exact).toBe('allowed');
      if (RANK[vague] === 0) expect(RANK[exact]).toBe(0);
    }),
  );
});

/** All that the first context knows, and what the second knows beyond it. */
function merge(first: RequestContext, second: RequestContext): RequestContext {
  return {
    values: new Map([...[...second.values].filter(([key]) => !first.absent.has(key)), ...first.values]),
    absent: new Set([...first.absent, ...[...second.absent].filter((key) => !first.values.has(key))]),
    completeUnder: [],
  };
}

test('effective grants agree with decisions on single requests', () => {
  fc.assert(
    fc.property(statements, fc.option(statements), request, context, (list, cap, asked, more) => {
      const boundary = cap === null ? {} : { boundary: named('cap', { Version: '2012-10-17', Statement: cap }) };
      const subject = role([{ source: { kind: 'inline', name: 'p' }, document: { ok: true, value: doc(list) } }], {
        ...(cap === null
          ? {}
          : {
              boundary: {
                source: { kind: 'boundary', name: 'cap', arn: 'a' },
                document: { ok: true, value: doc(cap) },
              },
            }),
      });
      const known = roleContext(subject);
      const full: RequestContext = { ...merge(known, more), completeUnder: known.completeUnder };
      const { decision } = evaluate({ ...asked, context: full }, { ...identity(list), ...boundary });
      const access = effectiveGrants(subject, catalog).of(asked.action)?.access;
      if (access === 'yes') expect(decision).toBe('allowed');
      if (access === 'blocked' || access === undefined) expect(RANK[decision]).toBe(0);
      if (RANK[decision] > 0) expect(['yes', 'limited']).toContain(access);
    }),
    { numRuns: 2000 },
  );
});

test('the bulk sets and the explanations of single actions agree', () => {
  fc.assert(
    fc.property(statements, statements, (list, cap) => {
      const grants = effectiveGrants(
        role([{ source: { kind: 'inline', name: 'p' }, document: { ok: true, value: doc(list) } }], {
          boundary: { source: { kind: 'boundary', name: 'cap', arn: 'a' }, document: { ok: true, value: doc(cap) } },
        }),
        catalog,
      );
      for (const action of ACTIONS) {
        const place = catalog.indexOf(action);
        if (place === undefined) continue;
        const set = (words: { start: number; words: Uint32Array }): boolean =>
          (((words.words[(place >>> 5) - words.start] ?? 0) >>> (place & 31)) & 1) === 1;
        const access = grants.of(action)?.access;
        expect({
          granted: set(grants.granted().known),
          blocked: set(grants.blocked().known),
          yes: set(grants.unlimited()),
        }).toEqual({
          granted: access === 'yes' || access === 'limited',
          blocked: access === 'blocked',
          yes: access === 'yes',
        });
      }
    }),
  );
});

test('parsing any JSON never throws, and evaluating what was parsed never throws', () => {
  const element = fc.constantFrom(
    'Version',
    'Statement',
    'Effect',
    'Action',
    'NotAction',
    'Resource',
    'Condition',
    'Principal',
    'Allow',
    '*',
    's3:*',
    '__proto__',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.jsonValue(),
      element,
      fc.array(tie('tree')),
      fc.dictionary(element, tie('tree')),
    ),
  }));
  fc.assert(
    fc.property(
      fc.oneof(
        tree,
        fc.string(),
        tree.map((value) => JSON.stringify(value)),
      ),
      (input) => {
        expect(typeof parsePolicy(input).ok).toBe('boolean');
      },
    ),
  );
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('${', '${}', '${aws:x, }', '}', ':::::', '${*}', "${a,'b'}", '*?*?*'),
  );
  const wild = fc.record({
    operator: text,
    key: text,
    values: fc.array(text),
    resource: text.map((tail) => `arn:${tail}`),
    value: text,
  });
  fc.assert(
    fc.property(
      wild,
      fc.constantFrom('StringLike', 'ArnLike', 'IpAddress', 'DateEquals', 'NumericEquals', 'BinaryEquals', ''),
      (made, operator) => {
        const parsed = parsePolicy({
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Action: '*',
            Resource: made.resource,
            Condition: { [operator || made.operator]: { [made.key]: made.values } },
          },
        });
        if (!parsed.ok) return;
        const set = { identity: [{ name: 'p', document: parsed.value }] };
        for (const known of [createContext({ [made.key]: made.value }), createContext({})]) {
          const { decision } = evaluate({ action: 's3:GetObject', resource: made.resource, context: known }, set);
          expect(Object.keys(RANK)).toContain(decision);
        }
      },
    ),
  );
});
