import { loadSharedConfigFiles } from '@smithy/core/config';

/** The shared files of the AWS CLI and SDKs. */
export interface SharedFiles {
  readonly config: string;
  readonly credentials: string;
}

/** The settings of each profile in the shared files, by name; none of a file that is not there. Holds secrets: for reading, not for showing. */
export async function readSharedProfiles({
  config,
  credentials,
}: SharedFiles): Promise<ReadonlyMap<string, Readonly<Record<string, string | undefined>>>> {
  const files = await loadSharedConfigFiles({ configFilepath: config, filepath: credentials, ignoreCache: true });
  const names = new Set([...Object.keys(files.configFile), ...Object.keys(files.credentialsFile)]);
  return new Map(
    [...names].map((name) => [name, { ...files.configFile[name], ...files.credentialsFile[name] }] as const),
  );
}
