import { openSession } from '../aws/client/session.ts';
import { createS3ReportStore } from '../aws/s3/s3-report-store.ts';
import { type Config, ConfigError } from '../config/config.ts';
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
 * Plans a run over the organization, unless it is planned already, and writes the list of its accounts, a JSON array of what the
 * audit of each is handed.
 *
 * @throws {Error} when the accounts cannot be listed, or the list not be stored
 */
export async function listAccounts(
  config: Config,
  runs: OrganizationRuns,
  run: string,
  { signal }: Deadline,
): Promise<ListedAccounts> {
  const { organizationRuns } = config;
  if (organizationRuns === undefined) throw new ConfigError('Cannot list accounts: no bucket is configured');
  const { bucket, prefix } = organizationRuns;
  const planned = await runs.plan(run);
  const asked = { run, startedAt: Date.now(), organization: true, ownByRole: true, signal };
  const plan = planned ?? (await planRun(config, asked));
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
