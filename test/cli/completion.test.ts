import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { fakeTerminal } from './fake-terminal.ts';

async function complete(...words: readonly string[]) {
  const terminal = fakeTerminal();
  expect(await runCommandLine(['complete', '--', ...words], terminal)).toBe(0);
  const lines = terminal.out().trimEnd().split('\n');
  return { values: lines.slice(0, -1).map((line) => line.split('\t')[0]), directive: lines.at(-1) };
}

describe('what may come next', () => {
  test.each([
    ['a command', ['ex'], ['explain', 'expand']],
    ['a command below a command', ['catalog', ''], ['info', 'refresh']],
    ['a command behind an option of all commands', ['--quiet', 'au'], ['audit']],
    ['an option', ['audit', '--fo'], ['--format']],
    ['an option of all commands', ['audit', '--qu'], ['--quiet']],
    ['the values of an option', ['policy', 'role', '--as', ''], ['json', 'terraform', 'cloudformation', 'diff']],
    ['the values of an option behind =', ['audit', '--fail-on=me'], ['medium']],
    ['the values of an argument', ['completion', ''], ['bash', 'zsh', 'fish', 'powershell']],
    ['an option that may be repeated, again', ['audit', '--source', 'lookup', '--sou'], ['--source']],
    ['no option a second time', ['audit', '--fail-on', 'low', '--fail'], []],
    ['no command in the place of a role', ['explain', 'ex'], []],
    ['nothing behind what is not known', ['nosuch', ''], []],
  ])('%s', async (_what, words, expected) => {
    expect(await complete(...words)).toEqual({ values: expected, directive: ':4' });
  });

  test.each([
    ['files', ['expand', '--policy', ''], ':0'],
    ['files as operands', ['check', ''], ':0'],
    ['more files as operands', ['requires', 'a.json', ''], ':0'],
    ['more files', ['expand', '--policy', 'a.json', ''], ':0'],
    ['directories', ['audit', '--out', ''], ':16'],
  ])('%s are left to the shell', async (_what, words, directive) => {
    expect(await complete(...words)).toEqual({ values: [], directive });
  });

  test('the hidden command is not offered', async () => {
    expect((await complete('comp')).values).toEqual(['completion']);
  });
});

describe('the scripts', () => {
  test.each(['bash', 'zsh', 'fish', 'powershell'])('for %s call the command that completes', async (shell) => {
    const printed = await Promise.all(
      ['completion', 'complete'].map(async (command) => {
        const terminal = fakeTerminal();
        expect(await runCommandLine([command, shell], terminal)).toBe(0);
        return terminal.out();
      }),
    );
    expect(printed[0]).toMatch(/complete '?--/);
    expect(printed[0]).toContain('ecs-role-auditor');
    expect(printed[1]).toBe(printed[0]);
  });
});

const hasBash = spawnSync('bash', ['-c', 'exit 0']).status === 0;
if (!hasBash) console.warn('Skipped: completion in bash, which is not installed');

/** Stands for the program: hands its words to this process, and prints what comes back. */
const STAND_IN = `#!/usr/bin/env bash
exec 3<>"/dev/tcp/127.0.0.1/$PORT" && printf '%s\\0' "$#" "$@" >&3 && cat <&3
`;

/** Answers stand-ins until it is closed. */
async function answerStandIns(): Promise<Server> {
  const server = createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (piece) => {
      text += piece;
      const [count = '', ...words] = text.split('\0').slice(0, -1);
      if (count === '' || words.length < Number(count)) return;
      const terminal = fakeTerminal();
      runCommandLine(words, terminal).then(() => socket.end(terminal.out()), socket.destroy);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

describe.skipIf(!hasBash)('in bash', () => {
  let directory: string;
  let server: Server;
  beforeAll(async () => {
    server = await answerStandIns();
    directory = mkdtempSync(join(tmpdir(), 'auditor-completion-'));
    const main = join(import.meta.dirname, '../../src/cli/main.ts');
    const program = `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`;
    for (const [kind, text] of [
      ['program', program],
      ['stand-in', STAND_IN],
    ] as const) {
      mkdirSync(join(directory, kind));
      writeFileSync(join(directory, kind, 'ecs-role-auditor'), text, { mode: 0o755 });
    }
    writeFileSync(join(directory, 'policy one.json'), '{}');
    const terminal = fakeTerminal();
    await runCommandLine(['completion', 'bash'], terminal);
    writeFileSync(join(directory, 'completion.bash'), terminal.out());
  });
  afterAll(() => {
    server.close();
    rmSync(directory, { recursive: true });
  });

  /** What bash offers when Tab is pressed at the end of a line, one a line. */
  async function tab(line: string, kind: 'program' | 'stand-in' = 'stand-in'): Promise<readonly string[]> {
    const script = `
      # Twice, as a profile that is read again does.
      source completion.bash && source completion.bash
      COMP_LINE=$1 COMP_POINT=\${#1}
      function="$(complete -p ecs-role-auditor)"; function="\${function#*-F }"; "\${function%% *}"
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-u', '-c', script, 'bash', line], {
      cwd: directory,
      env: {
        ...process.env,
        PATH: `${join(directory, kind)}:${process.env['PATH']}`,
        PORT: String((server.address() as AddressInfo).port),
      },
    });
    expect(stderr).toBe('');
    return stdout.split('\n').filter((offered) => offered !== '');
  }

  test.each([
    ['ecs-role-auditor ex', ['explain', 'expand']],
    ['ecs-role-auditor audit --format ', ['table', 'json', 'asff', 'csv', 'markdown', 'html', 'sarif']],
    // Readline has taken "--format=" as a word of its own.
    ['ecs-role-auditor audit --format=ma', ['markdown']],
    ['ecs-role-auditor expand --policy poli', ['policy one.json']],
    ['ecs-role-auditor explain role ', []],
  ])('Tab behind "%s" offers %j', async (line, expected) => {
    expect(await tab(line)).toEqual(expected);
  });

  test('the program itself answers like that', async () => {
    expect(await tab('ecs-role-auditor audit --format=ma', 'program')).toEqual(['markdown']);
  });

  test('nothing of what was typed is run', async () => {
    await tab('ecs-role-auditor audit $(touch ran) `touch ran` ; touch ran ; --f');
    expect(existsSync(join(directory, 'ran'))).toBe(false);
  });
});
