import { describe, expect, it } from 'vitest';
import { setOf } from '../../../src/iam/action-set.ts';
import { loadCatalog } from '../../../src/iam/catalog/load-catalog.ts';
import { expandPatterns } from '../../../src/iam/expand.ts';
import { keptTexts, withoutCovered } from '../../../src/rightsize/recommend/action-texts.ts';
import type { KeptActions } from '../../../src/rightsize/recommend/kept-actions.ts';

const catalog = await loadCatalog();

/** Keeps what these patterns match, of which some is needed. */
function keeping(
  patterns: readonly string[],
  needed: readonly string[] = [],
  beyond: readonly string[] = [],
): KeptActions {
  return {
    known: expandPatterns(catalog, [...patterns, ...needed]).known,
    needed: setOf(
      catalog.size,
      needed.flatMap((action) => catalog.indexOf(action) ?? []),
    ),
    dropped: [],
    ineffective: [],
    unproven: [],
    keepsUnknown: true,
    beyond,
    verdictOf: () => undefined,
  };
}

function texts(action: readonly string[], kept: KeptActions) {
  return keptTexts({ effect: 'Allow', action, resource: ['*'], index: 0 }, kept, catalog);
}

describe('keptTexts()', () => {
  it('changes nothing where nothing is dropped', () => {
    expect(texts(['sqs:*', 'newservice:*'], keeping(['sqs:*']))).toBeUndefined();
  });

  it('keeps a pattern as written of which nothing is dropped, beside others that are cut', () => {
    expect(texts(['sqs:List*', 'rds:*'], keeping(['sqs:List*', 'rds:DescribeEvents']))).toEqual([
      'rds:DescribeEvents',
      'sqs:List*',
    ]);
  });

  it('writes many neighbours that are all kept with a wildcard, at a word’s end', () => {
    expect(texts(['ec2:*'], keeping(['ec2:Describe*']))).toEqual(['ec2:Describe*']);
    expect(texts(['*'], keeping(['sqs:*', 'ec2:DescribeVpc*']))).toEqual(['ec2:DescribeVpc*', 'sqs:*']);
  });

  it('never reaches beyond the pattern that granted the neighbours', () => {
    expect(texts(['ec2:DescribeVpcs', 'ec2:DescribeVpcE*', 'sqs:*'], keeping(['ec2:Describe*']))).toEqual([
      'ec2:DescribeVpcE*',
      'ec2:DescribeVpcs',
    ]);
  });

  it('writes few neighbours, and all that are needed, by name', () => {
    expect(texts(['sqs:*'], keeping(['sqs:ListQueues', 'sqs:ListQueueTags']))).toEqual([
      'sqs:ListQueueTags',
      'sqs:ListQueues',
    ]);
    const written = texts(['*'], keeping(['sqs:*'], ['sqs:ReceiveMessage']));
    expect(written).toContain('sqs:ReceiveMessage');
    expect(written).not.toContain('sqs:*');
  });

  it('stands for exactly what is kept, whatever is kept', () => {
    for (const kept of [['s3:Get*', 's3:*Tagging'], ['ec2:*Vpc*', 'iam:Pass*'], ['rds:?*s']]) {
      const { known } = expandPatterns(catalog, kept);
      expect(expandPatterns(catalog, texts(['*'], keeping(kept)) ?? []).known).toEqual(known);
    }
  });

  it('cuts NotAction to what it grants and is kept', () => {
    const statement = { effect: 'Allow', notAction: ['sqs:*'], resource: ['*'], index: 0 } as const;
    expect(keptTexts(statement, keeping(['sqs:ListQueues', 'rds:DescribeEvents']), catalog)).toEqual([
      'rds:DescribeEvents',
    ]);
  });

  it('adds what was seen beyond the catalogue, where the statement grants it', () => {
    const kept = keeping(['sqs:ListQueues'], [], ['rds:BrandNew', 'sqs:BrandNew']);
    expect(texts(['sqs:*'], kept)).toEqual(['sqs:BrandNew', 'sqs:ListQueues']);
  });
});

describe('withoutCovered()', () => {
  it.each([
    [['s3:GetObject', 's3:Get*'], ['s3:Get*']],
    [['s3:getobject', 's3:GetObject'], ['s3:GetObject']],
    [
      ['s3:*', 's3:Get*', 'sqs:*'],
      ['s3:*', 'sqs:*'],
    ],
    [
      ['s3:GetObject', 's3:PutObject'],
      ['s3:GetObject', 's3:PutObject'],
    ],
  ])('of %j is %j', (texts, expected) => {
    expect(withoutCovered(texts)).toEqual(expected);
  });
});
