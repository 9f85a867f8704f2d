import type { Config } from '../config/config.ts';

/** A configuration for the log, all settings side by side: lists that may be long are counted. It names secrets and holds none. */
export function loggedConfig({ audit, ...places }: Config): Readonly<Record<string, unknown>> {
  const { exceptions, owners, ...settings } = audit;
  return {
    ...settings,
    ...places,
    exceptions: exceptions.length,
    owners: { tag: owners.tag, roles: owners.roles.length, families: owners.families.length },
  };
}
