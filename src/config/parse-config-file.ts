import type { z } from 'zod';
import type { EpochMs } from '../base/time.ts';
import type { Exception } from '../findings/exceptions/exception.ts';
import { parseExceptionDate } from '../findings/exceptions/exception-date.ts';
import { NO_OWNERS, type Owners } from '../findings/owners.ts';
import type { RuleId } from '../findings/rules.ts';
import { configFileForm, FILE_SETTINGS } from './config-file-schema.ts';
import {
  issueProblems,
  MOST_PROBLEMS,
  orderOf,
  type Problem,
  pathText,
  secretProblems,
  settingText,
  valueAt,
} from './config-problems.ts';
import { type ConfigText, readConfigText } from './config-text.ts';
import type { GivenSettings, SettingName } from './settings.ts';

/** What a configuration file says. */
export interface ConfigFile {
  /** Its settings, as text; they are read with those from elsewhere. */
  readonly settings: GivenSettings;
  readonly exceptions: readonly Exception[];
  readonly owners: Owners;
  /** What is wrong with it, a sentence each; where there is any, the rest is of no use. */
  readonly problems: readonly string[];
  /** `auditor.yaml:3:11: lookback`. */
  nameOf(setting: SettingName): string;
}

/** What holds without a configuration file. */
export const NO_CONFIG_FILE: ConfigFile = {
  settings: {},
  exceptions: [],
  owners: NO_OWNERS,
  problems: [],
  nameOf: (setting) => setting,
};

type Form = z.output<typeof configFileForm>;

/**
 * Reads a configuration file, YAML or JSON. Never throws: every problem is told with its line and column, the value given and what
 * would be right. What looks like a secret is refused, and never repeated.
 *
 * @param name the file's name, for messages
 */
export function parseConfigFile(
  text: string,
  { name, now }: { readonly name: string; readonly now: EpochMs },
): ConfigFile {
  const source = readConfigText(text);
  const file = name.split('/').at(-1) || name;
  const nameOf = (setting: SettingName): string => `${file}:${source.at([setting])}: ${setting}`;
  const told = (problems: readonly Problem[]): readonly string[] =>
    boundedProblems(
      problems.toSorted((a, b) => orderOf(a) - orderOf(b)).map(({ at, text: problem }) => `${file}:${at}: ${problem}`),
    );
  if (source.problems.length > 0) {
    const problems = source.problems.map(({ at, problem }) => ({ at, text: `cannot be read: ${problem}` }));
    return { ...NO_CONFIG_FILE, nameOf, problems: told(problems) };
  }
  const parsed = configFileForm.safeParse(source.value);
  const problems = [
    ...secretProblems(source),
    ...(parsed.success
      ? []
      : parsed.error.issues.slice(0, MOST_PROBLEMS + 1).flatMap((issue) => issueProblems(issue, source))),
    ...dateProblems(source, now),
  ];
  return {
    settings: settingsOf(source.value),
    exceptions: parsed.success ? exceptionsOf(parsed.data, file, now) : [],
    owners: parsed.success ? ownersOf(parsed.data) : NO_OWNERS,
    problems: told(problems),
    nameOf,
  };
}

/** Those that are written in a form that can be read, whatever is wrong elsewhere: all problems are to be told at once. */
function settingsOf(form: unknown): GivenSettings {
  const given: Partial<Record<SettingName, string>> = {};
  for (const setting of FILE_SETTINGS) {
    const value = valueAt(form, [setting]);
    if (typeof value === 'string') given[setting] = value;
    else if (Array.isArray(value)) given[setting] = listText(setting, value);
    else if (typeof value === 'object' && value !== null) {
      const pairs = Object.entries(value).map(([key, level]) => `${key}=${String(level)}`);
      // No rule named is as good as no setting. Reasons may hold commas.
      if (pairs.length > 0) given[setting] = setting === 'ignoreRegions' ? linesOf(pairs) : pairs.join(',');
    }
  }
  return given;
}

function linesOf(texts: readonly string[]): string {
  return texts.map((text) => `${text.replace(/\s+/g, ' ')}\n`).join('');
}

/** A list as the setting's text. Of places, one a line, since the name of a directory may hold commas. */
function listText(setting: SettingName, values: readonly unknown[]): string {
  return setting === 'trailUri' ? values.map((value) => `${String(value)}\n`).join('') : values.join(',');
}

function exceptionsOf({ exceptions = [] }: Form, file: string, now: EpochMs): readonly Exception[] {
  return exceptions.flatMap(({ role, rule, actions, until, reason }, index) => {
    const day = parseExceptionDate(until, now);
    // Told of by `dateProblems`.
    if (!day.ok) return [];
    const rules: 'all' | readonly RuleId[] = rule === undefined ? 'all' : Array.isArray(rule) ? rule : [rule];
    const writtenIn = `exceptions[${index}] of ${file}`;
    return [{ role, rules, ...(actions && { actions }), until: day.value, reason, writtenIn }];
  });
}

function boundedProblems(problems: readonly string[]): readonly string[] {
  return problems.length > MOST_PROBLEMS ? [...problems.slice(0, MOST_PROBLEMS), 'and more of the kind'] : problems;
}

/** Days are measured by the present, which the form does not know. */
function dateProblems(source: ConfigText, now: EpochMs): readonly Problem[] {
  const exceptions = valueAt(source.value, ['exceptions']);
  if (!Array.isArray(exceptions)) return [];
  return exceptions.flatMap((_, index) => {
    const path = ['exceptions', index, 'until'];
    const until = valueAt(source.value, path);
    const day = typeof until === 'string' ? parseExceptionDate(until, now) : undefined;
    if (day === undefined || day.ok) return [];
    return [{ at: source.at(path), text: `${pathText(path)} is ${settingText(until)}: ${day.problem}` }];
  });
}

function ownersOf({ owners }: Form): Owners {
  return {
    tag: owners?.tag ?? NO_OWNERS.tag,
    roles: owners?.roles ?? [],
    families: owners?.families ?? [],
    channels: owners?.channels ?? {},
  };
}
