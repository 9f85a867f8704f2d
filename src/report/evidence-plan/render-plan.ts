import { assertNever } from '../../base/assert-never.ts';
import { deploymentClause } from '../../evidence-trail/evidence-trail-sentence.ts';
import { hasChanges, type PlanChanges } from '../../evidence-trail/plan-changes.ts';
import type { Deployment } from './deployment.ts';
import { selectorValue } from './deployment.ts';
import { evidenceCloudFormation } from './evidence-cloudformation.ts';
import { evidenceCommands } from './evidence-commands.ts';
import { evidenceTerraform } from './evidence-terraform.ts';
import { changeLines, costText, planLines } from './plan-text.ts';

export const PLAN_FORMS = ['table', 'json', 'cloudformation', 'terraform', 'cli'] as const;
export type PlanForm = (typeof PLAN_FORMS)[number];

export interface RenderedPlan extends Deployment {
  /** Names of evidence trails that there are. */
  readonly existing: ReadonlySet<string>;
  /** What is to be changed; absent where that was not asked. */
  readonly changes?: PlanChanges;
}

/** A plan in one of its forms; each ends with a line break. */
export function renderPlan(rendered: RenderedPlan, form: PlanForm): string {
  const { plan, changes } = rendered;
  const head = [`${deploymentClause(plan.decides, costText(plan))}.`, ...(changes ? changeLines(changes, plan) : [])];
  if (form !== 'table' && form !== 'json' && plan.trails.length === 0) {
    return planLines(plan)
      .map((line) => `# ${line}\n`)
      .join('');
  }
  switch (form) {
    case 'table':
      return [...planLines(plan), ...(changes ? changeLines(changes, plan) : [])].map((line) => `${line}\n`).join('');
    case 'json':
      return `${JSON.stringify(planDocument(rendered), null, 2)}\n`;
    case 'cloudformation':
      return evidenceCloudFormation(rendered, head);
    case 'terraform':
      return evidenceTerraform(rendered, head);
    case 'cli':
      return evidenceCommands(rendered, head, rendered.existing);
    default:
      return assertNever(form);
  }
}

function planDocument({ plan, changes }: RenderedPlan): object {
  const { trails, recorded, leftOut, decides, waitsForMore, usd, uncounted, muted, savedUsd } = plan;
  return {
    version: 1,
    decides,
    waitsForMore,
    monthlyUsdAtMost: cents(usd),
    uncounted,
    savedUsd: cents(savedUsd),
    trails: trails.map(({ name, selectors }) => ({ name, advancedEventSelectors: selectors.map(selectorValue) })),
    recorded,
    leftOut,
    muted,
    ...(changes && { changes: { ...changes, any: hasChanges(changes) } }),
  };
}

/** US dollars, rounded up to a cent. */
function cents(usd: number): number {
  return Math.ceil(usd * 100) / 100;
}
