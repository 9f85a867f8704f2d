import { homedir } from 'node:os';
import { counted } from '../base/format.ts';
import { DAY_MS } from '../base/time.ts';
import { type ActiveCatalog, activeCatalog, defaultCatalogPath } from '../catalog-refresh/catalog-file.ts';
import type { Catalog } from '../iam/catalog/catalog.ts';
import type { GlobalOptions } from './global-options.ts';
import { type Terminal, writeLine } from './terminal.ts';

/** AWS adds actions every week; a catalogue older than this is worth a word. */
const OLD_DAYS = 180;

/** The catalogue in force: the refreshed one, else the bundled one; a bad or an old one is told on standard error. */
export async function openActiveCatalog(terminal: Terminal): Promise<Catalog> {
  const active = await activeCatalog(catalogPath(terminal));
  await tellProblems(active, terminal);
  return active.catalog;
}

/** The catalogue that an audit works with; on a terminal, says which. What a ledger holds is judged by it anew. */
export async function openAuditCatalog({ quiet }: GlobalOptions, terminal: Terminal): Promise<Catalog> {
  const active = await activeCatalog(catalogPath(terminal));
  await tellProblems(active, terminal);
  if (quiet !== true && terminal.stderrIsTerminal) await writeLine(terminal.stderr, describeCatalog(active));
  return active.catalog;
}

/** Which catalogue it is, and how old. */
export function describeCatalog({ catalog, origin }: ActiveCatalog, now: number = Date.now()): string {
  const from = origin === 'bundled' ? 'came with the program' : 'refreshed by catalog refresh';
  return `Catalogue of IAM actions: ${writtenAt(catalog).slice(0, 10)}, ${ageOf(catalog, now)} (${from})`;
}

function writtenAt({ writtenAt: written, generatedAt }: Catalog): string {
  return written ?? generatedAt;
}

/** How old a catalogue is, in words. */
export function ageOf(catalog: Catalog, now: number = Date.now()): string {
  const days = daysOld(catalog, now);
  return days < 1 ? 'less than a day old' : `${counted(days, 'day')} old`;
}

function daysOld(catalog: Catalog, now: number): number {
  return Math.floor((now - Date.parse(writtenAt(catalog))) / DAY_MS);
}

async function tellProblems({ catalog, problem }: ActiveCatalog, terminal: Terminal): Promise<void> {
  if (problem !== undefined) await writeLine(terminal.stderr, `ecs-role-auditor: ${problem}`);
  if (daysOld(catalog, Date.now()) <= OLD_DAYS) return;
  await writeLine(
    terminal.stderr,
    `ecs-role-auditor: the catalogue of IAM actions is ${ageOf(catalog)}; renew it with: catalog refresh`,
  );
}

/** Where this user's refreshed catalogue is kept. */
export function catalogPath({ environment }: Terminal): string {
  return defaultCatalogPath(environment['XDG_CACHE_HOME'], homedir());
}
