import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkOperations, type Operations } from '../../scripts/check-operations.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { sharedJson } from './shared-data.ts';

const catalog = await loadCatalog();
const operations = sharedJson('data/aws-operations.json') as Operations | undefined;
const reviewed = JSON.parse(
  readFileSync(new URL('operations-outside-aws-list.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, string>>;

describe.skipIf(operations === undefined)('against AWS’s list of operations', () => {
  it('at least 99.5 % of the operations with actions map inside the list, and the others are reviewed', () => {
    const check = checkOperations(operations ?? {}, catalog);
    console.info(`${check.inside} of ${check.operations} operations map inside AWS's list`);
    expect(check.operations).toBeGreaterThan(16_000);
    expect(check.inside / check.operations).toBeGreaterThanOrEqual(0.995);
    expect(Object.keys(check.outside).sort()).toEqual(Object.keys(reviewed).sort());
  });
});

describe('checkOperations()', () => {
  it('counts an operation outside whose event maps elsewhere, or nowhere', () => {
    const check = checkOperations(
      {
        's3:HeadObject': ['s3:GetObject'],
        's3:GetObject': ['s3:PutObject'],
        'ecs:Fly': ['ecs:RunTask'],
        'ecs:Poll': [],
      },
      catalog,
    );
    expect(check).toEqual({ operations: 3, inside: 1, outside: { 's3:GetObject': ['s3:GetObject'], 'ecs:Fly': [] } });
  });
});
