import { expect, test } from 'vitest';
import { didYouMean, nearest } from '../../src/base/nearest.ts';

const KNOWN = ['table', 'json', 'asff', 'csv', 'markdown', 'html'];

test.each([
  ['jsno', 'json'],
  ['JSON', 'json'],
  ['tabel', 'table'],
  ['markdwon', 'markdown'],
  ['htlm', 'html'],
  ['csvs', 'csv'],
])('%s probably means %s', (word, meant) => {
  expect(nearest(word, KNOWN)).toBe(meant);
});

test.each(['pdf', 'yaml-file', ''])('%j is near nothing', (word) => {
  expect(nearest(word, KNOWN)).toBeUndefined();
  expect(didYouMean(word, KNOWN)).toBe('');
});

test('the nearest of several is meant', () => {
  expect(nearest('s3:GetObjct', ['s3:GetObjectAcl', 's3:GetObject', 's3:PutObject'])).toBe('s3:GetObject');
  expect(didYouMean('s3:GetObjct', ['s3:GetObject'])).toBe(' (did you mean s3:GetObject?)');
});
