import { expect, test } from 'vitest';
import { loggedProgress } from '../../src/wiring/logged-progress.ts';

function recorded() {
  let now = 0;
  const lines: (readonly [string, string, unknown])[] = [];
  const line = (level: string) => (message: string, details: unknown) => void lines.push([level, message, details]);
  const progress = loggedProgress({ info: line('info'), debug: line('debug') }, () => now);
  const wait = (ms: number): void => {
    now += ms;
  };
  return { lines, progress, wait };
}

test('each stage is a line, with the time of the stage before', () => {
  const { lines, progress, wait } = recorded();
  progress.stage('reading');
  wait(1_500);
  progress.stage('judging');
  expect(lines.filter(([level]) => level === 'info')).toEqual([
    ['info', 'Stage', { stage: 'reading' }],
    ['info', 'Stage', { stage: 'judging', after: 'reading', tookMs: 1_500 }],
  ]);
});

test('at DEBUG each stage tells the memory in use', () => {
  const { lines, progress } = recorded();
  progress.stage('reading');
  expect(lines.at(-1)).toEqual(['debug', 'Memory', { stage: 'reading', residentMB: expect.any(Number) }]);
});

test('at DEBUG long work tells every ten seconds how far it has come, each kind for itself', () => {
  const { lines, progress, wait } = recorded();
  progress.stage('reading');
  const told = () => lines.filter(([, message]) => message === 'Progress').map(([, , details]) => details);
  progress.advance(1, undefined, 'events');
  wait(9_999);
  progress.advance(2, undefined, 'events');
  progress.advance(7, 9, 'files');
  wait(1);
  progress.advance(3, undefined, 'events');
  expect(told()).toEqual([
    { stage: 'reading', done: 1, unit: 'events' },
    { stage: 'reading', done: 7, total: 9, unit: 'files' },
    { stage: 'reading', done: 3, unit: 'events' },
  ]);
});
