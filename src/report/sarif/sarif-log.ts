import { digest } from '../../base/digest.ts';
import { clip, grouped } from '../../base/format.ts';
import { nameAtEnd } from '../../base/name-at-end.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { toIso } from '../../base/time.ts';
import { compareFindings } from '../../findings/evaluate-rules.ts';
import type { Finding, Severity } from '../../findings/finding.ts';
import { acceptanceText } from '../acceptance-text.ts';
import type { AuditResult } from '../audit-result.ts';
import { more } from '../text/bounded-list.ts';
import { sarifRules } from './sarif-rules.ts';
import type { SarifLocation, SarifLog, SarifResult, SarifRule } from './sarif-types.ts';

/** GitHub's code scanning refuses a run with more. */
export const MOST_RESULTS = 25_000;
/** Where the standard's own schema is. */
export const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** Characters of a text: only hostile names make one longer. */
const MAX_TEXT = 4_000;

/** The level of a result by its severity. */
export const LEVELS: Readonly<Record<Severity, SarifResult['level']>> = {
  CRITICAL: 'error',
  HIGH: 'error',
  MEDIUM: 'warning',
  LOW: 'note',
  INFORMATIONAL: 'note',
};

/**
 * The findings as a SARIF log that GitHub's code scanning takes ("SARIF support for code scanning"). Nothing of IAM lies in a
 * file, but code scanning wants one for each result: it is given a path that is made of the role's ARN, the same in every run.
 * Suppressed findings are results with a `suppressions`, which GitHub does not heed: leave them out before an upload there.
 */
export function sarifLog(result: AuditResult, { version }: { readonly version: string }): SarifLog {
  const rules = sarifRules(result.findings);
  const findings = [...result.findings].sort(compareFindings);
  const left = findings.length - MOST_RESULTS;
  const lost = [
    ...result.incomplete.map(({ what, why }) => `Incomplete: ${what}: ${why}`),
    ...(left > 0 ? [`Only the ${grouped(MOST_RESULTS)} worst findings are listed: ${more(left)}`] : []),
  ];
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ecs-role-auditor', semanticVersion: version, rules } },
        // What comes before the last slash tells uploads of several accounts into one repository apart.
        automationDetails: { id: `ecs-role-auditor/${result.accountId}/` },
        invocations: [
          {
            executionSuccessful: lost.length === 0,
            startTimeUtc: toIso(result.startedAt),
            endTimeUtc: toIso(result.finishedAt),
            toolExecutionNotifications: lost.map((text) => ({
              level: 'warning',
              message: { text: clip(stripControlCharacters(text), MAX_TEXT) },
            })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: findings.slice(0, MOST_RESULTS).map((finding) => sarifResult(finding, rules)),
      },
    ],
  };
}

function sarifResult(finding: Finding, rules: readonly SarifRule[]): SarifResult {
  const { severity, title, description, remediation, acceptance, owner } = finding;
  const text = [title, description, remediation.text]
    .map((part) => clip(stripControlCharacters(part), MAX_TEXT))
    .join('\n\n');
  return {
    ruleId: finding.rule,
    ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
    level: LEVELS[severity],
    message: { text },
    locations: [locationOf(finding)],
    // GitHub knows a result again by the first name alone; it would make one of the file's text, which does not exist.
    partialFingerprints: { primaryLocationLineHash: `${digest(finding.id)}:1`, 'findingId/v1': finding.id },
    ...(finding.status === 'suppressed' && {
      suppressions: [
        {
          kind: 'external',
          status: 'accepted',
          justification: acceptance === undefined ? '' : clip(acceptanceText(acceptance), MAX_TEXT),
        },
      ],
    }),
    properties: {
      severity,
      status: finding.status,
      role: stripControlCharacters(finding.roleArn),
      families: finding.families.map(stripControlCharacters),
      firstSeen: toIso(finding.firstSeen),
      ...(owner !== undefined && { owner: stripControlCharacters(owner) }),
    },
  };
}

function locationOf({ roleArn }: Finding): SarifLocation {
  const path = stripControlCharacters(roleArn)
    .split(/[:/]+/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map(encodeURIComponent)
    .join('/');
  return {
    physicalLocation: { artifactLocation: { uri: path }, region: { startLine: 1 } },
    logicalLocations: [
      {
        name: stripControlCharacters(nameAtEnd(roleArn)),
        fullyQualifiedName: stripControlCharacters(roleArn),
        kind: 'resource',
      },
    ],
  };
}
