import { quoted } from '../base/format.ts';
import { isRecord } from '../base/is-record.ts';
import type { ConditionBlock } from './policy.ts';
import { SyntaxProblem } from './policy-syntax.ts';

/**
 * Reads a condition block; numbers and booleans become texts, as IAM compares them.
 *
 * @throws {SyntaxProblem} when it is no object of operators, each an object of keys with values
 */
export function parseCondition(value: unknown, path: string): ConditionBlock {
  if (!isRecord(value)) throw new SyntaxProblem(`${path} is ${quoted(value)}: expected an object of operators`);
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => {
      const at = `${path}.${operator}`;
      if (!isRecord(keys)) throw new SyntaxProblem(`${at} is ${quoted(keys)}: expected an object of condition keys`);
      return [
        operator,
        Object.fromEntries(
          Object.entries(keys).map(([key, values]) => [key, conditionValues(values, `${at}["${key}"]`)]),
        ),
      ];
    }),
  );
}

function conditionValues(value: unknown, path: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'boolean' || Number.isFinite(item)) return String(item);
    throw new SyntaxProblem(`${path} is ${quoted(item)}: expected a string, number or boolean, or an array of them`);
  });
}
