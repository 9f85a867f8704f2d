import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type AccountId, isAccountId } from '../base/account-id.ts';
import { messageOf } from '../base/attempt.ts';
import { quoted } from '../base/format.ts';
import { parseDuration } from '../base/time.ts';
import type { SettingName } from '../config/settings.ts';
import { collect } from './collect.ts';
import { UsageError } from './exit-status.ts';
import { GROUPS } from './help.ts';

/** The options that say which accounts are audited, and how they are opened. */
export interface OrganizationOptions {
  readonly organization?: boolean;
  readonly accounts?: string;
  readonly includeUnits?: readonly string[];
  readonly excludeUnits?: readonly string[];
  readonly excludeAccounts?: readonly string[];
  readonly roleName?: string;
  readonly externalId?: string;
  readonly concurrency?: number;
  readonly accountTimeout?: number;
  readonly resume?: boolean;
}

/** Adds the options of an organization to a command. */
export function withOrganizationOptions(command: Command): Command {
  return command
    .optionsGroup(GROUPS.organization)
    .option('--organization', 'every active account of the organization, each by a role there')
    .option('--accounts <list|file>', 'these accounts: numbers with commas between, or a file with one a line')
    .option('--include-units <ids>', 'only accounts of these organizational units, repeatable', collect)
    .option('--exclude-units <ids>', 'no accounts of these organizational units, repeatable', collect)
    .option('--exclude-accounts <ids>', 'not these accounts, repeatable', collect)
    .option('--role-name <name>', 'the role that is assumed in each account (default: ecs-role-auditor-member)')
    .option('--external-id <id>', 'the external id that this role asks for')
    .option('--concurrency <number>', 'accounts audited at once (default: 5)', wholeNumber)
    .option(
      '--account-timeout <duration>',
      'what is not read of an account after this long is left (default: 60m)',
      timeout,
    )
    .option('--resume', 'go on with the last run of --out or --ledger where it stopped');
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 100) return number;
  throw new InvalidArgumentError('expected a number from 1 to 100.');
}

function timeout(text: string): number {
  const duration = parseDuration(text);
  if (duration !== undefined && duration > 0) return duration;
  throw new InvalidArgumentError('expected a duration such as 60m (d, h or m).');
}

/** The settings that these options stand for. */
export function organizationOptionSettings(
  options: OrganizationOptions,
): Readonly<Partial<Record<SettingName, string | undefined>>> {
  return {
    memberRole: options.roleName,
    externalId: options.externalId,
    includeUnits: options.includeUnits?.join(','),
    excludeUnits: options.excludeUnits?.join(','),
    excludeAccounts: options.excludeAccounts?.join(','),
  };
}

/** Whether several accounts are to be audited. Throws `UsageError` for options that say nothing without them. */
export function asksForOrganization(options: OrganizationOptions): boolean {
  if (options.organization === true || options.accounts !== undefined) return true;
  const given = Object.entries({
    '--role-name': options.roleName,
    '--external-id': options.externalId,
    '--include-units': options.includeUnits,
    '--exclude-units': options.excludeUnits,
    '--exclude-accounts': options.excludeAccounts,
    '--concurrency': options.concurrency,
    '--account-timeout': options.accountTimeout,
    '--resume': options.resume,
  }).find(([, value]) => value !== undefined);
  if (given === undefined) return false;
  throw new UsageError(`Cannot use ${given[0]} for one account: expected --organization or --accounts with it`);
}

/**
 * The accounts that `--accounts` names, by number or in a file, where `#` begins a comment.
 *
 * @throws {UsageError} when it names none, or what is no account
 */
export async function readAccounts(given: string): Promise<readonly AccountId[]> {
  const numbers = given.split(',').map((part) => part.trim());
  if (numbers.every(isAccountId)) return numbers;
  const words = (await textOf(given))
    .replace(/#.*$/gm, '')
    .split(/[\s,"'[\]]+/)
    .filter((word) => word !== '');
  const wrong = words.find((word) => !isAccountId(word));
  if (wrong !== undefined || words.length === 0) {
    const found = wrong === undefined ? 'it holds none' : `it holds ${quoted(wrong)}`;
    throw new UsageError(`Cannot read accounts of "${given}": ${found}; expected numbers of 12 digits, one a line`);
  }
  return words.filter(isAccountId);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `Cannot read --accounts "${path}": ${messageOf(error)}; expected accounts such as 123456789012,234567890123, or a file with one a line`,
      { cause: error },
    );
  }
}
