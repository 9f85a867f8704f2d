import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseConfigFile } from '../../src/config/parse-config-file.ts';
import { parseAcceptTag } from '../../src/findings/exceptions/tagged-exceptions.ts';

const now = Date.parse('2026-11-22T03:00:00Z');
const text = readFileSync('docs/exceptions.md', 'utf8');
const files = [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, yaml = '']) => yaml);
const tags = text.split('\n').filter((line) => line.startsWith('until='));

test('the page on exceptions has examples', () => {
  expect([files.length, tags.length]).toEqual([2, 2]);
});

test.each(files)('the file is one that is read: %#', (yaml) => {
  const whole = yaml.startsWith('version:') ? yaml : `version: 1\n${yaml}`;
  expect(parseConfigFile(whole, { name: 'auditor.yaml', now }).problems).toEqual([]);
});

test.each(tags)('the tag is one that is read: %s', (tag) => {
  expect(parseAcceptTag(tag, now)).toMatchObject({ ok: true });
});
