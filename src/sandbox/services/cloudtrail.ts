import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/time.ts';
import { digestKey } from '../digest-key.ts';
import type { SandboxTrail } from '../sandbox-account.ts';
import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import { jsonService } from '../wire/json-service.ts';
import { lookupEvents } from './cloudtrail-lookup.ts';

/** AWS CloudTrail: the event history, and what the trails record. */
export const cloudTrail = jsonService({
  name: 'cloudtrail',
  refusal: 'InvalidParameterException',
  failure: 'InternalServerError',
  operations: {
    LookupEvents: lookupEvents,
    DescribeTrails(fields, call) {
      const asked = fields.texts('trailNameList');
      const withShadows = fields.all['includeShadowTrails'] !== false;
      const trails = call.account.trails
        .filter((trail) => trail.homeRegion === call.region || (trail.multiRegion && withShadows))
        .filter((trail) => asked.length === 0 || asked.includes(trail.name) || asked.includes(trailArn(trail, call)));
      return {
        trailList: trails.map((trail) => ({
          Name: trail.name,
          S3BucketName: trail.bucket,
          S3KeyPrefix: trail.prefix,
          IncludeGlobalServiceEvents: trail.globalServiceEvents ?? true,
          IsMultiRegionTrail: trail.multiRegion,
          HomeRegion: trail.homeRegion,
          TrailARN: trailArn(trail, call),
          LogFileValidationEnabled: trail.logFileValidation !== undefined,
          HasCustomEventSelectors: true,
          HasInsightSelectors: false,
          IsOrganizationTrail: trail.ownerId !== undefined,
        })),
      };
    },
    GetTrailStatus(fields, call) {
      const trail = trailNamed(fields.requiredText('Name'), call);
      return {
        IsLogging: trail.logging,
        StartLoggingTime: trail.startedAt / 1000,
        StopLoggingTime: trail.stoppedAt === undefined ? undefined : trail.stoppedAt / 1000,
        LatestDeliveryError: trail.deliveryError?.code,
        LatestDeliveryTime: lastDelivery(trail, call),
        LatestDigestDeliveryTime: lastDigest(trail, call),
      };
    },
    ListPublicKeys(_fields, call) {
      const { publicKey, fingerprint } = digestKey(call.account, call.region);
      return {
        PublicKeyList: [
          {
            Value: publicKey.toString('base64'),
            ValidityStartTime: (call.now - 400 * DAY_MS) / 1000,
            ValidityEndTime: (call.now + 400 * DAY_MS) / 1000,
            Fingerprint: fingerprint,
          },
        ],
      };
    },
    GetEventSelectors(fields, call) {
      const trail = trailNamed(fields.requiredText('TrailName'), call);
      return {
        TrailARN: trailArn(trail, call),
        ...(trail.advancedEventSelectors.length === 0
          ? { EventSelectors: trail.eventSelectors }
          : { AdvancedEventSelectors: trail.advancedEventSelectors }),
      };
    },
  },
});

/** Seconds since the epoch. */
function lastDelivery({ logging, stoppedAt, deliveryError }: SandboxTrail, call: Call): number | undefined {
  if (deliveryError !== undefined) return deliveryError.lastDeliveryAt / 1000;
  const at = logging ? call.now - 4 * 60_000 : stoppedAt;
  return at === undefined ? undefined : at / 1000;
}

/** Seconds since the epoch: the first digest comes after an hour. */
function lastDigest({ logFileValidation }: SandboxTrail, call: Call): number | undefined {
  const isDue = logFileValidation !== undefined && logFileValidation.since < call.now - 2 * HOUR_MS;
  return isDue ? (call.now - 20 * MINUTE_MS) / 1000 : undefined;
}

function trailArn(trail: SandboxTrail, call: Call): string {
  return `arn:aws:cloudtrail:${trail.homeRegion}:${trail.ownerId ?? call.account.accountId}:trail/${trail.name}`;
}

/** By ARN from any Region, by name in the trail's home Region. */
function trailNamed(name: string, call: Call): SandboxTrail {
  const trail = call.account.trails.find(
    (known) => trailArn(known, call) === name || (known.name === name && known.homeRegion === call.region),
  );
  if (trail === undefined) {
    throw new AwsError('TrailNotFoundException', `Unknown trail: ${name} for the user: ${call.account.accountId}`);
  }
  return trail;
}
