import Table from 'cli-table3';
import { grouped } from '../base/format.ts';
import type { Severity } from '../findings/finding.ts';
import { SEVERITIES } from '../findings/finding.ts';
import type { AuditSummary } from '../report/audit-summary.ts';
import { slackText } from '../report/slack/slack-text.ts';
import type { Styler } from '../report/text/styler.ts';
import type { SandboxAccount } from '../sandbox/sandbox-account.ts';
import type { SandboxState, StoredFinding } from '../sandbox/sandbox-state.ts';
import { demoStory, storedDocument } from './demo-story.ts';

/** What one demonstration came to. */
export interface DemoOutcome {
  readonly summary: AuditSummary;
  readonly state: SandboxState;
  readonly account: SandboxAccount;
  /** AWS and Slack calls that the sandbox answered. */
  readonly calls: number;
  readonly tookMs: number;
}

/** What Security Hub and Slack received, for a reader who has never seen the tool. */
export function demoText(outcome: DemoOutcome, options: { readonly styler: Styler; readonly width: number }): string {
  const { styler } = options;
  const { summary, state } = outcome;
  const findings = [...state.findings.values()].flatMap((region) => [...region.values()]).map(received);
  findings.sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.title < b.title ? -1 : 1),
  );
  const verdicts = Object.entries(summary.verdicts)
    .map(([verdict, count]) => `${grouped(count)} ${verdict}`)
    .join(', ');
  const document = storedDocument(state);
  return [
    styler.heading(`Security Hub received ${findings.length} findings`),
    findingsTable(findings, options.width, styler),
    ...state.slackMessages.flatMap((message) => [
      styler.heading('Slack received'),
      slackText(message.blocks as unknown as Parameters<typeof slackText>[0]),
    ]),
    styler.heading('In numbers'),
    `${summary.roles} roles in ${summary.regions.join(', ') || 'no Region'}; of their granted actions: ${verdicts}.`,
    `${grouped(outcome.calls)} AWS and Slack calls in ${(outcome.tookMs / 1000).toFixed(1)} s. Report: ${summary.report ?? 'not stored'}`,
    ...(summary.incomplete.length === 0
      ? []
      : [['Could not be read:', ...summary.incomplete.map((gap) => `- ${gap.what}: ${gap.why}`)].join('\n')]),
    ...(document === undefined ? [] : demoStory(document, outcome.account, styler)),
  ].join('\n\n');
}

interface ReceivedFinding {
  readonly severity: Severity;
  readonly rule: string;
  readonly title: string;
}

function received(finding: StoredFinding): ReceivedFinding {
  const severity = (finding['Severity'] as { Label?: Severity } | undefined)?.Label ?? 'INFORMATIONAL';
  return {
    severity,
    rule: String(finding['GeneratorId']).replace('ecs-role-auditor/', ''),
    title: String(finding['Title']),
  };
}

/** Lines between rows are left out: the severities order the table well enough. */
const CHARS = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

function findingsTable(findings: readonly ReceivedFinding[], columns: number, styler: Styler): string {
  const width = Math.max(90, Math.min(columns, 150));
  const ruleWidth = 43;
  const severityWidth = 10;
  const table = new Table({
    colWidths: [severityWidth, ruleWidth, width - severityWidth - ruleWidth - 4],
    wordWrap: true,
    style: { head: [], border: [] },
    chars: CHARS,
  });
  const shown = findings.filter((finding) => finding.severity !== 'INFORMATIONAL');
  for (const { severity, rule, title } of shown) table.push([styler.severity(severity, severity), rule, title]);
  const rest = Map.groupBy(
    findings.filter((finding) => finding.severity === 'INFORMATIONAL'),
    (finding) => finding.rule,
  );
  const counts = [...rest].map(([rule, of]) => `${of.length} ${rule}`).sort();
  return [table.toString(), ...(counts.length > 0 ? [`and INFORMATIONAL: ${counts.join(', ')}`] : [])].join('\n');
}
