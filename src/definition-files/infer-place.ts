import { isAccountId } from '../base/account-id.ts';
import { partitionOfRegion } from '../base/partition.ts';
import { isRegion, type Region } from '../base/region.ts';
import type { FileOptions, FilePlace } from './file-contents.ts';
import { OPEN_ACCOUNT, OPEN_REGION } from './placeholder.ts';

/** Account and Region of an ARN's own field, or of the registry of an image. */
const ARN = /\barn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|):/g;
const REGISTRY = /\b(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./g;
const LOGS_REGION = /"awslogs-region":"([a-z0-9-]+)"/g;

/**
 * The account and Region of a task definition that states neither: what the user says, else what its own ARN and those of its roles say,
 * which are always of the same account, else what all that it names have in common, else open.
 */
export function inferPlace(definition: unknown, options: FileOptions): FilePlace {
  const text = JSON.stringify(definition) ?? '';
  const arns = [...text.matchAll(ARN)].map(([, partition, service, region, account]) => ({
    partition,
    service,
    region,
    account,
  }));
  const own = arns.filter(({ service }) => service === 'ecs' || service === 'iam');
  const registries = [...text.matchAll(REGISTRY)];
  const accounts = [
    own.map(({ account }) => account),
    [...arns.map(({ account }) => account), ...registries.map(([, account]) => account)],
  ];
  const logs = [...text.matchAll(LOGS_REGION)].map(([, region]) => region);
  const regions = [
    own.map(({ region }) => region),
    [...arns.map(({ region }) => region), ...registries.map(([, , region]) => region), ...logs],
  ];
  const accountId = options.accountId ?? accounts.map(common).find(isAccountId) ?? OPEN_ACCOUNT;
  const region: Region = options.region ?? regions.map(common).find(isRegion) ?? OPEN_REGION;
  const partition = common(own.map((arn) => arn.partition)) ?? partitionOfRegion(region);
  return { accountId, region, partition };
}

/** What all name that name anything; undefined where they differ. */
function common(named: readonly (string | undefined)[]): string | undefined {
  const found = [...new Set(named.filter((each) => each !== undefined && each !== ''))];
  return found.length === 1 ? found[0] : undefined;
}
