import type { SandboxRegion } from '../sandbox-account.ts';
import { HOME_REGION, QUIET_REGION, SECOND_REGION } from './names.ts';

const DISABLED = ['af-south-1', 'ap-east-1', 'eu-south-1', 'me-south-1'];

/** Three enabled Regions and some that were never opted into. */
export function demoRegions(): readonly SandboxRegion[] {
  return [
    ...[HOME_REGION, SECOND_REGION, QUIET_REGION].map(
      (name): SandboxRegion => ({ name, optInStatus: 'opt-in-not-required', securityHub: true }),
    ),
    ...DISABLED.map((name): SandboxRegion => ({ name, optInStatus: 'not-opted-in', securityHub: false })),
  ];
}
