/** `npm run truth -- --seed 1 --verdicts 20000`: audits made-up accounts and holds every `unused` against what happens next. */
import { parseArgs } from 'node:util';
import { ASSUMPTIONS } from './assumptions.ts';
import { loadAwsModel } from './aws-model.ts';
import { runCampaign } from './campaign.ts';
import { reportOf } from './report.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: process.env['TRUTH_SEED'] ?? '1' },
    verdicts: { type: 'string', default: process.env['TRUTH_VERDICTS'] ?? '50000' },
    accounts: { type: 'string' },
    fixture: { type: 'boolean', default: false },
  },
});
const started = performance.now();
const model = await loadAwsModel({ fixture: values.fixture });
console.log(`Operations: ${model.origin}`);
console.log(`Assumptions:\n${ASSUMPTIONS.map((line) => `  - ${line}`).join('\n')}`);
let shown = started;
const result = await runCampaign(model, {
  seed: Number(values.seed),
  verdicts: Number(values.verdicts),
  ...(values.accounts !== undefined && { accounts: Number(values.accounts) }),
  progress(soFar) {
    if (performance.now() - shown < 30_000) return;
    shown = performance.now();
    const { accounts, verdicts, falseUnused, broken } = soFar;
    console.log(
      `… ${accounts} accounts, ${verdicts.unused} unused, ${falseUnused.length} false, ${broken.length} broken`,
    );
  },
});
console.log(reportOf(result, (performance.now() - started) / 1000));
process.exitCode = result.falseUnused.length + result.broken.length > 0 ? 1 : 0;
