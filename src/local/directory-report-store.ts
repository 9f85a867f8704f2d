import { writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { ReportStore } from '../ports.ts';
import { makeDirectory } from './make-directory.ts';

/** Keeps reports as files below a directory, made when needed. The value is the file's path. */
export function createDirectoryReportStore(directory: string): ReportStore {
  const root = resolve(directory);
  return {
    place: root.endsWith(sep) ? root : `${root}${sep}`,
    async put(report) {
      const path = resolve(root, report.key);
      if (!path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)) {
        const why = `Cannot write report "${report.key}": expected a key that stays below ${root}`;
        return { value: undefined, incomplete: [{ what: `report ${report.key}`, why }] };
      }
      try {
        await makeDirectory(dirname(path));
        await writeFile(path, report.body);
        return { value: path, incomplete: [] };
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return { value: undefined, incomplete: [{ what: `report ${path}`, why }] };
      }
    },
  };
}
