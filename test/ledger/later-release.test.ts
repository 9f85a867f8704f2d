import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceOf, evidenceText } from './arbitrary-ledger.ts';
import { lookup, seen } from './seen.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What a release makes of stored evidence: its coverage, and what a role used by its rules. */
const READER = `
import { readFileSync } from 'node:fs';
import { usageTable } from './src/evidence/usage-table.ts';
import { openCatalog } from './src/iam/catalog/catalog.ts';
import { loadCatalog } from './src/iam/catalog/load-catalog.ts';
import { decodeDocument } from './src/ledger/document-form.ts';
import { EVIDENCE_FORM } from './src/ledger/ledger-form.ts';

const decoded = decodeDocument(EVIDENCE_FORM, '123456789012', readFileSync(process.argv[2], 'utf8'));
const bundled = await loadCatalog();
const without = process.argv[3];
const data = { ...bundled.data, services: bundled.data.services.filter(({ prefix }) => prefix !== without) };
const table = usageTable(without === undefined ? bundled : openCatalog(data));
table.addEarlier([decoded.value], 0);
const { used, servicesWithUnknownEvents } = table.usageOf({ accountId: '123456789012', name: 'app-task' });
console.log(JSON.stringify({
  coverage: [...decoded.value.coverage.values()],
  used: [...used.keys()].sort(),
  unknown: [...servicesWithUnknownEvents.keys()].sort(),
}));
`;

interface Judged {
  readonly coverage: readonly unknown[];
  readonly used: readonly string[];
  readonly unknown: readonly string[];
}

let release: string;

beforeAll(() => {
  release = mkdtempSync(join(tmpdir(), 'later-release-'));
  cpSync(join(ROOT, 'src'), join(release, 'src'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(release, 'node_modules'));
  writeFileSync(join(release, 'package.json'), '{"type":"module"}');
  writeFileSync(join(release, 'read.ts'), READER);
  const evidence = evidenceOf(
    [seen('sqs:SendMessage'), seen('sqs:FetchAllOfIt')],
    [lookup('eu-west-1', 300), lookup('us-east-1', 300)],
  );
  writeFileSync(join(release, 'evidence.json'), evidenceText(evidence));
});

afterAll(() => rmSync(release, { recursive: true, force: true }));

function judged(...args: readonly string[]): Judged {
  return JSON.parse(
    execFileSync(process.execPath, ['read.ts', 'evidence.json', ...args], { cwd: release, encoding: 'utf8' }),
  );
}

function edit(path: string, change: (text: string) => string): void {
  const text = readFileSync(join(release, path), 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`Cannot change ${path}: nothing in it is to be changed`);
  writeFileSync(join(release, path), changed);
}

/** Renames a module of the release, and every import of it. */
function renameModule(folder: string, from: string, to: string): void {
  renameSync(join(release, folder, from), join(release, folder, to));
  for (const name of readdirSync(join(release, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const path = join(release, 'src', name);
    const text = readFileSync(path, 'utf8');
    if (text.includes(`/${from}'`)) writeFileSync(path, text.replaceAll(`/${from}'`, `/${to}'`));
  }
}

describe('a later release', () => {
  it('loses no coverage, and judges the calls that are stored by its own rules and catalogue', () => {
    const before = judged();
    expect(before.coverage).toHaveLength(2);
    expect(before).toMatchObject({ used: ['sqs:sendmessage'], unknown: ['sqs'] });

    edit('src/evidence/intervals.ts', (text) => `// A comment that is new.\n${text}`);
    renameModule('src/evidence', 'intervals.ts', 'time-spans.ts');
    expect(judged()).toEqual(before);

    edit('src/cloudtrail/renames/messaging.ts', (text) =>
      text.replace('= [', "= [['sqs:FetchAllOfIt', ['sqs:ReceiveMessage'], 'a row that is new'],"),
    );
    expect(judged()).toEqual({ ...before, used: ['sqs:receivemessage', 'sqs:sendmessage'], unknown: [] });
  });

  it('loses no coverage by another catalogue either', () => {
    const { coverage } = judged();
    const other = judged('sqs');
    expect(other.coverage).toEqual(coverage);
    expect(other).toMatchObject({ used: [], unknown: expect.arrayContaining(['sqs']) });
  });
});
