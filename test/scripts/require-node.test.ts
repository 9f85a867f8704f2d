import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** The exit status and standard error of the check, run by a Node.js that says it is of this version. */
function checkedOn(version: string): readonly [status: number | null, error: string] {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, 'scripts/require-node.js'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return [status, stderr];
}

test.each(['20.20.2', '22.17.1'])('Node.js %s is refused in a sentence that says how to get another', (version) => {
  const [status, error] = checkedOn(version);
  expect(status).toBe(1);
  expect(error).toContain(`Cannot build on Node.js ${version}: expected 22.18 or later.`);
  expect(error).toContain('npm rebuild node --ignore-scripts=false');
  expect(error.trim().split('\n')).toHaveLength(1);
});

test.each(['22.18.0', '24.21.0', '26.0.0'])('Node.js %s builds', (version) => {
  expect(checkedOn(version)).toEqual([0, '']);
});
