import { inflateRawSync } from 'node:zlib';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type AwsSecurityFinding, GetFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { KnownBlock } from '@slack/types';
import type { AwsSession } from '../../src/aws/client/session.ts';
import { counted } from '../../src/base/format.ts';
import type { AuditSummary } from '../../src/report/audit-summary.ts';
import type { RunTotals } from '../../src/report/run-totals.ts';
import { slackText } from '../../src/report/slack/slack-text.ts';
import type { SlackMessage } from '../../src/sandbox/sandbox-state.ts';
import { nightName } from './night.ts';

/** Every finding that Security Hub holds. */
export async function findingsIn(session: AwsSession): Promise<readonly AwsSecurityFinding[]> {
  const { Findings: findings = [], NextToken: more } = await session
    .client(SecurityHubClient)
    .send(new GetFindingsCommand({ MaxResults: 100 }));
  if (more !== undefined) throw new Error('Cannot read all findings: expected at most 100, found more');
  return findings;
}

const COLUMNS = ['role', 'rule', 'severity', 'record', 'workflow', 'created', 'first', 'last', 'updated', 'note'];

/** Findings as a line of headings and a sorted line each, cells two spaces apart. A date is the name of its night; no note is `-`. */
export function hubTable(findings: readonly AwsSecurityFinding[]): readonly string[] {
  const lines = findings.map((finding) => [
    finding.Resources?.find(({ Type }) => Type === 'AwsIamRole')
      ?.Id?.split('/')
      .at(-1) ?? '-',
    finding.GeneratorId?.split('/').at(-1) ?? '-',
    finding.Severity?.Label ?? finding.FindingProviderFields?.Severity?.Label ?? '-',
    finding.RecordState ?? '-',
    finding.Workflow?.Status ?? '-',
    nightName(finding.CreatedAt),
    nightName(finding.FirstObservedAt),
    nightName(finding.LastObservedAt),
    nightName(finding.UpdatedAt),
    finding.Note?.Text ?? '-',
  ]);
  return [COLUMNS.join('  '), ...lines.map((cells) => cells.join('  ')).sort()];
}

/** What the channel shows of a message: its lines that are not empty, without the addresses of report and console. */
export function messageText(message: SlackMessage): string {
  return slackText(message.blocks as unknown as readonly KnownBlock[])
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^(\[[^\]]+\]) https:\S+$/, '$1')
        .replace(/^(Report:) s3:\S+$/, '$1'),
    )
    .filter((line) => line !== '' && !/^─+$/.test(line))
    .join('\n');
}

const COUNTS = ['opened', 'reopened', 'updated', 'unchanged', 'resolved', 'unconfirmed', 'suppressed'] as const;

/** What a summary says of findings and of what is incomplete: `2 opened, 5 unchanged`, then a line for each loss. */
export function changesText(summary: AuditSummary): string {
  const counts = COUNTS.filter((name) => summary[name] > 0).map((name) => `${summary[name]} ${name}`);
  return [counts.join(', '), ...summary.incomplete.map(({ what, why }) => `${what}: ${why}`)].join('\n');
}

/** The trend that a stored page shows, a line for each night, the latest last. */
export async function trendIn(session: AwsSession, uri: string): Promise<string> {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const { Body: body } = await session.client(S3Client).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const page = (await body?.transformToString('utf8')) ?? '';
  const packed = /<script type="text\/plain" id="data">([^<]+)</.exec(page)?.[1] ?? '';
  const data = JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')) as {
    readonly history: readonly RunTotals[];
  };
  return data.history.map(trendLine).join('\n');
}

/** `2: 1 critical, 2 low, 1 not checked, 1 suppressed; 5 roles, incomplete`. */
function trendLine({ at, roles, findings, notLookedAt = 0, suppressed, complete }: RunTotals): string {
  const counts = [
    ...Object.entries(findings),
    ['not checked', notLookedAt] as const,
    ['suppressed', suppressed] as const,
  ]
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name.toLowerCase()}`);
  const ending = complete ? '' : ', incomplete';
  return `${nightName(new Date(at).toISOString())}: ${counts.join(', ')}; ${counted(roles, 'role')}${ending}`;
}
