import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail as TrailDescription,
} from '@aws-sdk/client-cloudtrail';
import { getOrInsert } from '../../base/get-or-insert.ts';
import type { Incomplete } from '../../base/incomplete.ts';
import type { EpochMs } from '../../base/time.ts';
import type { TrailPast } from '../../cloudtrail/trail-settings/recorded-period.ts';
import type { TrailDelivery, TrailStatus } from '../../cloudtrail/trail-settings/trail.ts';
import type { TrailKnowledge } from '../../evidence/coverage-by-settings.ts';
import { parseArn } from '../../iam/arn.ts';
import type { Clock, TrailReader } from '../../ports.ts';
import { toIncomplete } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import { TRAIL_READS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';
import { readTrailChanges } from './trail-changes.ts';
import { toDelivery, toSelectors, toStatus } from './trail-shapes.ts';

export interface TrailsOptions {
  readonly accountId: string;
  readonly clock: Clock;
  /** Who is asked of trails of other accounts that the account may not ask about itself; nobody where absent. */
  readonly organization?: AwsSession;
}

/**
 * Reads the settings of every trail that records the Regions asked for, shadows of multi-Region and organization trails
 * included, and the calls of the last 90 days that changed trails. A trail or Region that cannot be read is named as
 * incomplete and records, for all that is known, nothing.
 */
export function createTrailReader(session: AwsSession, options: TrailsOptions): TrailReader {
  /** By Region, each asked once, for whoever needs them first. */
  const known = new Map<string, ReturnType<typeof trailsOf>>();
  const listed = (regions: readonly string[]) =>
    Promise.all(regions.map((region) => getOrInsert(known, region, () => trailsOf(session, region))));
  return {
    async deliveries(regions) {
      const found = await listed(regions);
      const seen = Map.groupBy(
        found.flatMap((region) => region.trails),
        ({ delivery }) => delivery.arn,
      );
      return [...seen.values()].flatMap((own) =>
        own.slice(0, 1).map(({ delivery }) => ({ ...delivery, statuses: own.map(({ status }) => status) })),
      );
    },
    async read(regions) {
      const readAt = options.clock.now();
      const found = await listed(regions);
      const incomplete = found.flatMap((region) => region.incomplete);
      const byArn = Map.groupBy(
        found.flatMap((region) => region.trails),
        ({ description }) => description.TrailARN ?? '',
      );
      const { histories, incompleteChanges } = historiesOf(session, readAt);
      const trails = await Promise.all(
        [...byArn].map(async ([arn, seen]) => {
          try {
            return { value: await knowledgeOf(session, arn, seen, { ...options, readAt, histories }), incomplete: [] };
          } catch (error) {
            const call = { action: 'cloudtrail:GetEventSelectors' };
            return { value: undefined, incomplete: [toIncomplete(`settings of trail ${arn}`, error, call)] };
          }
        }),
      );
      return {
        value: trails.flatMap(({ value }) => value ?? []),
        incomplete: [...incomplete, ...trails.flatMap((trail) => trail.incomplete), ...incompleteChanges()],
      };
    },
  };
}

interface SeenTrail {
  readonly description: TrailDescription;
  readonly delivery: Omit<TrailDelivery, 'statuses'>;
  readonly status: TrailStatus;
}

async function trailsOf(
  session: AwsSession,
  region: string,
): Promise<{ readonly trails: readonly SeenTrail[]; readonly incomplete: Incomplete[] }> {
  const client = session.client(CloudTrailClient, region);
  const limiter = session.rateLimiter(TRAIL_READS, region);
  const incomplete: Incomplete[] = [];
  const trails: SeenTrail[] = [];
  try {
    const descriptions = await callApi(
      () => client.send(new DescribeTrailsCommand({ includeShadowTrails: true }), abortOptions(session.signal)),
      (answer) => requireField(answer.trailList, 'trailList'),
      limiter,
      session.signal,
    );
    for (const description of descriptions) {
      const arn = requireField(description.TrailARN, 'TrailARN');
      try {
        const status = await callApi(
          () => client.send(new GetTrailStatusCommand({ Name: arn }), abortOptions(session.signal)),
          (answer) => toStatus(region, answer),
          limiter,
          session.signal,
        );
        trails.push({ description, delivery: toDelivery(description), status });
      } catch (error) {
        const call = { action: 'cloudtrail:GetTrailStatus', region };
        incomplete.push(toIncomplete(`status of trail ${arn} in ${region}`, error, call));
      }
    }
  } catch (error) {
    incomplete.push(toIncomplete(`trails of ${region}`, error, { action: 'cloudtrail:DescribeTrails', region }));
  }
  return { trails, incomplete };
}

type History = TrailPast['history'];

/** The history of each home Region, read once. One that cannot be read leaves the past of its trails unknown. */
function historiesOf(session: AwsSession, now: EpochMs) {
  const known = new Map<string, Promise<History>>();
  const incomplete: Incomplete[] = [];
  const read = async (region: string): Promise<History> => {
    try {
      return await readTrailChanges(session, region, now);
    } catch (error) {
      const call = { action: 'cloudtrail:LookupEvents', region };
      incomplete.push(toIncomplete(`changes of trails in ${region}`, error, call));
      return undefined;
    }
  };
  return {
    histories(region: string): Promise<History> {
      const history = known.get(region) ?? read(region);
      known.set(region, history);
      return history;
    },
    incompleteChanges: () => incomplete.toSorted((a, b) => (a.what < b.what ? -1 : 1)),
  };
}

interface KnowledgeOptions extends TrailsOptions {
  readonly readAt: EpochMs;
  readonly histories: (region: string) => Promise<History>;
}

async function knowledgeOf(
  session: AwsSession,
  arn: string,
  seen: readonly SeenTrail[],
  { accountId, readAt, histories, organization }: KnowledgeOptions,
): Promise<TrailKnowledge> {
  const [first] = seen;
  const description = first?.description ?? {};
  const { name, homeRegion, bucket, prefix } = requireField(first?.delivery, 'trailList');
  const selectorsBy = (asking: AwsSession) =>
    callApi(
      () =>
        asking
          .client(CloudTrailClient, homeRegion)
          .send(new GetEventSelectorsCommand({ TrailName: arn }), abortOptions(asking.signal)),
      toSelectors,
      asking.rateLimiter(TRAIL_READS, homeRegion),
      asking.signal,
    );
  const parsed = parseArn(arn);
  const foreign = parsed.ok && parsed.value.accountId !== accountId;
  const selectors = await selectorsBy(session).catch((error: unknown) => {
    if (foreign && organization !== undefined && organization !== session) return selectorsBy(organization);
    throw error;
  });
  // The calls that changed another account's trail are in that account's history; an organization's trail can be changed by
  // a delegated administrator, whose calls are in the history of a third.
  const own = parsed.ok && parsed.value.accountId === accountId && description.IsOrganizationTrail !== true;
  const history = own ? await histories(homeRegion) : undefined;
  return {
    trail: {
      arn,
      name,
      homeRegion,
      bucket,
      prefix,
      globalServiceEvents: description.IncludeGlobalServiceEvents === true,
      selectors,
      statuses: seen.map(({ status }) => status),
    },
    past: { readAt, foreign: !own, ...(history === undefined ? {} : { history }) },
  };
}
