import { readFileSync } from 'node:fs';
import { actionsOf } from '../src/cloudtrail/event-actions.ts';
import { eventSourceOf } from '../src/cloudtrail/event-source.ts';
import type { Catalog } from '../src/iam/catalog/catalog.ts';
import { loadCatalog } from '../src/iam/catalog/load-catalog.ts';

/** AWS's own list: operation (`s3:HeadObject`) → the actions that it may check. */
export type Operations = Readonly<Record<string, readonly string[]>>;

/** How the mapping of events compares with AWS's list. */
export interface OperationsCheck {
  /** Operations for which AWS lists actions. */
  readonly operations: number;
  readonly inside: number;
  /** The others: what the event of that name is mapped to. */
  readonly outside: Readonly<Record<string, readonly string[]>>;
}

/** Maps every operation, as the event that it leaves, and compares with AWS's list; nothing mapped counts as outside. */
export function checkOperations(operations: Operations, catalog: Catalog): OperationsCheck {
  const outside: Record<string, readonly string[]> = {};
  let counted = 0;
  for (const [operation, listed] of Object.entries(operations)) {
    if (listed.length === 0) continue;
    counted++;
    const allowed = new Set(listed.map((action) => action.toLowerCase()));
    const mapped = actionsOf(eventOf(operation), catalog).actions.map(({ action }) => action);
    const isInside = mapped.length > 0 && mapped.every((action) => allowed.has(action.toLowerCase()));
    if (!isInside) outside[operation] = mapped;
  }
  return { operations: counted, inside: counted - Object.keys(outside).length, outside };
}

/** The event that an operation of AWS's list leaves; OpenSearch logs under the name of Elasticsearch Service. */
export function eventOf(operation: string): { readonly eventSource: string; readonly eventName: string } {
  const [prefix = '', eventName = ''] = operation.split(':');
  return { eventSource: eventSourceOf(prefix === 'opensearch' ? 'es' : prefix), eventName };
}

async function main(path: string | undefined): Promise<void> {
  if (path === undefined) {
    console.error('Cannot check operations: give the JSON file that maps operations to actions');
    process.exitCode = 2;
    return;
  }
  const operations = JSON.parse(readFileSync(path, 'utf8')) as Operations;
  const { operations: counted, inside, outside } = checkOperations(operations, await loadCatalog());
  for (const [operation, mapped] of Object.entries(outside)) {
    console.log(`outside: ${operation} -> ${mapped.join(', ') || 'nothing'}`);
  }
  console.log(`${inside} of ${counted} operations inside AWS's list: ${((100 * inside) / counted).toFixed(2)} %`);
}

if (import.meta.main) await main(process.argv[2]);
