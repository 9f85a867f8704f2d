import { expect, test } from 'vitest';
import { columnsOf } from '../../src/cli/terminal.ts';
import { progressFor, terminalProgress } from '../../src/cli/terminal-progress.ts';
import { fakeTerminal } from './fake-terminal.ts';

/** What a terminal shows after each redrawing. */
function drawn(text: string): readonly string[] {
  return text.split('\r\u001b[2K').slice(1);
}

test('one line shows the stage, the counts and the time that is left', () => {
  let now = 0;
  const terminal = fakeTerminal('', {}, { stderrIsTerminal: true });
  const progress = terminalProgress(terminal, () => now);
  progress.stage('reading the task definitions');
  progress.advance(0, 100, 'task definitions');
  now = 4_000;
  progress.advance(10, 100, 'task definitions');
  now = 4_050;
  progress.advance(11, 100, 'task definitions');
  progress.stage('reading what the roles used');
  progress.advance(50, undefined, 'events');
  now = 69_050;
  progress.advance(4_000, undefined, 'events');
  progress.end();
  expect(drawn(terminal.err())).toEqual([
    'reading the task definitions…',
    'reading the task definitions… 0 of 100 task definitions',
    'reading the task definitions… 10 of 100 task definitions, 36 s left',
    'reading what the roles used…',
    'reading what the roles used… 50 events',
    'reading what the roles used… 4000 events, 1 min 5 s',
    '',
  ]);
});

test('a line never wraps, so that it can be cleared', () => {
  const terminal = fakeTerminal('', {}, { stderrIsTerminal: true, stderrColumns: 20 });
  terminalProgress(terminal).stage('reading the roles and their policies');
  expect(drawn(terminal.err())).toEqual(['reading the roles …']);
});

test('a terminal that does not know its width is taken to be 120 columns wide', () => {
  expect([columnsOf({}), columnsOf({ columns: 0 }), columnsOf({ columns: 80 })]).toEqual([120, 120, 80]);
});

test.each([
  ['in a pipe', {}, false],
  ['with --quiet', { quiet: true }, true],
])('%s there is none', (_when, { quiet = false }: { quiet?: boolean }, stderrIsTerminal) => {
  const terminal = fakeTerminal('', {}, { stderrIsTerminal });
  const progress = progressFor({ quiet, color: true }, terminal);
  progress.stage('reading');
  progress.advance(1, 2, 'roles');
  progress.end();
  expect(terminal.err()).toBe('');
});
