/** What to type for this program: npm's script where it runs from its source, its own name once built. */
export function commandName(module: string = import.meta.url): string {
  return module.endsWith('.ts') ? 'npm run -s cli --' : 'ecs-role-auditor';
}
