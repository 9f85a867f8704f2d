import { DAY_MS, type EpochMs } from '../../base/time.ts';

/** "IAM reports activity for at least the last 400 days"; what is older may be gone. */
export const TRACKING_MS = 400 * DAY_MS;

/** One fact: the day from which IAM tracks last-accessed information in Regions. */
type TrackedRegions = readonly [since: string, regions: readonly string[]];

/** "Where AWS tracks last accessed information" of the IAM User Guide. A Region that is not listed is not tracked. */
const TRACKED_REGIONS: readonly TrackedRegions[] = [
  [
    '2015-10-01',
    [
      'ap-northeast-1',
      'ap-southeast-1',
      'ap-southeast-2',
      'eu-central-1',
      'eu-west-1',
      'us-east-1',
      'us-west-1',
      'us-west-2',
    ],
  ],
  ['2015-12-11', ['sa-east-1']],
  ['2016-01-06', ['ap-northeast-2']],
  ['2016-06-27', ['ap-south-1']],
  ['2017-10-27', ['us-east-2']],
  ['2017-10-28', ['ca-central-1', 'eu-west-2']],
  ['2017-12-18', ['eu-west-3']],
  ['2018-02-11', ['ap-northeast-3']],
  ['2018-12-12', ['eu-north-1']],
  ['2019-04-24', ['ap-east-1']],
  ['2019-07-29', ['me-south-1']],
  ['2020-04-22', ['af-south-1']],
  ['2020-04-28', ['eu-south-1']],
  ['2021-12-13', ['ap-southeast-3']],
  ['2022-08-30', ['me-central-1']],
  ['2022-11-08', ['eu-central-2']],
  ['2022-11-15', ['eu-south-2']],
  ['2022-11-22', ['ap-south-2']],
  ['2023-01-23', ['ap-southeast-4']],
  ['2023-07-01', ['us-gov-east-1', 'us-gov-west-1']],
  ['2023-08-01', ['il-central-1']],
];

const SINCE: ReadonlyMap<string, EpochMs> = new Map(
  TRACKED_REGIONS.flatMap(([since, regions]) => regions.map((region) => [region, Date.parse(since)])),
);

/** Since when IAM has tracked all of the Regions; `undefined` when it does not track one of them, or there are none. */
export function trackedSince(regions: readonly string[]): EpochMs | undefined {
  const since = regions.map((region) => SINCE.get(region));
  if (since.length === 0 || since.includes(undefined)) return undefined;
  return Math.max(...since.filter((at) => at !== undefined));
}
