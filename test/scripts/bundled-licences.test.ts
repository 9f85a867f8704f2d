import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bundleHandler } from '../../scripts/bundle.ts';

test('what is deployed bears its licence, and those of all that it holds, generated sources too', {
  timeout: 300_000,
}, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'auditor-licences-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  await bundleHandler(directory);
  expect(existsSync(join(directory, 'LICENSE'))).toBe(true);
  const licences = readFileSync(join(directory, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  const named = [
    /^@aws-sdk\/client-iam \d/m,
    /^zod \d/m,
    /^preact \d/m,
    /^assemblyscript \d/m,
    /^@cloud-copilot\/iam-data \d/m,
  ];
  for (const name of named) expect(licences).toMatch(name);
  const notice = readFileSync('node_modules/assemblyscript/NOTICE', 'utf8').trim();
  expect(licences).toContain(notice.slice(0, 200));
});
