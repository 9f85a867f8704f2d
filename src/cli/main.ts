import { EXIT, type Outcome } from './exit-status.ts';
import { nodeVersionProblem } from './node-version.ts';
import { isOffline } from './offline-commands.ts';
import { processTerminal } from './terminal.ts';

// A reader that has seen enough (`… | head`) is no error; what was found still decides the status. What cannot be written (a full disk) is lost.
const outcome: Outcome = { status: EXIT.done };
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(outcome.status);
    if (stream === process.stdout)
      process.stderr.write(`ecs-role-auditor: Cannot write the result: ${error.message}\n`);
    process.exit(EXIT.incomplete);
  });
}

const problem = nodeVersionProblem(process.versions.node);
if (problem === undefined) {
  const args = process.argv.slice(2);
  const run = isOffline(args)
    ? (await import('./run-offline-command-line.ts')).runOfflineCommandLine
    : (await import('./run-command-line.ts')).runCommandLine;
  process.exitCode = await run(args, processTerminal(), outcome);
} else {
  process.stderr.write(`ecs-role-auditor: ${problem}\n`);
  process.exitCode = EXIT.usage;
}
