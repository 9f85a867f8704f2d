import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { createS3TrailStore, isS3Address } from '../../aws/s3-trail-files.ts';
import { openSession } from '../../aws/session.ts';
import { parseRoleArn } from '../../iam/arn.ts';
import { loadCatalog } from '../../iam/catalog/load-catalog.ts';
import { silentProgress } from '../../logged-progress.ts';
import { createDirectoryTrailStore } from '../../trail/directory-trail-store.ts';
import { joinedStore } from '../../trail/joined-store.ts';
import { readUsage } from '../../trail/read-usage.ts';
import type { TrailStore } from '../../trail/trail-store.ts';
import { parseTrailLocation } from '../../trail-location.ts';
import { EXIT, UsageError } from '../exit-status.ts';
import type { GlobalOptions, Outcome } from '../run-command-line.ts';
import { type Terminal, writeLine } from '../terminal.ts';
import { terminalProgress } from '../terminal-progress.ts';

interface UsageCommandOptions {
  readonly trailUri: readonly string[];
  readonly role?: readonly string[];
  readonly by: 'action' | 'event';
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** `usage --trail-uri DIR|s3://…`: what roles used, straight from CloudTrail log files, as one JSON document. */
export function addUsageCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command('usage')
    .description('Say what roles used, straight from CloudTrail log files, as JSON.')
    .requiredOption('--trail-uri <uri>', 'log files of trails, repeatable: s3://bucket/prefix, or a directory', collect)
    .option('--role <arn>', 'only this role, repeatable (default: every role that called)', collect)
    .addOption(
      new Option('--by <what>', 'IAM actions, or events as CloudTrail names them')
        .choices(['action', 'event'])
        .default('action'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  ecs-role-auditor usage --trail-uri ./logs\n  ecs-role-auditor usage --trail-uri s3://my-trail/AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/ --by event',
    )
    .action(async (options: UsageCommandOptions, self: Command) => {
      const roles = rolesFrom(options);
      const progress =
        self.optsWithGlobals<GlobalOptions>().quiet === true
          ? { ...silentProgress, end: () => undefined }
          : terminalProgress(terminal);
      const interruption = new AbortController();
      const interrupt = (): void => interruption.abort(new Error('interrupted'));
      process.once('SIGINT', interrupt);
      const opened = await openStores(options.trailUri, interruption.signal);
      try {
        progress.stage(`reading the trail files of ${options.trailUri.join(', ')}`);
        const catalog = await loadCatalog();
        const { by } = options;
        const { signal } = interruption;
        const report = await readUsage({ store: opened.store, catalog, by, progress, signal, ...(roles && { roles }) });
        progress.end();
        await writeLine(terminal.stdout, JSON.stringify(report, null, 2));
        outcome.status = report.incomplete.length > 0 ? EXIT.incomplete : EXIT.done;
      } finally {
        process.off('SIGINT', interrupt);
        opened.close();
      }
    });
}

function rolesFrom({ role }: UsageCommandOptions): readonly string[] | undefined {
  return role?.map((text) => {
    const arn = parseRoleArn(text);
    if (arn.ok) return arn.value;
    throw new UsageError(`--role: ${arn.problem}`);
  });
}

interface OpenStore {
  readonly store: TrailStore;
  readonly close: () => void;
}

async function openStores(uris: readonly string[], signal: AbortSignal): Promise<OpenStore> {
  const opened = await Promise.all([...new Set(uris)].map((uri) => openStore(uri, signal)));
  return {
    store: joinedStore(opened.map(({ store }) => store)),
    close: () => {
      for (const { close } of opened) close();
    },
  };
}

async function openStore(uri: string, signal: AbortSignal): Promise<OpenStore> {
  const place = parseTrailLocation(uri);
  if (!place.ok) throw new UsageError(`--trail-uri is "${uri}": ${place.problem}`);
  if (!isS3Address(uri)) {
    const found = await stat(uri).catch((error: unknown) => {
      throw new UsageError(`--trail-uri is "${uri}": no such directory`, { cause: error });
    });
    if (!found.isDirectory()) throw new UsageError(`--trail-uri is "${uri}": that is not a directory`);
    return { store: createDirectoryTrailStore(uri), close: () => undefined };
  }
  const session = await openSession({ signal });
  return { store: createS3TrailStore(session, uri), close: () => session.close() };
}
