import { type ComponentChild, h } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { lineDiff } from '../report/page/line-diff.ts';
import type { RoleDetail } from '../report/page/page-data.ts';
import { comparableText, grantedText, policyText } from '../report/page/policy-text.ts';
import { CopyButton } from './copy-button.ts';

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

/** The right-sized policy with what it would change, where one was made; and the policies of today. */
export function PolicyPanel({ detail }: { readonly detail: RoleDetail }): ComponentChild {
  const { recommended, policies } = detail;
  if (recommended === undefined && policies.length === 0) return null;
  return h(
    'section',
    { 'aria-label': 'Policies' },
    recommended !== undefined && h(Recommendation, { recommended, detail }),
    policies.length > 0 &&
      h(
        'details',
        null,
        h('summary', null, `Policies today (${policies.length})`),
        policies.map(({ label, document, problem }) => [
          h('h4', null, label),
          problem === undefined ? code(policyText(document), label) : h('p', null, `Could not be read: ${problem}`),
        ]),
      ),
  );
}

interface RecommendationProps {
  readonly recommended: unknown;
  readonly detail: RoleDetail;
}

function Recommendation({ recommended, detail }: RecommendationProps): ComponentChild {
  const [comparing, setComparing] = useState(false);
  const text = useMemo(() => policyText(recommended), [recommended]);
  return h(
    'div',
    { class: 'recommended' },
    h('h3', null, 'Right-sized policy'),
    h(
      'p',
      { class: 'line' },
      h(
        'button',
        { type: 'button', 'aria-pressed': comparing, onClick: () => setComparing(!comparing) },
        'Compare with today',
      ),
      h(CopyButton, { text, what: 'policy' }),
    ),
    comparing ? h(Comparison, { recommended, detail }) : code(text, 'Right-sized policy'),
  );
}

function Comparison({ recommended, detail }: RecommendationProps): ComponentChild {
  const diff = useMemo(
    () => lineDiff(grantedText(detail.policies), comparableText(recommended)),
    [recommended, detail],
  );
  return h(
    'pre',
    { class: 'diff', tabIndex: 0, role: 'region', 'aria-label': 'Changes from today’s policies' },
    diff.map(({ kind, text }) => h(ELEMENTS[kind], { class: kind }, `${SIGNS[kind]} ${text}\n`)),
  );
}

const ELEMENTS = { same: 'span', removed: 'del', added: 'ins' } as const;

function code(text: string, label: string): ComponentChild {
  return h('pre', { tabIndex: 0, role: 'region', 'aria-label': label }, h('code', null, text));
}
