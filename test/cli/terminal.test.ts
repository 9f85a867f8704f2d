import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writePieces } from '../../src/cli/terminal.ts';
import { fakeTerminal } from './fake-terminal.ts';

describe('writePieces', () => {
  test('writes the whole text, which ends with one line break', async () => {
    const piece = fc.stringMatching(/^[a{ \r\n]{0,6}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(piece), async (pieces) => {
        const terminal = fakeTerminal();
        await writePieces(terminal.stdout, pieces);
        expect(terminal.out()).toBe(`${pieces.join('').trimEnd()}\n`);
      }),
    );
  });

  test('makes no piece before a slow reader has taken what is there', async () => {
    let made = 0;
    let written = 0;
    const behind: number[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        behind.push(made - written);
        written += 1;
        setImmediate(done);
      },
    });
    function* pieces() {
      for (; made < 50; made += 1) yield 'piece';
    }
    await writePieces(slow, pieces());
    expect(Math.max(...behind)).toBeLessThanOrEqual(1);
  });
});
