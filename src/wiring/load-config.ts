import { openSession, type SessionOptions } from '../aws/client/session.ts';
import { readObjectText } from '../aws/s3/s3-object-text.ts';
import { messageOf } from '../base/attempt.ts';
import { fileProblem } from '../base/file-problem.ts';
import { looksSecret } from '../base/looks-secret.ts';
import { parseS3Uri } from '../base/s3-uri.ts';
import { type Config, ConfigError, readConfig } from '../config/config.ts';
import { type ConfigFile, NO_CONFIG_FILE, parseConfigFile } from '../config/parse-config-file.ts';
import { settingsIn } from '../config/settings.ts';
import { readAtMost } from '../local/read-at-most.ts';

/** A configuration with an exception for each of ten thousand findings has 2 MB. */
const MOST_BYTES = 8 * 1024 * 1024;

/** What reading a configuration file needs besides its location. */
export interface ConfigEnvironment {
  /** The present, which exceptions are measured by; the machine's own where absent. */
  readonly now?: number;
  /** How S3 is reached, where that is not what the standard AWS configuration says. */
  readonly aws?: SessionOptions;
}

/**
 * The configuration of environment variables, with the file that `AUDITOR_CONFIG` names, if any.
 *
 * @throws {ConfigError} when a setting cannot be used, or the file not be read: a run that forgot what was accepted would report all of it
 */
export async function loadConfig(
  environment: Readonly<Record<string, string | undefined>>,
  run: ConfigEnvironment = {},
): Promise<Config> {
  return readConfig(environment, await readConfigFile(settingsIn(environment).given.config, run));
}

/**
 * Reads the configuration file at a path or `s3://bucket/key`; without a location, nothing.
 *
 * @throws {ConfigError} when it cannot be read
 */
export async function readConfigFile(location: string | undefined, run: ConfigEnvironment = {}): Promise<ConfigFile> {
  if (location === undefined) return NO_CONFIG_FILE;
  const { now = Date.now(), aws = {} } = run;
  return parseConfigFile(await textAt(location, aws), { name: location, now });
}

async function textAt(location: string, aws: SessionOptions): Promise<string> {
  const object = parseS3Uri(location);
  if (object === undefined || object.key === '') return fileText(location);
  const session = await openSession(aws);
  try {
    return await readObjectText(session, object.bucket, object.key, MOST_BYTES);
  } catch (error) {
    throw new ConfigError(`Cannot read the configuration ${location}: ${messageOf(error)}`, { cause: error });
  } finally {
    session.close();
  }
}

async function fileText(path: string): Promise<string> {
  if (path.includes('://') || looksSecret(path)) {
    throw new ConfigError(
      'Cannot read the configuration: it holds a URL (not shown); expected s3://bucket/key or a path',
    );
  }
  try {
    return (await readAtMost(path, MOST_BYTES)).toString('utf8');
  } catch (error) {
    throw new ConfigError(`Cannot read the configuration "${path}": ${fileProblem(error)}`, { cause: error });
  }
}
