/**
 * Nights of a ledger, as a process of its own: `night-run.ts WAY DIRECTORY FIRST LAST ROLES KINDS RENEWED DAYS EVERY`. `audit` opens the
 * ledger, reads what the nights saw into it, writes it, and asks for the use of every role; `baseline` decompresses the
 * same files and parses them as JSON. Prints what it took.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DAY_MS } from '../src/base/time.ts';
import { usageTable } from '../src/evidence/usage-table.ts';
import { loadCatalog } from '../src/iam/catalog/load-catalog.ts';
import { createDirectoryLedger } from '../src/local/directory-ledger.ts';
import { openRunLedger } from '../src/run-ledger/open-run-ledger.ts';
import { recordUsage } from '../src/stages/record-usage.ts';
import { eventsOf, type NightSize, nightAt, notesOf, readOf, tasksOf } from './night-events.ts';
import { ACCOUNT, auditedRole } from './trail-corpus.ts';

/** What one process took. */
export interface NightRun {
  /** Of one processor. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  /** Actions that some role was found to have used. */
  readonly used: number;
}

const [way = '', directory = '', ...numbers] = process.argv.slice(2);
const [first = 1, last = 1, roles = 0, kinds = 0, renewed = 0, days = 90, every = 1] = numbers.map(Number);
const used = way === 'baseline' ? parseAll() : await recordNights({ roles, kinds, renewed });
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const run: NightRun = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024, used };
process.stdout.write(JSON.stringify(run));

/** One run that sees some nights at once, as one does after nights on which none ran. */
async function recordNights(size: NightSize): Promise<number> {
  const now = nightAt(last);
  const from = now - days * DAY_MS;
  const ledger = await openRunLedger(
    { account: { accountId: ACCOUNT, partition: 'aws' }, ledger: createDirectoryLedger(directory) },
    { window: { from, to: now }, keeps: true },
  );
  const table = usageTable(await loadCatalog(), now);
  const recording = recordUsage(table, ledger, {
    accountId: ACCOUNT,
    regions: [],
    from,
    to: now,
  });
  const receiver = recording.receiverFor('trail');
  for (let night = last; night >= first; night -= every) {
    for (const event of eventsOf(night, size)) receiver.observe(event);
    for (const { assumed, started } of tasksOf(night, size)) {
      receiver.assumed(assumed);
      if (started !== undefined) receiver.taskStarted?.(started);
    }
    ledger.note(notesOf(night, size));
  }
  await recording.finish(readOf(nightAt(first) - DAY_MS, now));
  let actions = 0;
  for (let index = 0; index < size.roles; index++) {
    actions += table.usageOf({ accountId: ACCOUNT, name: auditedRole(index).name }).used.size;
  }
  await ledger.commit();
  const lost = ledger.incomplete();
  if (lost.length > 0) throw new Error(JSON.stringify(lost));
  return actions;
}

function parseAll(): number {
  for (const path of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.gz')) JSON.parse(gunzipSync(readFileSync(join(directory, path))).toString('utf8'));
  }
  return 0;
}
