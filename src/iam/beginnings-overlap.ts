/** Whether what two patterns of actions fix before their first wildcard allows for an action that matches both. */
export function beginningsOverlap(one: string, other: string): boolean {
  const a = fixedBeginning(one);
  const b = fixedBeginning(other);
  return a.startsWith(b) || b.startsWith(a);
}

function fixedBeginning(pattern: string): string {
  return pattern.toLowerCase().split(/[*?]/, 1)[0] ?? '';
}
