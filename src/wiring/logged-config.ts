import type { Config } from '../config/config.ts';

/** A configuration for the log: lists that may be long are counted. It names secrets and holds none. */
export function loggedConfig({ exceptions, owners, ...settings }: Config): Readonly<Record<string, unknown>> {
  return {
    ...settings,
    exceptions: exceptions.length,
    owners: { tag: owners.tag, roles: owners.roles.length, families: owners.families.length },
  };
}
