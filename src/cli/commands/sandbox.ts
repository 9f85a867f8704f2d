import { type Command, InvalidArgumentError } from 'commander';
import { messageOf } from '../../base/attempt.ts';
import { errorCode } from '../../base/error-code.ts';
import { demoOrganization } from '../../sandbox/organization/demo-organization.ts';
import { EXTERNAL_ID } from '../../sandbox/organization/member-account.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { commandName } from '../command-name.ts';
import { UsageError } from '../exit-status.ts';
import { withExamples } from '../help.ts';
import { type Terminal, writeLine } from '../terminal.ts';

/** Reads a TCP port. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('expected a port from 1 to 65535.');
}

interface SandboxCommandOptions {
  readonly organization?: boolean;
  readonly port?: number;
}

/** `sandbox [--port N]`: serves the embedded account until interrupted. */
export function addSandboxCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('sandbox')
    .summary('serve that account as an AWS endpoint, to try the commands above')
    .description('Serve the embedded sandbox account as an AWS endpoint on loopback, until interrupted.')
    .option('--organization', 'an organization of a dozen accounts instead')
    .option('--port <number>', 'port to listen on; a free one by default', parsePort);
  withExamples(command, [
    ['sandbox', 'on a free port; it prints what to type in another terminal'],
    ['sandbox --port 4566', 'on a port of your choice'],
    ['sandbox --organization', 'an organization, for audit --organization'],
  ]).action(async (options: SandboxCommandOptions) => {
    const sandbox = await openSandbox(options);
    const audit = options.organization === true ? `audit --organization --external-id ${EXTERNAL_ID}` : 'audit';
    const lines = [
      `Account ${sandbox.account.accountId} at ${sandbox.endpoint}. Stop with Ctrl-C. In another terminal:`,
      '',
      // Version 1 of the AWS CLI knows the second name of the Region alone.
      `  export AWS_ENDPOINT_URL=${sandbox.endpoint} AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1`,
      '  export AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox',
      `  ${commandName()} ${audit}`,
      '  aws ecs list-task-definition-families',
    ];
    await writeLine(terminal.stdout, lines.join('\n'));
    await new Promise<void>((resolve) => {
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
    });
    await sandbox.close();
  });
}

async function openSandbox({ port, organization }: SandboxCommandOptions): Promise<Sandbox> {
  const world = organization === true ? demoOrganization(Date.now()) : {};
  if (port === undefined) return startSandbox(world);
  try {
    return await startSandbox({ ...world, port });
  } catch (error) {
    const inUse = errorCode(error) === 'EADDRINUSE';
    throw new UsageError(
      `Cannot serve on --port ${port}: ${inUse ? 'another program listens there' : messageOf(error)}; expected a free port, or no --port at all`,
      { cause: error },
    );
  }
}
