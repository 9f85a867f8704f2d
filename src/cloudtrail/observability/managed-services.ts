import type { ManagementRow } from './management-row.ts';
import { MANAGEMENT_SERVICES_A_TO_C } from './management-services-a-c.ts';
import { MANAGEMENT_SERVICES_D_TO_E } from './management-services-d-e.ts';
import { MANAGEMENT_SERVICES_F_TO_R } from './management-services-f-r.ts';
import { MANAGEMENT_SERVICES_S_TO_Z } from './management-services-s-z.ts';
import { UNTRACKED_MANAGEMENT_SERVICES } from './management-services-untracked.ts';

/** Every service whose management events are known here. */
export const MANAGEMENT_SERVICES: readonly ManagementRow[] = [
  ...MANAGEMENT_SERVICES_A_TO_C,
  ...MANAGEMENT_SERVICES_D_TO_E,
  ...MANAGEMENT_SERVICES_F_TO_R,
  ...MANAGEMENT_SERVICES_S_TO_Z,
  ...UNTRACKED_MANAGEMENT_SERVICES,
];

interface Rule {
  readonly only: ReadonlySet<string> | undefined;
  readonly excepted: ReadonlyMap<string, string>;
}

const RULES: ReadonlyMap<string, Rule> = new Map(MANAGEMENT_SERVICES.map((row) => [row.service, ruleOf(row)]));

/** Whether the table says how CloudTrail records a service's calls. */
export function isManagedService(prefix: string): boolean {
  return RULES.has(prefix);
}

/** What the table says of one action, in the catalogue's spelling; `undefined` when it says nothing of the service. */
export function managementRule(
  service: string,
  name: string,
): { readonly kind: 'recorded' | 'excepted'; readonly reason: string } | undefined {
  const rule = RULES.get(service);
  if (rule === undefined) return undefined;
  const exception = rule.excepted.get(name);
  if (exception !== undefined) return { kind: 'excepted', reason: `${service}:${name} ${exception}` };
  if (rule.only !== undefined && !rule.only.has(name)) {
    return { kind: 'excepted', reason: `${service}:${name} is not among those known to be management events` };
  }
  return { kind: 'recorded', reason: `CloudTrail records ${service} calls as management events` };
}

function ruleOf(row: ManagementRow): Rule {
  const excepted = new Map<string, string>();
  for (const name of row.unconfirmed ?? []) excepted.set(name, 'is not known to be a management event');
  for (const name of row.noOperation ?? []) excepted.set(name, 'is a permission behind no operation of its own');
  for (const name of row.checkedBeside ?? []) {
    excepted.set(name, 'is also checked beside other calls, whose events do not show it');
  }
  return { only: row.only === undefined ? undefined : new Set(row.only), excepted };
}
