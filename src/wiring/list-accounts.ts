import { openSession } from '../aws/client/session.ts';
import { createS3Ledger } from '../aws/s3/s3-ledger.ts';
import { createS3ReportStore } from '../aws/s3/s3-report-store.ts';
import { renewCatalog } from '../catalog-refresh/renew-catalog.ts';
import { type Config, ConfigError } from '../config/config.ts';
import { loadCatalog } from '../iam/catalog/load-catalog.ts';
import type { OrganizationPlan } from '../organization/organization-plan.ts';
import type { Deadline } from '../ports.ts';
import type { OrganizationRuns } from './organization-runs.ts';
import { planRun } from './plan-run.ts';

/** Where the list of accounts is that a Distributed Map reads. */
export interface ListedAccounts {
  readonly run: string;
  readonly bucket: string;
  readonly key: string;
  readonly accounts: number;
}

/**
 * Plans a run over the organization, unless it is planned already, renews the catalogue of IAM actions for all its audits, and writes the list of its accounts, a JSON array of what the
 * audit of each is handed.
 *
 * @param from where AWS's service reference is, if not where AWS has it
 * @throws {Error} when the accounts cannot be listed, or the list not be stored
 */
export async function listAccounts(
  config: Config,
  runs: OrganizationRuns,
  run: string,
  { signal }: Deadline,
  from?: string,
): Promise<ListedAccounts> {
  const { organizationRuns } = config;
  if (organizationRuns === undefined) throw new ConfigError('Cannot list accounts: no bucket is configured');
  const { bucket, prefix } = organizationRuns;
  const planned = await runs.plan(run);
  const asked = { run, startedAt: Date.now(), organization: true, ownByRole: true, signal };
  const plan = planned ?? (await planWithCatalog(config, await planRun(config, asked), { signal, from }));
  if (planned === undefined) await runs.savePlan(plan);
  const items = plan.accounts.map(({ units: _, ...account }) => account);
  const session = await openSession({ signal });
  try {
    const key = `runs/${run}/accounts.json`;
    const body = JSON.stringify(items);
    const { incomplete } = await createS3ReportStore(session, bucket, prefix).put({
      key,
      contentType: 'application/json',
      body,
    });
    const [lost] = incomplete;
    if (lost !== undefined) throw new Error(`Cannot store the ${lost.what}: ${lost.why}`);
    return { run, bucket, key: `${prefix}/${key}`, accounts: items.length };
  } finally {
    session.close();
  }
}

/** A plan, after the catalogue in the bucket was looked after; what came of that is told with it. */
async function planWithCatalog(
  { storedCatalog }: Config,
  plan: OrganizationPlan,
  { signal, from }: { readonly signal: AbortSignal; readonly from: string | undefined },
): Promise<OrganizationPlan> {
  if (storedCatalog === undefined) return plan;
  const session = await openSession({ signal });
  try {
    const store = createS3Ledger(session, storedCatalog.bucket, storedCatalog.prefix);
    const own = await loadCatalog();
    const { caveats } = await renewCatalog({ store, own, now: Date.now(), ...(from !== undefined && { from }) });
    const told = caveats.map((why) => ({ what: 'catalogue of IAM actions', why: why.replace(/\.$/, '') }));
    return { ...plan, incomplete: [...plan.incomplete, ...told] };
  } finally {
    session.close();
  }
}
