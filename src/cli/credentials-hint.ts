import { homedir } from 'node:os';
import { join } from 'node:path';
import { readSharedProfiles } from '../aws/client/shared-profiles.ts';
import { didYouMean } from '../base/nearest.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Which source of credentials was asked and gave none: a profile that does not exist, its `credential_process`, a
 * container's endpoint. Nothing that a source says is repeated, as it may be a secret. Begins with a separator; empty where there is nothing to say.
 */
export async function credentialsHint(environment: Environment): Promise<string> {
  const container = ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'].find(
    (name) => (environment[name] ?? '') !== '',
  );
  const profile = environment['AWS_PROFILE'] || undefined;
  const why = await profileProblem(profile ?? 'default', environment, profile !== undefined);
  if (why !== undefined) return ` (${why})`;
  return container === undefined ? '' : ` (the endpoint of ${container} gave none)`;
}

/** What keeps a profile of the shared files from giving credentials, as far as the files tell. */
async function profileProblem(name: string, environment: Environment, named: boolean): Promise<string | undefined> {
  const home = environment['HOME'] || homedir();
  const config = environment['AWS_CONFIG_FILE'] || join(home, '.aws', 'config');
  const credentials = environment['AWS_SHARED_CREDENTIALS_FILE'] || join(home, '.aws', 'credentials');
  const profiles = await readSharedProfiles({ config, credentials });
  const found = profiles.get(name);
  if (found === undefined) {
    return named
      ? `AWS_PROFILE is "${name}", and neither ${config} nor ${credentials} has such a profile${didYouMean(name, profiles.keys())}`
      : undefined;
  }
  if (found['credential_process'] !== undefined)
    return `the credential_process of profile "${name}" failed; run it to see why`;
  if (found['sso_session'] !== undefined || found['sso_start_url'] !== undefined)
    return `sign in first: aws sso login --profile ${name}`;
  if (found['mfa_serial'] !== undefined)
    return `profile "${name}" asks for a code of ${found['mfa_serial']}, for which a terminal is needed`;
  const source = found['source_profile'];
  if (source !== undefined && !profiles.has(source))
    return `profile "${name}" has source_profile "${source}", and there is no such profile${didYouMean(source, profiles.keys())}`;
  return named ? `AWS_PROFILE is "${name}"` : undefined;
}
