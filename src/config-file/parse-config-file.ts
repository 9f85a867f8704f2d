import type { z } from 'zod';
import { didYouMean } from '../base/nearest.ts';
import type { EpochMs } from '../base/time.ts';
import type { Exception } from '../findings/exception.ts';
import { parseExceptionDate } from '../findings/exception-date.ts';
import { NO_OWNERS, type Owners } from '../findings/owners.ts';
import type { RuleId } from '../findings/rules.ts';
import { type GivenSettings, NOT_IN_FILES, type SettingName } from '../settings.ts';
import { configFileForm, FILE_SETTINGS } from './config-file-schema.ts';
import { type ConfigText, readConfigText } from './config-text.ts';
import { looksSecret } from './looks-secret.ts';

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
  const file = baseName(name);
  const nothing = {
    ...NO_CONFIG_FILE,
    nameOf: (setting: SettingName) => `${file}:${source.at([setting])}: ${setting}`,
  };
  if (source.problems.length > 0) {
    return {
      ...nothing,
      problems: source.problems.map(({ at, problem }) => `${file}:${at}: cannot be read: ${problem}`),
    };
  }
  const secrets = secretsIn(source.value).map(
    (path) =>
      `${file}:${source.at(path)}: ${pathText(path)} holds what looks like a secret (not shown): expected it in Secrets Manager or in SSM Parameter Store, and its name here`,
  );
  const parsed = configFileForm.safeParse(source.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => sentences(issue, source, file));
    return { ...nothing, settings: settingsOf(source.value), problems: [...secrets, ...problems] };
  }
  const read = exceptionsOf(parsed.data, source, { file, now });
  return {
    ...nothing,
    settings: settingsOf(source.value),
    exceptions: read.exceptions,
    owners: ownersOf(parsed.data),
    problems: [...secrets, ...read.problems],
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
      // No rule named is as good as no setting.
      if (pairs.length > 0) given[setting] = pairs.join(',');
    }
  }
  return given;
}

/** A list as the setting's text. Of places, one a line, since the name of a directory may hold commas. */
function listText(setting: SettingName, values: readonly unknown[]): string {
  return setting === 'trailUri' ? values.map((value) => `${String(value)}\n`).join('') : values.join(',');
}

function exceptionsOf(
  { exceptions = [] }: Form,
  source: ConfigText,
  { file, now }: { readonly file: string; readonly now: EpochMs },
): { readonly exceptions: readonly Exception[]; readonly problems: readonly string[] } {
  const read: Exception[] = [];
  const problems: string[] = [];
  for (const [index, { role, rule, actions, until, reason }] of exceptions.entries()) {
    const day = parseExceptionDate(until, now);
    if (!day.ok) {
      const path = ['exceptions', index, 'until'];
      problems.push(`${file}:${source.at(path)}: ${pathText(path)} is ${quoted(until)}: ${day.problem}`);
      continue;
    }
    const rules: 'all' | readonly RuleId[] = rule === undefined ? 'all' : Array.isArray(rule) ? rule : [rule];
    const writtenIn = `exceptions[${index}] of ${file}`;
    read.push({ role, rules, ...(actions && { actions }), until: day.value, reason, writtenIn });
  }
  return { exceptions: read, problems };
}

function ownersOf({ owners }: Form): Owners {
  return {
    tag: owners?.tag ?? NO_OWNERS.tag,
    roles: owners?.roles ?? [],
    families: owners?.families ?? [],
    channels: owners?.channels ?? {},
  };
}

/** What of an issue a person can act on. */
function sentences(issue: z.core.$ZodIssue, source: ConfigText, file: string): readonly string[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const where = path.length === 0 ? '' : ` in ${pathText(path)}`;
      const shown = looksSecret(key) ? 'A key that looks like a secret (not shown)' : quoted(key);
      return `${file}:${source.at(path, key)}: ${shown} is not known${where}: ${unknownKey(key, path)}`;
    });
  }
  const value = valueAt(source.value, path);
  const name = path.length === 0 ? 'it' : pathText(path);
  const given = value === undefined ? 'is missing' : `is ${quoted(value)}`;
  return [`${file}:${source.at(path)}: ${name} ${given}: ${issue.message}`];
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const why = path.length === 0 ? NOT_IN_FILES[key as SettingName] : undefined;
  if (why !== undefined) return why;
  const known = knownKeys(path);
  return `expected one of ${known.join(', ')}${didYouMean(key, known)}`;
}

/** The keys that the form has at a place. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let form: unknown = configFileForm;
  for (const step of path) form = inside(form, step);
  return Object.keys((bare(form) as { shape?: object } | undefined)?.shape ?? {});
}

function inside(form: unknown, step: PropertyKey): unknown {
  const at = bare(form) as { shape?: Record<PropertyKey, unknown>; element?: unknown; valueType?: unknown } | undefined;
  return at?.shape?.[step] ?? at?.element ?? at?.valueType;
}

function bare(form: unknown): unknown {
  const optional = form as { unwrap?: () => unknown; element?: unknown; shape?: unknown } | undefined;
  return optional?.shape === undefined && optional?.element === undefined && optional?.unwrap !== undefined
    ? bare(optional.unwrap())
    : form;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) value = value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
  return value;
}

/** `exceptions[2].until`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, place) =>
      typeof step === 'number' ? `[${step}]` : `${place === 0 ? '' : '.'}${keyText(String(step))}`,
    )
    .join('');
}

function keyText(key: string): string {
  return looksSecret(key) ? '(not shown)' : key.slice(0, 80);
}

/** A value as messages show it: short, and nothing that may be secret. */
function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  if (text.includes('://') || looksSecret(text)) return 'a text with a URL or a secret (not shown)';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** The places of all texts that look secret, keys included. */
function secretsIn(value: unknown, path: readonly PropertyKey[] = []): readonly (readonly PropertyKey[])[] {
  if (typeof value === 'string') return looksSecret(value) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((each, index) => secretsIn(each, [...path, index]));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => [
    ...(looksSecret(key) ? [[...path, key]] : []),
    ...secretsIn(each, [...path, key]),
  ]);
}

/** The last part of a path or URI. */
function baseName(name: string): string {
  return name.split('/').at(-1) || name;
}
