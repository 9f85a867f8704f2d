import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { audit } from '../../audit.ts';
import { DAY_MS } from '../../base/time.ts';
import { mayShow } from '../../cloudtrail/may-show.ts';
import type { CallVolumes } from '../../evidence-trail/call-volumes.ts';
import { evidenceStatus } from '../../evidence-trail/evidence-status.ts';
import { planChanges } from '../../evidence-trail/plan-changes.ts';
import { isEvidenceTrail, planEvidenceTrail } from '../../evidence-trail/plan-evidence-trail.ts';
import type { AuditResult, EvidenceQuestion } from '../../report/audit-result.ts';
import { statusLines } from '../../report/evidence-plan/plan-text.ts';
import { PLAN_FORMS, type PlanForm, renderPlan } from '../../report/evidence-plan/render-plan.ts';
import { openContext } from '../../wiring/open-context.ts';
import { openAuditCatalog } from '../active-catalog.ts';
import { auditEnvironment } from '../audit-environment.ts';
import { configFromOptions, type EvidenceOptions, withEvidenceOptions } from '../evidence-options.ts';
import { EXIT, type Outcome } from '../exit-status.ts';
import type { GlobalOptions } from '../global-options.ts';
import { choiceOption, GROUPS, withExamples } from '../help.ts';
import { interruptible } from '../interruptible.ts';
import { tellMissingAuditorPermissions } from '../missing-auditor-permissions-text.ts';
import { type Terminal, writeLine, writeText } from '../terminal.ts';

interface PlanOptions extends EvidenceOptions {
  readonly as: PlanForm;
  readonly budget?: number;
  readonly update?: true;
}

/**
 * `evidence plan` and `evidence status`: a trail that records the data events of the audited roles alone, and how far it has come. Neither
 * changes anything; what is printed is deployed by whoever may.
 */
export function addEvidenceCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const evidence = program
    .command('evidence')
    .summary('plan a trail that records what the audited roles alone do')
    .helpCommand(false)
    .description(
      'Data events of just the audited task roles, recorded by a trail of their own for as long as their actions are undecided.',
    );
  withExamples(evidence, [
    ['evidence plan', 'a trail that decides most, and what it costs at most'],
    ['evidence status --ledger s3://my-ledger', 'how far it has come'],
  ]);
  const plan = evidence
    .command('plan')
    .summary('print the trail that decides most, and what it costs')
    .description(
      'Print a trail that records the data events for which actions of the audited roles wait, with an upper bound of its cost. Nothing is changed.',
    )
    .optionsGroup(GROUPS.result)
    .addOption(choiceOption('--as <form>', 'form of the plan', PLAN_FORMS).default('table'))
    .option('--budget <usd>', 'leave out what might cost more in a month, in US dollars', dollarsGiven)
    .option('--update', 'say what to change of the evidence trail that there is, and what that saves');
  withExamples(withEvidenceOptions(plan), [
    ['evidence plan', 'what would be recorded, and what it costs at most'],
    ['evidence plan --budget 10 --as cloudformation > evidence.yaml', 'for no more than 10 USD a month, as a template'],
    [
      'evidence plan --update --as cli --ledger s3://my-ledger | sh -x',
      'leave out what is known to be used, for cents',
    ],
  ]).action(async (options: PlanOptions, self: Command) => {
    await answered(options, self, terminal, outcome, async ({ result, question, volumes, lookback, shows }) => {
      const { needs, trails } = question;
      const made = planEvidenceTrail({
        needs,
        volumes,
        trails,
        now: result.startedAt,
        lookback,
        mayShow: shows,
        ...(options.budget !== undefined && { budget: options.budget }),
      });
      const there = (trails ?? []).filter(isEvidenceTrail);
      const text = renderPlan(
        {
          plan: made,
          partition: result.partition,
          accountId: result.accountId,
          region: there[0]?.homeRegion ?? result.homeRegion,
          keptDays: Math.ceil(lookback / DAY_MS) + KEPT_LONGER_DAYS,
          existing: new Set(there.map(({ name }) => name)),
          ...(options.update && { changes: planChanges(made, trails ?? []) }),
        },
        options.as,
      );
      await writeText(terminal.stdout, text);
    });
  });
  const status = evidence
    .command('status')
    .summary('what is watched, muted and decided, role by role')
    .description('Say role by role since when its data events are watched, which names are left out, what is decided.');
  withExamples(withEvidenceOptions(status), [
    ['evidence status --ledger s3://my-ledger', 'with what earlier runs watched'],
  ]).action(async (options: EvidenceOptions, self: Command) => {
    await answered(options, self, terminal, outcome, async ({ question: { needs, trails } }) => {
      await writeText(
        terminal.stdout,
        statusLines(evidenceStatus(needs, trails ?? []), trails === undefined || trails.some(isEvidenceTrail))
          .map((line) => `${line}\n`)
          .join(''),
      );
    });
  });
}

/** Log files are of use as long as the look-back reaches, and some days for who looks late. */
const KEPT_LONGER_DAYS = 10;

/** What both commands work with. */
interface EvidenceAudit {
  readonly result: AuditResult;
  readonly question: EvidenceQuestion;
  readonly volumes: CallVolumes;
  readonly lookback: number;
  readonly shows: Parameters<typeof planEvidenceTrail>[0]['mayShow'];
}

/** Audits without effect, counts calls, and hands both on; what could not be read is told on standard error. */
async function answered(
  options: EvidenceOptions,
  self: Command,
  terminal: Terminal,
  outcome: Outcome,
  answer: (audited: EvidenceAudit) => Promise<void>,
): Promise<void> {
  const globals = self.optsWithGlobals<GlobalOptions>();
  const config = await configFromOptions(options, { publish: 'false', notify: 'false' });
  const catalog = await openAuditCatalog(globals, terminal);
  const { result, question, counts } = await interruptible(globals, terminal, async ({ signal, progress }) => {
    const context = await openContext(config, auditEnvironment(terminal, { signal, progress, catalog }));
    try {
      const audited = await audit(context, { dryRun: true, evidenceNeeds: true });
      const asked = audited.evidence ?? { needs: [], trails: undefined, regions: [] };
      const types = new Set(asked.needs.flatMap(({ actions }) => actions.flatMap((each) => each.resourceTypes)));
      if (self.name() !== 'plan' || types.size === 0) {
        return { result: audited, question: asked, counts: { value: new Map(), incomplete: [] } };
      }
      progress.stage('counting calls in CloudWatch');
      const read = await context.callVolumes?.read([...types], asked.regions);
      return { result: audited, question: asked, counts: read ?? { value: new Map(), incomplete: [] } };
    } finally {
      context.close();
    }
  });
  const incomplete = [...result.incomplete, ...counts.incomplete];
  for (const { what, why } of incomplete) await writeLine(terminal.stderr, `ecs-role-auditor: ${what}: ${why}`);
  await tellMissingAuditorPermissions({ ...result, incomplete }, terminal);
  const shows: EvidenceAudit['shows'] = (eventName, action) => mayShow(eventName, action, catalog);
  await answer({ result, question, volumes: counts.value, lookback: config.audit.lookback, shows });
  outcome.status = incomplete.length > 0 ? EXIT.incomplete : EXIT.done;
}

function dollarsGiven(given: string): number {
  const usd = Number(given);
  if (given.trim() === '' || !Number.isFinite(usd) || usd < 0) {
    throw new InvalidArgumentError('Expected US dollars a month, such as 10 or 0.5.');
  }
  return usd;
}
