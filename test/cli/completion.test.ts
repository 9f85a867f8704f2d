import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

describe.skipIf(!hasBash)('in bash', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'auditor-completion-'));
    const main = join(import.meta.dirname, '../../src/cli/main.ts');
    const command = `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`;
    writeFileSync(join(directory, 'ecs-role-auditor'), command, { mode: 0o755 });
    writeFileSync(join(directory, 'policy one.json'), '{}');
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  /** What bash offers when Tab is pressed at the end of a line, one a line. */
  function tab(line: string): readonly string[] {
    const script = `
      # Twice, as a profile that is read again does.
      source <(ecs-role-auditor completion bash) && source <(ecs-role-auditor completion bash)
      COMP_LINE=$1 COMP_POINT=\${#1}
      function="$(complete -p ecs-role-auditor)"; function="\${function#*-F }"; "\${function%% *}"
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-u', '-c', script, 'bash', line], {
      cwd: directory,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${directory}:${process.env['PATH']}` },
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
  ])('Tab behind "%s" offers %j', (line, expected) => {
    expect(tab(line)).toEqual(expected);
  });

  test('nothing of what was typed is run', () => {
    tab('ecs-role-auditor audit $(touch ran) `touch ran` ; touch ran ; --f');
    expect(existsSync(join(directory, 'ran'))).toBe(false);
  });
});
