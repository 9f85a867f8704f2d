import type { DefinitionRequirements } from '../../definition-files/required-policies.ts';

/** A name for each definition's roles, no two alike. */
export function roleNames(
  definitions: readonly DefinitionRequirements[],
  ofFamily: (family: string) => string,
): readonly string[] {
  const seen = new Map<string, number>();
  return definitions.map(({ family }) => {
    const made = ofFamily(family);
    const name = /^[A-Za-z]/.test(made) ? made : `Task${made}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}${count}`;
  });
}
