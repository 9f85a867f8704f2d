import type { Action } from '../iam/action.ts';
import { asObject, type JsonObject } from './json.ts';

const PERMISSIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['ClientMount', 'elasticfilesystem:ClientMount'],
  ['ClientRootAccess', 'elasticfilesystem:ClientRootAccess'],
  ['ClientWrite', 'elasticfilesystem:ClientWrite'],
]);

/** Whether an event is a connection of an NFS client to EFS ("Logging IAM authorization for NFS clients", Amazon EFS User Guide). */
export function isClientConnection(eventName: string): boolean {
  return /^(New|Update)ClientConnection$/i.test(eventName);
}

/** Names of the permissions that the client was found to have; `undefined` where the details of the event do not say. */
export function clientPermissionsIn(details: JsonObject): readonly string[] | undefined {
  const permissions = asObject(details['permissions']);
  if (permissions === undefined) return undefined;
  return [...PERMISSIONS.keys()].filter((name) => permissions[name] === true || permissions[name] === 'true');
}

/** The actions of the permissions that a connection was found to have. */
export function clientActions(permissions: readonly string[]): readonly Action[] {
  return permissions.flatMap((name) => PERMISSIONS.get(name) ?? []);
}
