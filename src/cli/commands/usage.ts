import type { Command } from 'commander';
import { openSession } from '../../aws/client/session.ts';
import { createTrailCalls } from '../../aws/s3/trail-sdk-calls.ts';
import { parseTrailLocation } from '../../config/trail-location.ts';
import { parseRoleArn } from '../../iam/arn.ts';
import { bucketTrailStore } from '../../sources/trail/bucket-trail-store.ts';
import { createDirectoryTrailStore } from '../../sources/trail/directory-trail-store.ts';
import { joinedStore } from '../../sources/trail/joined-store.ts';
import type { TrailStore } from '../../sources/trail/trail-store.ts';
import { usageOfFiles } from '../../sources/trail/usage-of-files.ts';
import { openActiveCatalog } from '../active-catalog.ts';
import { collect } from '../collect.ts';
import { EXIT, type Outcome, UsageError } from '../exit-status.ts';
import type { GlobalOptions } from '../global-options.ts';
import { choiceOption, withExamples } from '../help.ts';
import { interruptible } from '../interruptible.ts';
import { missingAuditorPermissionsText, missingOf } from '../missing-auditor-permissions-text.ts';
import { type Terminal, writeLine, writeText } from '../terminal.ts';
import { requireTrailDirectory } from '../trail-directory.ts';

interface UsageCommandOptions {
  readonly trailUri: readonly string[];
  readonly role?: readonly string[];
  readonly by: 'action' | 'event';
}

/** `usage --trail-uri DIR|s3://…`: what roles used, straight from CloudTrail log files, as one JSON document. */
export function addUsageCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('usage')
    .summary('say what roles used, straight from CloudTrail log files')
    .description('Say what roles used, straight from CloudTrail log files, as JSON.')
    .requiredOption('--trail-uri <uri>', 'log files of trails, repeatable: s3://bucket/prefix, or a directory', collect)
    .option('--role <arn>', 'only this role, repeatable (default: every role that called)', collect)
    .addOption(
      choiceOption('--by <what>', 'IAM actions, or events as CloudTrail names them', ['action', 'event']).default(
        'action',
      ),
    );
  withExamples(command, [
    ['usage --trail-uri ./logs', 'log files that were downloaded'],
    [
      'usage --trail-uri s3://my-trail/AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/ --by event',
      'one Region, one month, by event',
    ],
  ]).action(async (options: UsageCommandOptions, self: Command) => {
    const roles = rolesFrom(options);
    const catalog = await openActiveCatalog(terminal);
    const report = await interruptible(self.optsWithGlobals<GlobalOptions>(), terminal, async (run) => {
      const opened = await openStores(options.trailUri, run.signal);
      try {
        run.progress.stage(`reading the trail files of ${options.trailUri.join(', ')}`);
        return await usageOfFiles({
          ...run,
          store: opened.store,
          catalog,
          by: options.by,
          now: Date.now(),
          ...(roles && { roles }),
        });
      } finally {
        opened.close();
      }
    });
    const incomplete = report.incomplete.map(({ what, why }) => ({ what, why }));
    outcome.status = incomplete.length > 0 ? EXIT.incomplete : EXIT.done;
    await writeLine(terminal.stdout, JSON.stringify({ ...report, incomplete }, null, 2));
    if (report.files === 0 && incomplete.length === 0) await tellNothingFound(options.trailUri, terminal);
    await writeText(terminal.stderr, missingAuditorPermissionsText(missingOf(report.incomplete)));
  });
}

function tellNothingFound(places: readonly string[], terminal: Terminal): Promise<void> {
  return writeLine(
    terminal.stderr,
    `ecs-role-auditor: found no log file of CloudTrail (*.json.gz or *.json) below ${places.join(', ')}`,
  );
}

function rolesFrom({ role }: UsageCommandOptions): readonly string[] | undefined {
  return role?.map((text) => {
    const arn = parseRoleArn(text);
    if (arn.ok) return arn.value;
    throw new UsageError(
      `Cannot read --role "${text}": expected the ARN of a role, such as arn:aws:iam::123456789012:role/my-app-task`,
    );
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
  if (place.value.kind === 'directory') {
    await requireTrailDirectory(uri);
    return { store: createDirectoryTrailStore(uri), close: () => undefined };
  }
  const session = await openSession({ signal });
  return { store: bucketTrailStore(createTrailCalls(session), uri), close: () => session.close() };
}
