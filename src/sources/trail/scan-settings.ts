import { DAY_MS, type EpochMs } from '../../base/time.ts';
import type { RolePrincipal } from '../../cloudtrail/observation.ts';
import { createFastScanner } from '../../cloudtrail/scan/fast-scan.ts';
import type { RecordScanner } from '../../cloudtrail/scan/record-scanner.ts';
import { SAMPLE_SIZE } from '../../evidence/sample.ts';
import { accountOf, parseRoleArn, roleNameOf } from '../../iam/arn.ts';
import type { ContentLimits } from './content-limits.ts';

/** What scanning needs to know. */
export interface ScanSettings {
  /** The roles whose calls count; absent: all. */
  readonly roles?: readonly string[];
  /** Only when each role made which calls, as in `GroupingOptions`. */
  readonly timesOnly?: boolean;
  /** Whether it is told of which kinds the records are, as in `ScannedEvidence.recorded`. */
  readonly tellsRecorded?: boolean;
  /** When the files are read: an event that is more than a day later cannot be; absent: events may be of any time. */
  readonly now?: EpochMs;
}

/** What one lane needs to know, in a form that can be passed to another thread. */
export interface LaneSettings extends ScanSettings {
  readonly limits: ContentLimits;
}

/** A scanner with these settings. */
export function scannerFor({ roles, timesOnly, tellsRecorded, now, limits }: LaneSettings): RecordScanner {
  return createFastScanner({
    samples: SAMPLE_SIZE,
    mostParsed: limits.parsed,
    ...(timesOnly !== undefined && { timesOnly }),
    ...(tellsRecorded !== undefined && { tellsRecorded }),
    ...(now !== undefined && { latest: now + DAY_MS }),
    ...(roles !== undefined && { wanted: isOneOf(roles) }),
  });
}

/** Whether a caller is one of these roles: by ARN, or by account and name where a record lacks the ARN. */
function isOneOf(roles: readonly string[]): (principal: RolePrincipal) => boolean {
  const arns = new Set<string>(roles);
  const names = new Set(
    roles.flatMap((text) => {
      const arn = parseRoleArn(text);
      return arn.ok ? [`${accountOf(arn.value)}/${roleNameOf(arn.value)}`] : [];
    }),
  );
  return ({ arn, accountId, name }) => (arn === undefined ? names.has(`${accountId}/${name}`) : arns.has(arn));
}
