import { ok, problem, type Result } from '../../base/result.ts';
import type { EpochMs } from '../../base/time.ts';

/** What is proven of a table of trail records: where its files are, and which Regions and days it shows. */
export interface TrailTable {
  /** The bucket, and the key prefix before `AWSLogs`. */
  readonly location: { readonly bucket: string; readonly prefix: string };
  /** `any`: whatever a query asks for. */
  readonly regions: 'any' | readonly string[];
  readonly from: EpochMs;
}

const PLACE =
  /^s3:\/\/([a-z0-9][a-z0-9.-]+[a-z0-9])\/(?:(.+)\/)?AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/CloudTrail\/\$\{region\}\/\$\{timestamp\}\/?$/;

/**
 * Reads a table's parameters ("Create a table for CloudTrail logs using partition projection"): partitions `region` and
 * `timestamp`, projected, so that no partition can be missing. Of any other table nobody can tell what it leaves out: then
 * its rows prove use, and their absence nothing.
 */
export function readTrailTable(
  parameters: Readonly<Record<string, string | undefined>>,
  accountId: string,
): Result<TrailTable> {
  const wrong = (why: string) => problem<TrailTable>(`the table does not show all that was recorded: ${why}`);
  if (parameters['projection.enabled'] !== 'true') return wrong('it has no partition projection');
  const template = parameters['storage.location.template'] ?? '';
  const place = PLACE.exec(template);
  if (place === null) {
    return wrong(
      `its storage.location.template is "${template}", expected s3://BUCKET/AWSLogs/ACCOUNT/CloudTrail/\${region}/\${timestamp}`,
    );
  }
  const [, bucket = '', prefix = '', owner] = place;
  if (owner !== accountId) return wrong(`it is of account ${owner}`);
  const regions = regionsOf(parameters);
  if (regions === undefined) return wrong('its projection.region.type is neither injected nor enum');
  const from = firstDayOf(parameters);
  if (from === undefined) {
    return wrong('its projection.timestamp is not of type date, from YYYY/MM/DD to NOW by days');
  }
  return ok({ location: { bucket, prefix }, regions, from });
}

function regionsOf(parameters: Readonly<Record<string, string | undefined>>): TrailTable['regions'] | undefined {
  switch (parameters['projection.region.type']) {
    case 'injected':
      return 'any';
    case 'enum':
      return (parameters['projection.region.values'] ?? '').split(',').map((region) => region.trim());
    default:
      return undefined;
  }
}

function firstDayOf(parameters: Readonly<Record<string, string | undefined>>): EpochMs | undefined {
  const of = (name: string) => parameters[`projection.timestamp.${name}`];
  if (of('type') !== 'date' || of('format') !== 'yyyy/MM/dd') return undefined;
  // Steps of more than a day would leave days out; what is not said is by the format's smallest part.
  if ((of('interval') ?? '1') !== '1' || (of('interval.unit') ?? 'DAYS').toUpperCase() !== 'DAYS') return undefined;
  const range = /^(\d{4})\/(\d{2})\/(\d{2}),\s*NOW$/.exec(of('range') ?? '');
  if (range === null) return undefined;
  const [, year, month, day] = range;
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}
