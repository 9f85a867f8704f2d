import { expect, test } from 'vitest';
import { lossList } from '../../../src/sources/trail/incomplete-list.ts';

test('a few losses are told one by one, in order', () => {
  const losses = lossList();
  const some = ['a', 'b', 'c'].map((what) => ({ what, why: what === 'c' ? 'cut off' : 'denied' }));
  for (const loss of some) losses.add(loss);
  expect(losses.all()).toEqual(some);
});

test('of very many for one reason the first are told, and how many more there are', () => {
  const losses = lossList();
  const missing = { action: 'kms:Decrypt' };
  for (let index = 0; index < 100_000; index++) losses.add({ what: `file ${index}`, why: 'no key', missing });
  losses.add({ what: 'another', why: 'cut off' });
  const all = losses.all();
  expect(all).toHaveLength(22);
  expect(all[0]).toEqual({ what: 'file 0', why: 'no key', missing });
  expect(all[20]).toEqual({ what: 'another', why: 'cut off' });
  expect(all[21]).toEqual({ what: '99980 more of the trail files', why: 'no key' });
});

test('of very many reasons the first are told apart', () => {
  const losses = lossList();
  for (let index = 0; index < 1_000; index++) losses.add({ what: `file ${index}`, why: `reason ${index}` });
  const all = losses.all();
  expect(all).toHaveLength(51);
  expect(all.at(-1)?.what).toBe('950 more of the trail files');
});
