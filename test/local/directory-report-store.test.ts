import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDirectoryReportStore } from '../../src/local/directory-report-store.ts';

async function temporary(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'reports-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

describe('createDirectoryReportStore', () => {
  test('writes the report below the directory and says where', async () => {
    const directory = await temporary();
    const report = { key: '2026/11/22/audit.json', contentType: 'application/json', body: '{}' };
    const put = await createDirectoryReportStore(directory).put(report);
    expect(put).toEqual({ value: join(directory, report.key), incomplete: [] });
    expect(await readFile(join(directory, report.key), 'utf8')).toBe('{}');
  });

  test('refuses a key that leads out of the directory', async () => {
    const directory = await temporary();
    const put = await createDirectoryReportStore(directory).put({ key: '../x.json', contentType: '', body: '' });
    expect(put.value).toBeUndefined();
    expect(put.incomplete[0]?.why).toContain('expected a key that stays below');
  });

  test('states a directory that cannot be written, instead of throwing', async () => {
    const directory = await temporary();
    await writeFile(join(directory, 'file'), '');
    const put = await createDirectoryReportStore(join(directory, 'file')).put({
      key: 'a/b',
      contentType: '',
      body: '',
    });
    expect(put.value).toBeUndefined();
    expect(put.incomplete).toHaveLength(1);
  });
});
