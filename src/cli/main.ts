import { runCommandLine } from './run-command-line.ts';
import { processTerminal } from './terminal.ts';

// A reader that has seen enough (`… | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal());
