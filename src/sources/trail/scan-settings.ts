import type { RolePrincipal } from '../../cloudtrail/observation.ts';
import { createFastScanner } from '../../cloudtrail/scan/fast-scan.ts';
import type { RecordScanner } from '../../cloudtrail/scan/record-scanner.ts';
import { SAMPLE_SIZE } from '../../evidence/sample.ts';
import { accountOf, parseRoleArn, roleNameOf } from '../../iam/arn.ts';

/** What scanning needs to know, in a form that can be passed to another thread. */
export interface ScanSettings {
  /** The roles whose calls count; absent: all. */
  readonly roles?: readonly string[];
}

/** A scanner with these settings. */
export function scannerFor(settings: ScanSettings): RecordScanner {
  const samples = SAMPLE_SIZE;
  return createFastScanner(settings.roles === undefined ? { samples } : { samples, wanted: isOneOf(settings.roles) });
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
