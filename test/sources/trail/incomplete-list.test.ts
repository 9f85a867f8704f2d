import { expect, test } from 'vitest';
import { incompleteList } from '../../../src/sources/trail/incomplete-list.ts';

test('a few losses are told one by one, in order', () => {
  const list = incompleteList();
  const some = ['a', 'b', 'c'].map((what) => ({ what, why: what === 'c' ? 'cut off' : 'denied' }));
  for (const one of some) list.add(one);
  expect(list.all()).toEqual(some);
});

test('of very many for one reason the first are told, and how many more there are', () => {
  const list = incompleteList();
  const missing = { action: 'kms:Decrypt' };
  for (let index = 0; index < 100_000; index++) list.add({ what: `file ${index}`, why: 'no key', missing });
  list.add({ what: 'another', why: 'cut off' });
  const all = list.all();
  expect(all).toHaveLength(22);
  expect(all[0]).toEqual({ what: 'file 0', why: 'no key', missing });
  expect(all[20]).toEqual({ what: 'another', why: 'cut off' });
  expect(all[21]).toEqual({ what: '99980 more of the trail files', why: 'no key' });
});

test('of very many reasons the first are told apart', () => {
  const list = incompleteList();
  for (let index = 0; index < 1_000; index++) list.add({ what: `file ${index}`, why: `reason ${index}` });
  const all = list.all();
  expect(all).toHaveLength(51);
  expect(all.at(-1)?.what).toBe('950 more of the trail files');
});
