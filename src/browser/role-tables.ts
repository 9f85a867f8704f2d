import { type ComponentChild, type ComponentChildren, h } from 'preact';
import { counted, grouped } from '../base/format.ts';
import type { RoleUse } from '../ecs/role-use.ts';
import type { PageDenied, PageMissing } from '../report/page/page-data.ts';
import { Disclosure } from './disclosure.ts';
import { dayOf } from './page-words.ts';

/** Permissions that task definitions need and no statement grants; nothing where there are none. */
export function MissingPermissions({ missing }: { readonly missing: readonly PageMissing[] }): ComponentChild {
  return table(
    'Needed, but not granted',
    ['Action', 'Family', 'Field', 'Note'],
    missing.map(({ action, family, region, field, note, blockedBy }) => [
      h('code', null, action),
      `${family} in ${region}`,
      h('code', null, field),
      blockedBy.length > 0 ? `blocked by ${blockedBy.join(', ')}` : (note ?? ''),
    ]),
  );
}

/** Calls that IAM refused; nothing where there are none. */
export function DeniedCalls({ denied }: { readonly denied: readonly PageDenied[] }): ComponentChild {
  return table(
    'Denied calls',
    ['Action', 'Calls', 'Last', 'Error', 'Resources'],
    denied.map(({ action, count, last, errorCode, resources }) => [
      h('code', null, action),
      grouped(count),
      dayOf(last),
      errorCode,
      resources.join(', '),
    ]),
  );
}

/** The task definitions that name the role. */
export function TaskDefinitions({ uses }: { readonly uses: readonly RoleUse[] }): ComponentChild {
  return h(
    Disclosure,
    { summary: `Named by ${counted(uses.length, 'task definition')}` },
    table(
      undefined,
      ['Family', 'Revision', 'Region', 'As', 'Status'],
      uses.map((use) => [
        use.family,
        String(use.revision),
        use.region,
        `${use.job} role${use.override ? ', by override' : ''}`,
        use.status + (use.daemon ? ', daemon' : ''),
      ]),
    ),
  );
}

function table(
  title: string | undefined,
  columns: readonly string[],
  rows: readonly (readonly ComponentChildren[])[],
): ComponentChild {
  if (rows.length === 0) return null;
  return h(
    'div',
    { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': title ?? 'Task definitions' },
    title !== undefined && h('h3', null, title),
    h(
      'table',
      { class: 'numbers' },
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          columns.map((name) => h('th', { scope: 'col' }, name)),
        ),
      ),
      h(
        'tbody',
        null,
        rows.map((cells) =>
          h(
            'tr',
            null,
            cells.map((cell) => h('td', null, cell)),
          ),
        ),
      ),
    ),
  );
}
