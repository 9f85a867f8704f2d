/** Runs every benchmark: `npm run bench`, or `npm run bench -- catalog` for those whose name holds a word. */
import { benchAudit } from './audit.bench.ts';
import { benchCatalog } from './catalog.bench.ts';
import { benchDecided } from './decided.bench.ts';
import { benchGrantedSet } from './granted-set.bench.ts';
import { benchNights } from './nights.bench.ts';
import { benchOrganization } from './organization.bench.ts';
import type { Print } from './report.ts';
import { benchStoredReport } from './stored-report.bench.ts';
import { benchTrail } from './trail.bench.ts';

const BENCHES: Readonly<Record<string, (print: Print) => Promise<void>>> = {
  catalog: benchCatalog,
  'granted-set': benchGrantedSet,
  trail: benchTrail,
  audit: benchAudit,
  nights: benchNights,
  decided: benchDecided,
  'stored-report': benchStoredReport,
  organization: benchOrganization,
};

const word = process.argv[2] ?? '';
for (const [name, bench] of Object.entries(BENCHES)) {
  if (!name.includes(word)) continue;
  console.log(`\n${name}`);
  await bench((line) => console.log(`  ${line}`));
}
