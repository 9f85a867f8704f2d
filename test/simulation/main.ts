/** `npm run simulate -- --seed 1 --nights 400`: audits a changing account night after night while runs are killed, overlap and fail. */
import './by-seed-alone.ts';
import { parseArgs } from 'node:util';
import { loadAwsModel } from '../truth/aws-model.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    nights: { type: 'string', default: '400' },
    invariants: { type: 'string' },
    fixture: { type: 'boolean', default: false },
  },
});
// Imported late: what compresses is taken when it is loaded.
const { simulate } = await import('./simulate.ts');
const { simulationReport } = await import('./simulation-report.ts');
const { more } = await import('../../src/report/text/bounded-list.ts');
const { INVARIANTS } = await import('./violation.ts');

/** Violations of one invariant in one night that are printed. */
const SHOWN = 3;
const started = Date.now();
const model = await loadAwsModel({ fixture: values.fixture });
const seed = Number(values.seed);
console.log(`Operations: ${model.origin}`);
let shown = started;
const result = await simulate({
  seed,
  nights: Number(values.nights),
  model,
  invariants: INVARIANTS.filter((name) => values.invariants?.split(',').includes(name) ?? true),
  onNight({ night, violations }) {
    for (const [invariant, own = []] of Object.entries(Object.groupBy(violations, (one) => one.invariant))) {
      const shownOnes = own.slice(0, SHOWN).map(({ sentence }) => sentence);
      console.log(`night ${night}, ${invariant}: ${shownOnes.join('\n  ')}`);
      if (own.length > SHOWN) console.log(`  ${more(own.length - SHOWN)}`);
    }
    if (Date.now() - shown < 20_000) return;
    shown = Date.now();
    console.log(`… night ${night}`);
  },
});
console.log(simulationReport(seed, result, (Date.now() - started) / 1000));
process.exitCode = result.violations.length > 0 ? 1 : 0;
