import type { Command } from 'commander';
import { parseAccountId } from '../base/account-id.ts';
import { parseRegion } from '../base/region.ts';
import type { Result } from '../base/result.ts';
import type { FileOptions } from '../definition-files/file-contents.ts';
import { LAUNCH_TYPES, type LaunchType } from '../ecs/launch-type.ts';
import { UsageError } from './exit-status.ts';
import { choiceOption, GROUPS } from './help.ts';

/** Options that fill in what files of task definitions leave open. */
export interface OpenValueOptions {
  readonly launchType?: LaunchType;
  readonly region?: string;
  readonly account?: string;
}

/** Adds the options to a command. */
export function withOpenValueOptions(command: Command): Command {
  return command
    .optionsGroup(GROUPS.what)
    .addOption(choiceOption('--launch-type <type>', 'of definitions that name none', LAUNCH_TYPES))
    .option('--region <region>', 'of definitions and templates that name none')
    .option('--account <number>', 'of definitions and templates that name none');
}

/**
 * What they come to.
 *
 * @throws {UsageError} when one of them is not of its form
 */
export function fileOptions({ launchType, region, account }: OpenValueOptions): FileOptions {
  return {
    ...(launchType !== undefined && { launchType }),
    ...(region !== undefined && { region: meant(parseRegion(region)) }),
    ...(account !== undefined && { accountId: meant(parseAccountId(account)) }),
  };
}

function meant<T>(read: Result<T>): T {
  if (!read.ok) throw new UsageError(read.problem);
  return read.value;
}
