import { writeFile } from 'node:fs/promises';
import { findingsDoc } from '../src/report/findings-doc.ts';

await writeFile(new URL('../docs/findings.md', import.meta.url), findingsDoc());
