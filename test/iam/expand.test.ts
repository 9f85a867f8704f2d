import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { count, has, intersect, isEmpty, placesOf, sameSet, union } from '../../src/iam/action-set.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import {
  expandPattern,
  expandPatterns,
  expandStatementActions,
  statementCovers,
  unionSelections,
} from '../../src/iam/expand.ts';
import { listActions } from '../../src/iam/list-actions.ts';
import { actionMatches } from '../../src/iam/pattern.ts';

const catalog = await loadCatalog();
const everyAction = Array.from({ length: catalog.size }, (_, place) => catalog.actionAt(place));

function actionsOf(pattern: string): string[] {
  return [...placesOf(expandPattern(catalog, pattern).known)].map((place) => catalog.actionAt(place));
}

describe('expandPattern()', () => {
  test('a question mark is one character', () => {
    expect(actionsOf('kms:DeleteAlia?')).toEqual(['kms:DeleteAlias']);
    expect(actionsOf('kms:DeleteAli?')).toEqual([]);
  });

  test('a star may stand in the middle', () => {
    expect(actionsOf('s3:*ObjectT*')).toEqual([
      's3:DeleteObjectTagging',
      's3:GetObjectTagging',
      's3:GetObjectTorrent',
      's3:PutObjectTagging',
    ]);
  });

  test('case is of no account', () => {
    expect(actionsOf('S3:getobject')).toEqual(['s3:GetObject']);
    expect(actionsOf('S3:GETOBJECTT*')).toEqual(['s3:GetObjectTagging', 's3:GetObjectTorrent']);
  });

  test('a wildcard in the service part is taken in its widest sense', () => {
    const widest = actionsOf('*:Describe*');
    expect(widest).toContain('ec2:DescribeInstances');
    expect(widest).toContain('ecs:DescribeTasks');
    expect(widest).toEqual(everyAction.filter((action) => /^[^:]*:Describe/i.test(action)));
  });

  test.each(['*', '*:*', '**'])('%j is every action', (pattern) => {
    expect(count(expandPattern(catalog, pattern).known)).toBe(catalog.size);
  });

  test('a whole service is neither its namesakes nor less than itself', () => {
    expect(actionsOf('s3:*')).toEqual(everyAction.filter((action) => action.startsWith('s3:')));
    expect(actionsOf('s3:**')).toEqual(actionsOf('s3:*'));
  });

  test.each(['foo:DoThing', 'foo:*', 's3:GetNothingOfTheKind', 's3:Xyzzy*', 'GetObject'])(
    '%j is kept though the catalogue does not know it',
    (pattern) => {
      const { known, unknown } = expandPattern(catalog, pattern);
      expect(isEmpty(known)).toBe(true);
      expect(unknown).toEqual([pattern]);
    },
  );

  test('what is known is not marked', () => {
    expect(expandPattern(catalog, 's3:Get*').unknown).toEqual([]);
  });

  test('expansion agrees with matching', () => {
    const action = fc.constantFrom(...everyAction);
    const pattern = fc
      .tuple(action, fc.array(fc.tuple(fc.nat(40), fc.constantFrom('*', '?', '')), { minLength: 1, maxLength: 4 }))
      .map(([text, edits]) => {
        const colon = text.indexOf(':');
        const name = edits.reduce(
          (sofar, [at, edit]) => {
            const cut = at % (sofar.length + 1);
            return sofar.slice(0, cut) + edit + sofar.slice(cut + (edit === '?' ? 1 : at % 5));
          },
          text.slice(colon + 1),
        );
        return text.slice(0, colon + 1) + name;
      });
    fc.assert(
      fc.property(pattern, fc.array(action, { maxLength: 20 }), (p, others) => {
        const { known } = expandPattern(catalog, p);
        const service = p.slice(0, p.indexOf(':') + 1);
        for (const candidate of [...everyAction.filter((a) => a.startsWith(service)), ...others]) {
          expect(has(known, catalog.indexOf(candidate) ?? -1)).toBe(actionMatches(p, candidate));
        }
      }),
      { numRuns: 200 },
    );
  });
});

test.each(['*:Get*', 's?:*', 'e*2:D?scribe*', 's3*', '*Object', 's3:Get*:x', '?', ' s3:*', 'S3*:*Tagging', ':'])(
  'expansion agrees with matching on %j, which IAM would refuse',
  (pattern) => {
    expect(actionsOf(pattern)).toEqual(everyAction.filter((action) => actionMatches(pattern, action)));
  },
);

test('listActions() names what is known in the catalogue’s order, then the rest as written', () => {
  expect([...listActions(catalog, expandPatterns(catalog, ['foo:Do*', 'sqs:sendmessage', 's3:GetObject']))]).toEqual([
    { action: 's3:GetObject', inCatalog: true },
    { action: 'sqs:SendMessage', inCatalog: true },
    { action: 'foo:Do*', inCatalog: false },
  ]);
});

describe('expandStatementActions()', () => {
  test('NotAction leaves everything else', () => {
    const { known, unknown } = expandStatementActions(catalog, { notAction: ['iam:*', 'cloudtrail:*'] });
    const left = [...placesOf(known)].map((place) => catalog.actionAt(place));
    expect(left).toEqual(everyAction.filter((action) => !/^(iam|cloudtrail):/.test(action)));
    expect(unknown).toEqual([]);
  });

  test('NotAction of what is unknown leaves the whole catalogue', () => {
    expect(count(expandStatementActions(catalog, { notAction: ['foo:*'] }).known)).toBe(catalog.size);
  });

  test('NotAction is the exact complement of Action', () => {
    const pattern = fc.constantFrom(
      's3:*',
      's3:Get*',
      '*',
      'iam:PassRole',
      'foo:*',
      'ec2:*Tag?',
      '*:List*',
      'EC2:Describe*',
    );
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 5 }), (patterns) => {
        const chosen = expandStatementActions(catalog, { action: patterns }).known;
        const left = expandStatementActions(catalog, { notAction: patterns }).known;
        expect(isEmpty(intersect(chosen, left))).toBe(true);
        expect(count(union(chosen, left))).toBe(catalog.size);
      }),
    );
  });

  test('a statement is expanded once', () => {
    const statement = { action: ['s3:Get*', 'sqs:*'] };
    expect(expandStatementActions(catalog, statement)).toBe(expandStatementActions(catalog, statement));
  });

  test('patterns add up, and unknown ones are listed once whatever their case', () => {
    const selection = expandPatterns(catalog, ['s3:GetObject', 'foo:A', 'FOO:a', 'sqs:SendMessage']);
    expect([...placesOf(selection.known)].map((place) => catalog.actionAt(place))).toEqual([
      's3:GetObject',
      'sqs:SendMessage',
    ]);
    expect(selection.unknown).toEqual(['foo:A']);
  });
});

test('unionSelections() of none is nothing', () => {
  const { known, unknown } = unionSelections(catalog, []);
  expect(isEmpty(known)).toBe(true);
  expect(unknown).toEqual([]);
});

describe('statementCovers()', () => {
  test.each([
    [{ action: ['foo:*'] }, 'foo:DoThing', true],
    [{ action: ['s3:*', 'foo:Do*'] }, 'FOO:dothing', true],
    [{ action: ['s3:*'] }, 'foo:DoThing', false],
    [{ action: ['foo:Do*'] }, 'foo:*', false],
    [{ action: ['foo:*'] }, 'foo:Do*', true],
    [{ action: ['foo:D?'] }, 'foo:D*', false],
    [{ notAction: ['s3:*'] }, 'foo:DoThing', true],
    [{ notAction: ['foo:*'] }, 'foo:DoThing', false],
    [{ notAction: ['foo:DoThing'] }, 'foo:Do*', false],
    [{ notAction: ['foo:Do'] }, 'foo:DoThing', true],
    [{ notAction: ['foo:D*'] }, 'foo:Do*', false],
    [{ notAction: ['FOO:do*'] }, 'foo:D?', false],
    [{ notAction: ['s3:*'] }, 'foo:Do*', true],
    [{}, 'foo:DoThing', false],
  ])('%j over %j: %s', (statement, action, expected) => {
    expect(statementCovers(statement, action)).toBe(expected);
  });

  test('agrees with expansion on every action of the catalogue', () => {
    for (const statement of [{ action: ['s3:Get*', 'ec2:*'] }, { notAction: ['s3:*', 'iam:Pass*'] }]) {
      const { known } = expandStatementActions(catalog, statement);
      const covered = everyAction.filter((action) => statementCovers(statement, action));
      expect(covered).toEqual([...placesOf(known)].map((place) => catalog.actionAt(place)));
    }
  });
});

test('two spellings of a pattern select the same set', () => {
  expect(sameSet(expandPattern(catalog, 'S3:GET*').known, expandPattern(catalog, 's3:get*').known)).toBe(true);
});
