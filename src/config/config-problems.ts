import type { z } from 'zod';
import { clip } from '../base/format.ts';
import { looksSecret } from '../base/looks-secret.ts';
import { didYouMean } from '../base/nearest.ts';
import { configFileForm } from './config-file-schema.ts';
import type { ConfigText } from './config-text.ts';
import { NOT_IN_FILES, type SettingName } from './settings.ts';

/** One problem: its place, as `line:column`, and a sentence. */
export interface Problem {
  readonly at: string;
  readonly text: string;
}

/** More are not told: a file with so many is not what it was taken for. */
export const MOST_PROBLEMS = 50;

/** A number by which problems are sorted: by line, then by column. */
export function orderOf({ at }: Problem): number {
  const [line = 0, column = 0] = at.split(':').map(Number);
  return line * 1e6 + column;
}

/** What of an issue a person can act on. */
export function issueProblems(issue: z.core.$ZodIssue, source: ConfigText): readonly Problem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MOST_PROBLEMS + 1).map((key) => {
      const where = path.length === 0 ? '' : ` in ${pathText(path)}`;
      const shown = looksSecret(key) ? 'a key that looks like a secret (not shown)' : settingText(key);
      return { at: source.at(path, key), text: `${shown} is not known${where}${unknownKey(key, path)}` };
    });
  }
  const value = valueAt(source.value, path);
  const name = path.length === 0 ? 'the file' : pathText(path);
  const given = value === undefined ? 'is missing' : value === null ? 'is empty' : `is ${settingText(value)}`;
  const expected = issue.code === 'invalid_type' ? (FORMS[issue.expected] ?? issue.message) : issue.message;
  return [
    {
      at: source.at(path),
      text: `${name} ${given}: ${issue.message.startsWith('expected') ? issue.message : expected}`,
    },
  ];
}

/** Where the form says nothing of its own. */
const FORMS: Readonly<Record<string, string>> = {
  object: 'expected keys with values, as in version: 1',
  array: 'expected a list',
  string: 'expected text',
  record: 'expected keys with values',
};

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const why = path.length === 0 && Object.hasOwn(NOT_IN_FILES, key) ? NOT_IN_FILES[key as SettingName] : undefined;
  if (why !== undefined) return `: ${why}`;
  const known = knownKeys(path);
  return didYouMean(key, known) || `: expected one of ${known.join(', ')}`;
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

/** What stands at a path of a value; undefined where nothing does. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) value = value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
  return value;
}

/** `exceptions[2].until`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, place) =>
      typeof step === 'number' ? `[${step}]` : `${place === 0 ? '' : '.'}${keyText(String(step))}`,
    )
    .join('');
}

function keyText(key: string): string {
  return looksSecret(key) ? '(not shown)' : key.slice(0, 80);
}

/** A setting in a message: the beginning of its JSON, and nothing that may be secret. */
export function settingText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.includes('://') || looksSecret(text) ? 'a text with a URL or a secret (not shown)' : clip(text, 80);
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

/** Every text, and every key, that looks like a secret. */
export function secretProblems(source: ConfigText): readonly Problem[] {
  return secretsIn(source.value)
    .slice(0, MOST_PROBLEMS + 1)
    .map((path) => ({
      at: source.at(path),
      text: `${pathText(path)} holds what looks like a secret (not shown): expected it in Secrets Manager or in SSM Parameter Store, and its name here`,
    }));
}
