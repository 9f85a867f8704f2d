import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SOURCE_NAMES } from '../../src/evidence/source-name.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe.each(SOURCE_NAMES)('the source %s', (name) => {
  test('may be chosen in template.yaml', () => {
    const choices = /^ {2}Sources:\n(?: {4}.*\n)*? {4}AllowedValues: \[(.*)\]$/m.exec(text('template.yaml'))?.[1];
    expect(choices?.split(', ')).toContain(name);
  });

  test('is explained where the setting is', () => {
    expect(text('README.md')).toMatch(new RegExp(`\`AUDITOR_SOURCES\`.*\`${name}\``));
    expect(text('docs/config.schema.json')).toMatch(new RegExp(`"Where use is looked for: .*\\b${name}\\b`));
  });

  test('has a folder in the layout of all sources, and its calls to AWS behind a port', () => {
    const files = readdirSync(join(ROOT, 'src/sources', name));
    expect(files).toEqual(expect.arrayContaining([`${name}-source.ts`, `${name}-calls.ts`]));
    const sdkCalls = readdirSync(join(ROOT, 'src/aws'), { recursive: true, encoding: 'utf8' });
    expect(sdkCalls).toContainEqual(expect.stringMatching(new RegExp(`/${name}-sdk-calls\\.ts$`)));
  });
});
