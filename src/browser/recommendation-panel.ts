import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import { counted, grouped } from '../base/format.ts';
import type { PageDocument, PagePolicy, PageRecommendation } from '../report/page/page-data.ts';
import { policyText } from '../report/page/read/policy-text.ts';
import { type ServiceChange, serviceChangeText } from '../rightsize/recommend/change-by-service.ts';
import { orderOfSteps } from '../rightsize/recommend/order-of-steps.ts';
import { Code } from './code.ts';
import { CopyButton } from './copy-button.ts';
import { Disclosure } from './disclosure.ts';
import { PolicyDiffPanel } from './policy-diff-panel.ts';

interface RecommendationPanelProps {
  readonly recommendation: PageRecommendation;
  readonly policies: readonly PagePolicy[];
  /** Prints the change from the stored report; absent where none is stored. */
  readonly command?: string;
}

/** The right-sized policy with a button to copy it, what it replaces, and why each statement is there; or why there is none. */
export function RecommendationPanel({ recommendation, policies, command }: RecommendationPanelProps): ComponentChild {
  const [form, setForm] = useState<Form>('JSON');
  const title = h('h3', null, 'Right-sized policy');
  if (recommendation.kind !== 'policy') return h('div', null, title, h('p', null, recommendation.because));
  const { documents, replaces, warnings, services, terraform } = recommendation;
  const replaced = policies.filter(({ label, grants }) => grants && replaces.includes(label));
  return h(
    'div',
    { class: 'recommended' },
    title,
    h('p', null, inWords(recommendation)),
    h(ServiceSummary, { services }),
    h('h4', null, 'Order of steps'),
    h(
      'ol',
      { class: 'steps' },
      orderOfSteps(recommendation).map((step) => h('li', null, step)),
    ),
    warnings.length > 0 &&
      h(
        'ul',
        { class: 'warnings' },
        warnings.map((warning) => h('li', null, warning)),
      ),
    documents.length > 0 &&
      h(
        'p',
        { class: 'line' },
        FORMS.map((each) =>
          h('button', { type: 'button', 'aria-pressed': form === each, onClick: () => setForm(each) }, each),
        ),
      ),
    form === 'Compare with today' &&
      h(PolicyDiffPanel, {
        before: replaced.map(({ document }) => document),
        after: documents.map(({ document }) => document),
      }),
    form === 'Terraform' && h(TerraformText, { text: terraform }),
    form === 'JSON' && documents.map((document) => h(NewPolicy, { document })),
    command !== undefined &&
      h(
        'div',
        { class: 'command' },
        h(
          'div',
          { class: 'line' },
          h('span', null, 'As a patch, on the command line'),
          h(CopyButton, { text: command, what: 'command' }),
        ),
        h(Code, { text: command, label: 'Command that prints the change' }),
      ),
  );
}

const FORMS = ['JSON', 'Terraform', 'Compare with today'] as const;
type Form = (typeof FORMS)[number];

/** Services shown before the reader asks for all. */
const MOST_SERVICES = 12;

function ServiceSummary({ services }: { readonly services: readonly ServiceChange[] }) {
  const items = services.map((one) => h('li', null, serviceChangeText(one)));
  return [
    h('ul', { class: 'services', 'aria-label': 'By service' }, items.slice(0, MOST_SERVICES)),
    items.length > MOST_SERVICES &&
      h(
        Disclosure,
        { summary: counted(items.length - MOST_SERVICES, 'more service') },
        h('ul', { class: 'services' }, items.slice(MOST_SERVICES)),
      ),
  ];
}

function TerraformText({ text }: { readonly text: string }) {
  return h(
    'div',
    null,
    h('div', { class: 'line' }, h('h4', null, 'As Terraform'), h(CopyButton, { text, what: 'Terraform' })),
    h(Code, { text, label: 'Right-sized policy as Terraform' }),
  );
}

function NewPolicy({ document: { kind, name, size, document, statements } }: { readonly document: PageDocument }) {
  const text = policyText(document);
  return h(
    'div',
    null,
    h(
      'div',
      { class: 'line' },
      h('h4', null, `${kind} policy ${name}`),
      h('span', { class: 'soft' }, counted(size, 'character')),
      h(CopyButton, { text, what: 'policy' }),
    ),
    h(Code, { text, label: `${kind} policy ${name}` }),
    h(
      Disclosure,
      { summary: 'Why each statement is there' },
      h(
        'dl',
        { class: 'meanings' },
        statements.flatMap(({ sid, reasons, narrowed, fields }) => [
          h('dt', null, sid),
          h(
            'dd',
            null,
            [reasons.join(', '), narrowed ? 'narrowed to the resources seen' : '', fields.join(', ')]
              .filter(Boolean)
              .join('; '),
          ),
        ]),
      ),
    ),
  );
}

function inWords(recommendation: Extract<PageRecommendation, { readonly kind: 'policy' }>): string {
  const { documents, replaces, keeps, dropped, ineffective } = recommendation;
  const without = ineffective > 0 ? ` and ${grouped(ineffective)} that a permissions boundary blocks anyway` : '';
  return [
    `Without ${counted(dropped, 'unused action')}${without}.`,
    documents.length === 0 ? 'Nothing that is granted is worth keeping.' : '',
    replaces.length > 0 ? `Replaces ${replaces.join(', ')}.` : '',
    keeps.length > 0 ? `Leaves ${keeps.join(', ')} as today.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
