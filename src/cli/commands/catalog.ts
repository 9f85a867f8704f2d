import type { Command } from 'commander';
import { activeCatalog } from '../../catalog-refresh/catalog-file.ts';
import { refreshCatalog, SERVICE_REFERENCE_URL } from '../../catalog-refresh/service-reference.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import { catalogInfo } from '../../iam/catalog/catalog-info.ts';
import { ageOf, catalogPath, openActiveCatalog } from '../active-catalog.ts';
import { EXIT, type Outcome } from '../exit-status.ts';
import { withExamples } from '../help.ts';
import { type Terminal, writeLine, writeText } from '../terminal.ts';

/** `catalog info|refresh`: shows, or renews, the catalogue of IAM actions. */
export function addCatalogCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const path = catalogPath(terminal);
  const catalog = program
    .command('catalog')
    .helpCommand(false)
    .summary('show, or renew, the catalogue of IAM actions')
    .description('Show, or renew, the catalogue of IAM actions.');

  const info = catalog
    .command('info')
    .summary('show the version, age and size of the catalogue')
    .description('Show the version, date and size of the catalogue in force.')
    .action(async () => {
      const current = await openActiveCatalog(terminal);
      await writeLine(terminal.stdout, infoText(current));
    });
  withExamples(info, [['catalog info', 'which catalogue is in force, and how old it is']]);

  const refresh = catalog
    .command('refresh')
    .summary('renew the catalogue from AWS’s service reference')
    .description('Renew the catalogue from AWS’s public service reference. A bad download leaves the old one in force.')
    .option(
      '--from <url|dir>',
      'the index’s URL, or a directory with one JSON file for each service',
      SERVICE_REFERENCE_URL,
    )
    .action(async (options: { readonly from: string }) => {
      const active = await activeCatalog(path);
      const refreshed = await refreshCatalog({ from: options.from, path, current: active.catalog, now: Date.now() });
      if (!refreshed.ok) {
        await writeText(terminal.stderr, `ecs-role-auditor: ${refreshed.problem}. The old catalogue stays in force.\n`);
        outcome.status = EXIT.incomplete;
        return;
      }
      await writeLine(terminal.stdout, infoText(refreshed.value));
      await writeText(terminal.stderr, `Kept at ${path}\n`);
    });
  withExamples(refresh, [
    ['catalog refresh', 'from AWS'],
    ['catalog refresh --from ./service-reference', 'from files that were downloaded, where there is no network'],
  ]);
}

function infoText(catalog: Catalog): string {
  const info = catalogInfo(catalog);
  const rows: readonly (readonly [string, string | number])[] = [
    ['version', info.version],
    ['date', `${info.writtenAt ?? info.generatedAt} (${ageOf(catalog)})`],
    ...(info.writtenAt === undefined ? [] : [['read', info.generatedAt] as const]),
    ['source', info.source],
    ['services', info.services],
    ['actions', info.actions],
    ['operations with authorised actions', known(info.operations)],
    ['actions with tracking flags', known(info.tracked)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

/** AWS's service reference alone says these; the bundled catalogue has none. */
function known(count: number): string | number {
  return count === 0 ? '(known after catalog refresh)' : count;
}
