import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateRules } from '../../src/findings/evaluate-rules.ts';
import { familySplit } from '../../src/findings/family-split.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { fingerprintOf } from '../../src/findings/fingerprint.ts';
import type { Action } from '../../src/iam/action.ts';
import { assess, CONTEXT, use } from './fixtures.ts';

type Used = Readonly<Record<string, readonly Action[]>>;

function sharedBy(families: readonly string[], used: Used = {}, job: 'task' | 'execution' = 'task'): Finding {
  const traced = new Map(Object.entries(used));
  const assessment = assess('app', {
    uses: families.map((family) => use(job, family)),
    ...(traced.size > 0 && { usedByFamily: traced }),
  });
  const found = evaluateRules([assessment], CONTEXT).findings.find(({ rule }) => rule === 'shared-role');
  if (found === undefined) throw new Error('shared-role found nothing');
  return found;
}

describe('shared-role', () => {
  test('says what each family used and which split that suggests', () => {
    const finding = sharedBy(['api', 'web', 'worker'], {
      api: ['dynamodb:GetItem', 's3:GetObject'],
      web: ['s3:GetObject'],
      worker: ['sqs:SendMessage'],
    });
    expect(finding.description).toMatch(
      /Suggested split, one role for each: api and web; worker\. Traced to tasks in this run, and there may be more: api used dynamodb:GetItem and s3:GetObject; web used s3:GetObject; worker used sqs:SendMessage\.$/,
    );
    expect(finding.evidence).toEqual({
      families: '3',
      familyNames: 'api web worker',
      usedByFamily: 'api: dynamodb:GetItem and s3:GetObject; web: s3:GetObject; worker: sqs:SendMessage',
      suggestedSplit: 'api web | worker',
    });
  });

  test('names the families that could not be traced, and leaves them out of the split', () => {
    const finding = sharedBy(['api', 'batch', 'web'], { api: ['s3:GetObject'], web: ['sqs:SendMessage'] });
    expect(finding.description).toContain('one role for each: api; web. Not traced, so use unknown: batch. Traced');
    expect(finding.evidence).toMatchObject({ familiesNotTraced: 'batch', suggestedSplit: 'api | web' });
  });

  test('suggests no split where one family alone was traced', () => {
    const { description, evidence } = sharedBy(['api', 'web'], { api: ['s3:GetObject'] });
    expect(description).toContain('Not traced, so use unknown: web. Traced to tasks');
    expect(description).not.toContain('split');
    expect(evidence).not.toHaveProperty('suggestedSplit');
  });

  test('suggests no split where one family used all that the others did', () => {
    const { description, evidence } = sharedBy(['api', 'web'], {
      api: ['s3:GetObject'],
      web: ['s3:GetObject', 's3:PutObject'],
    });
    expect(description).toContain(
      'What one of api and web used covers the others, so these may share one role as far as their use tells.',
    );
    expect(evidence).not.toHaveProperty('suggestedSplit');
  });

  test('says that nobody can tell where no family was traced', () => {
    const { description, evidence } = sharedBy(['api', 'web']);
    expect(description).toMatch(/is not known: no call read in this run could be traced to one of their tasks\.$/);
    expect(evidence).toEqual({ families: '2', familyNames: 'api web', familiesNotTraced: 'api web' });
  });

  test('leaves out what a family used that does not name the role', () => {
    expect(sharedBy(['api', 'web'], { other: ['s3:GetObject'] }).description).not.toContain('s3:GetObject');
  });

  test('tells of an execution role too', () => {
    const finding = sharedBy(
      ['api', 'web'],
      { api: ['ecr:BatchGetImage'], web: ['logs:CreateLogStream'] },
      'execution',
    );
    expect(finding.severity).toBe('INFORMATIONAL');
    expect(finding.evidence['suggestedSplit']).toBe('api | web');
  });

  test('stays within the limits of a finding, with every kind of sentence, for many families with many actions', () => {
    const names = Array.from({ length: 120 }, (_, place) => `family-${String(place).padStart(3, '0')}`);
    const used = Object.fromEntries(
      names
        .slice(0, 60)
        .map((name, place) => [name, Array.from({ length: 30 }, (_, each): Action => `sqs:Action${place}x${each}`)]),
    );
    const { description, evidence } = sharedBy(names, used);
    expect(description.length).toBeLessThanOrEqual(1024);
    expect(description).toContain('; and 52 more. Not traced, so use unknown: family-060');
    expect(description).toContain('Traced to tasks in this run');
    expect(evidence['usedByFamily']?.split('; ')).toHaveLength(40);
    expect(evidence['familiesNotTraced']?.split(' ')).toHaveLength(40);
  });

  test('is not another finding because other tasks run today, but is one where families change', () => {
    const before = fingerprintOf(sharedBy(['api', 'web'], { api: ['s3:GetObject'], web: ['sqs:SendMessage'] }));
    expect(fingerprintOf(sharedBy(['api', 'web']))).toBe(before);
    expect(fingerprintOf(sharedBy(['api', 'web', 'worker']))).not.toBe(before);
  });
});

describe('familySplit()', () => {
  const used = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    fc.uniqueArray(fc.constantFrom<Action>('s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'kms:Decrypt')),
    { noNullPrototype: true },
  );

  test('puts each family into one group, in which one used all that the others did', () => {
    fc.assert(
      fc.property(used, (families) => {
        const split = familySplit(new Map(Object.entries(families)));
        expect(split.flat().sort()).toEqual(Object.keys(families).sort());
        for (const group of split) {
          const all = new Set(group.flatMap((family) => families[family] ?? []));
          expect(group.some((family) => families[family]?.length === all.size)).toBe(true);
        }
      }),
    );
  });

  test('never keeps two families apart of which one used all that the other did and nobody else more', () => {
    fc.assert(
      fc.property(used, (families) => {
        const widest = familySplit(new Map(Object.entries(families))).map(
          (group) => new Set(group.flatMap((family) => families[family] ?? [])),
        );
        for (const one of widest) {
          expect(widest.filter((other) => one.isSubsetOf(other))).toEqual([one]);
        }
      }),
    );
  });

  test('does not depend on the order of the families, nor on the case of actions', () => {
    fc.assert(
      fc.property(used, (families) => {
        const entries = Object.entries(families);
        const shouted = entries.map(([family, actions]): [string, Action[]] => [
          family,
          actions.map((action) => action.replace('Object', 'OBJECT') as Action).reverse(),
        ]);
        expect(familySplit(new Map(shouted.reverse()))).toEqual(familySplit(new Map(entries)));
      }),
    );
  });
});
