/** The commands that read files alone: they run without what the audit takes to load. */
const OFFLINE_COMMANDS: ReadonlySet<string> = new Set(['check', 'diagnose', 'requires']);

/** Whether a command line is one of them. */
export function isOffline(args: readonly string[]): boolean {
  const command = args.find((arg) => !arg.startsWith('-'));
  return command !== undefined && OFFLINE_COMMANDS.has(command);
}
