import type { NamedFunction } from './functions-in.ts';

/** Syntax nodes below which two functions may be alike: a guard, a getter, a callback that does nothing. */
const SMALLEST = 9;

/** Which functions do the same, in a line each group: `sum (src/a.ts:3) and total (src/b.ts:8) do the same`. */
export function repeatedFunctions(functions: readonly NamedFunction[]): readonly string[] {
  const large = functions.filter(({ size }) => size >= SMALLEST);
  return groupsOf(large, ({ shape }) => shape).map(
    (group) => `${group.map(({ name, at }) => `${name} (${at})`).join(' and ')} do the same`,
  );
}

/** Which names two modules export a function by, but for those that `allowed` gives a reason for. */
export function repeatedExports(
  functions: readonly NamedFunction[],
  allowed: Readonly<Record<string, string>>,
): readonly string[] {
  const exported = functions.filter(({ isExported }) => isExported);
  const found = groupsOf(exported, ({ name }) => name);
  const names = new Set(found.map(([first]) => first?.name));
  return [
    ...found
      .filter(([first]) => first !== undefined && allowed[first.name] === undefined)
      .map((group) => `${group[0]?.name} is exported from ${group.map(({ at }) => at).join(' and ')}`),
    ...Object.keys(allowed)
      .filter((name) => !names.has(name))
      .map((name) => `${name} is allowed to be exported twice, and is not`),
  ];
}

function groupsOf(
  functions: readonly NamedFunction[],
  key: (one: NamedFunction) => string,
): readonly (readonly NamedFunction[])[] {
  return [...Map.groupBy(functions, key).values()].filter((group) => group.length > 1);
}
