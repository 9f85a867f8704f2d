import { type ComponentChild, h } from 'preact';
import { grouped } from '../base/format.ts';
import type { RoleDetail } from '../report/page/page-data.ts';
import { policyText } from '../report/page/read/policy-text.ts';
import { Code } from './code.ts';
import { Disclosure } from './disclosure.ts';
import { RecommendationPanel } from './recommendation-panel.ts';

interface PolicyPanelProps {
  readonly detail: RoleDetail;
  /** Prints the change from the stored report; absent where none is stored. */
  readonly command?: string;
}

/** What the role's policies should be, where that was worked out; and what they are today. */
export function PolicyPanel({ detail, command }: PolicyPanelProps): ComponentChild {
  const { recommendation, policies } = detail;
  if (recommendation === undefined && policies.length === 0) return null;
  return h(
    'section',
    { 'aria-label': 'Policies' },
    recommendation !== undefined &&
      h(RecommendationPanel, { recommendation, policies, ...(command !== undefined && { command }) }),
    policies.length > 0 &&
      h(
        Disclosure,
        { summary: `Policies today (${grouped(policies.length)})` },
        policies.map(({ label, document, problem }) => [
          h('h4', null, label),
          problem === undefined
            ? h(Code, { text: policyText(document), label })
            : h('p', null, `Could not be read: ${problem}`),
        ]),
      ),
  );
}
