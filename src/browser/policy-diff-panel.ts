import { type ComponentChild, h } from 'preact';
import { useMemo } from 'preact/hooks';
import { comparableText } from '../report/page/read/policy-text.ts';
import { lineDiff } from '../report/policy/line-diff.ts';

const ELEMENTS = { same: 'span', removed: 'del', added: 'ins' } as const;
const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

interface PolicyDiffPanelProps {
  /** Policy documents as IAM writes them. */
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
}

/** What changes from some policy documents to others, line by line. */
export function PolicyDiffPanel({ before, after }: PolicyDiffPanelProps): ComponentChild {
  const diff = useMemo(
    () => lineDiff(comparableText(before).split('\n'), comparableText(after).split('\n')),
    [before, after],
  );
  return h(
    'pre',
    { class: 'diff', tabIndex: 0, role: 'region', 'aria-label': 'Changes from today’s policies' },
    diff.map(({ kind, text }) => h(ELEMENTS[kind], { class: kind }, `${SIGNS[kind]} ${text}\n`)),
  );
}
