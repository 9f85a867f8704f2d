import type { RolePrincipal } from '../../cloudtrail/observation.ts';
import { createFastScanner } from '../../cloudtrail/scan/fast-scan.ts';
import type { RecordScanner } from '../../cloudtrail/scan/record-scanner.ts';
import { SAMPLE_SIZE } from '../../evidence/sample.ts';
import { accountOf, parseRoleArn, roleNameOf } from '../../iam/arn.ts';
import { openCatalog } from '../../iam/catalog/catalog.ts';
import type { CatalogData } from '../../iam/catalog/catalog-data.ts';

/** What scanning needs to know, in a form that can be passed to another thread. */
export interface ScanSettings {
  readonly catalogData: CatalogData;
  /** The roles whose calls count; absent: all. */
  readonly roles?: readonly string[];
}

/** A scanner with these settings. */
export function scannerFor(settings: ScanSettings): RecordScanner {
  const catalog = openCatalog(settings.catalogData);
  const samples = SAMPLE_SIZE;
  return createFastScanner(
    settings.roles === undefined ? { catalog, samples } : { catalog, samples, wanted: isOneOf(settings.roles) },
  );
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
