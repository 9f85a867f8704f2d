import { EXIT } from './exit-status.ts';
import { nodeVersionProblem } from './node-version.ts';
import { runCommandLine } from './run-command-line.ts';
import { processTerminal } from './terminal.ts';

// A reader that has seen enough (`… | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const problem = nodeVersionProblem(process.versions.node);
if (problem === undefined) {
  process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal());
} else {
  process.stderr.write(`ecs-role-auditor: ${problem}\n`);
  process.exitCode = EXIT.usage;
}
