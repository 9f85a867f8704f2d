import type { Command } from 'commander';

/** Options that other tools have, and those of ours that do the same: the first that a command has is meant. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  '--output': ['--format', '--as'],
  '--format': ['--as'],
  '--as': ['--format'],
  '--json': ['--format json', '--as json'],
  '--since': ['--lookback'],
  '--days': ['--lookback'],
};

/** Options of the AWS CLI that are no options here, and what does the same. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  '--profile': 'AWS_PROFILE in the environment chooses the profile',
  '--endpoint-url': 'AWS_ENDPOINT_URL in the environment names the endpoint',
};

/** What somebody meant by an option that other tools have and this command has not; undefined where nothing is known of it. */
export function meantByForeignOption(message: string, command: Command): string | undefined {
  const [, flag = ''] = /^error: unknown option '([^']+)'/.exec(message) ?? [];
  const own = new Set(command.options.map(({ long }) => long));
  const same = SAME[flag]?.find((each) => own.has(each.split(' ')[0]));
  return same === undefined ? ENVIRONMENT[flag] : `Did you mean ${same}?`;
}
