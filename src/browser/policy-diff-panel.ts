import { type ComponentChild, h } from 'preact';
import { useMemo } from 'preact/hooks';
import { statementObjects } from '../report/page/read/policy-text.ts';
import { comparePolicies } from '../report/policy/compare-policies.ts';

const SAME = { element: 'span', name: 'same', sign: ' ' } as const;
const REMOVED = { element: 'del', name: 'removed', sign: '-' } as const;
const ADDED = { element: 'ins', name: 'added', sign: '+' } as const;

interface PolicyDiffPanelProps {
  /** Policy documents as IAM writes them. */
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
}

/** What changes from some policy documents to others, statement by statement. */
export function PolicyDiffPanel({ before, after }: PolicyDiffPanelProps): ComponentChild {
  const diff = useMemo(() => comparePolicies(statementObjects(before), statementObjects(after)), [before, after]);
  return h(
    'pre',
    { class: 'diff', tabIndex: 0, role: 'region', 'aria-label': 'Changes from today’s policies' },
    diff.flatMap(({ value, removed, added }) => {
      const { element, name, sign } = removed ? REMOVED : added ? ADDED : SAME;
      return value.map((line) => h(element, { class: name }, `${sign} ${line}\n`));
    }),
  );
}
