import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageData } from '../report/page/page-data.ts';
import { dayOf, minuteOf } from './page-words.ts';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** Which account, when, over which window; and the choice of colours. */
export function Masthead({ data }: { readonly data: PageData }): ComponentChild {
  return h(
    'header',
    { class: 'masthead' },
    h('h1', null, 'ECS role audit'),
    h(
      'dl',
      { class: 'facts' },
      fact('Account', data.accountId),
      fact('Audited', minuteOf(data.startedAt)),
      fact('Window', `${dayOf(data.window.from)} to ${dayOf(data.window.to)}`),
      fact('Regions', data.regions.length > 4 ? String(data.regions.length) : data.regions.join(', ') || 'none'),
    ),
    h(
      'nav',
      { 'aria-label': 'Report' },
      data.securityHub !== undefined && h('a', { href: data.securityHub, rel: 'noreferrer' }, 'Security Hub'),
      h(ThemeChoice, null),
    ),
  );
}

function fact(name: string, value: string): ComponentChild {
  return h('div', null, h('dt', null, name), h('dd', null, value));
}

function ThemeChoice(): ComponentChild {
  const [theme, setTheme] = useState<Theme>('auto');
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return h(
    'label',
    { class: 'theme' },
    'Theme ',
    h(
      'select',
      { value: theme, onChange: (event: Event) => setTheme((event.currentTarget as HTMLSelectElement).value as Theme) },
      THEMES.map((name) => h('option', { value: name }, name)),
    ),
  );
}
