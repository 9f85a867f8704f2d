import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTemplate } from '../support/cloudformation.ts';

const text = readFileSync('samconfig.example.toml', 'utf8');
const { Parameters: parameters } = readTemplate();
/** Examples, quoted as SAM reads them: `"Name=value"`, and in single quotes `Name="value with spaces"`. */
const examples = [...text.matchAll(/^ {2}# (?:"(\w+)=([^"]+)"|'(\w+)="([^"]+)"'),$/gm)].map(
  ([, name = '', value = '', quotedName, quotedValue]) => ({ name: quotedName ?? name, value: quotedValue ?? value }),
);

test('the example of samconfig.toml has every parameter of the template once, and no other', () => {
  expect(examples.map(({ name }) => name).sort()).toEqual(Object.keys(parameters).sort());
});

test.each(examples)('$name takes the value of the example, which is not its default', ({ name, value }) => {
  const { AllowedPattern, AllowedValues, Default, Type } = parameters[name] ?? { Type: '' };
  // Of a list, each value by itself.
  for (const each of Type === 'CommaDelimitedList' ? value.split(',') : [value]) {
    if (AllowedPattern !== undefined) expect(each).toMatch(new RegExp(AllowedPattern));
    if (AllowedValues !== undefined) expect(AllowedValues.map(String)).toContain(each);
  }
  if (Type === 'Number') expect(Number(value)).not.toBeNaN();
  if (/Schedule|State|RolePath|LogLevel|Publish/.test(name)) expect(value).not.toBe(Default);
});

const canParse = spawnSync('python3', ['-c', 'import tomllib']).status === 0;
if (!canParse) console.log('skipped: Python has no module tomllib (3.11 or later has)');
test.skipIf(!canParse).each([
  ['as it is', text, 0],
  ['with every example uncommented', text.replace(/^ {2}# (["'])/gm, '  $1'), examples.length],
])('it is TOML, %s', (_how, toml, count) => {
  const script = 'import json, sys, tomllib; json.dump(tomllib.loads(sys.stdin.read()), sys.stdout)';
  const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: toml, encoding: 'utf8' });
  expect(stderr).toBe('');
  const read = JSON.parse(stdout) as { default: { deploy: { parameters: { parameter_overrides: string[] } } } };
  expect(read.default.deploy.parameters).toMatchObject({ capabilities: 'CAPABILITY_IAM' });
  expect(read.default.deploy.parameters.parameter_overrides).toHaveLength(count);
});

test('the page on deploying names the parameters that restricted accounts ask for, and every alarm and output that it speaks of exists', () => {
  const page = readFileSync('docs/deploying.md', 'utf8');
  const { Resources, Outputs } = readTemplate();
  const known = [...Object.keys(parameters), ...Object.keys(Resources), ...Object.keys(Outputs ?? {})];
  // Parameters, resources and outputs are written LikeThis.
  const named = [...page.matchAll(/`([A-Z][a-z]\w+)(?:=\w+)?`/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
  const alarms = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm');
  for (const [alarm] of alarms) expect(named).toContain(alarm);
});
