import { digest } from '../../base/digest.ts';
import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { CheckFinding } from '../../definition-files/check-finding.ts';
import { FILE_RULES } from '../../definition-files/file-rules.ts';
import { USED_PERMISSION_REMOVED } from '../../definition-files/used-permission-removed.ts';
import { LEVELS, MOST_RESULTS, SCHEMA } from '../sarif/sarif-log.ts';
import { sarifRules } from '../sarif/sarif-rules.ts';
import type { SarifLog, SarifResult, SarifRule } from '../sarif/sarif-types.ts';
import type { CheckResult } from './check-result.ts';

const MOST_CHARACTERS = 4_000;

/** The result as a SARIF log, with the places in the files. */
export function checkSarif({ findings, incomplete }: CheckResult, { version }: { readonly version: string }): SarifLog {
  const rules = sarifRules(findings, [...FILE_RULES, USED_PERMISSION_REMOVED]);
  const seen = new Map<string, number>();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ecs-role-auditor', semanticVersion: version, rules } },
        automationDetails: { id: 'ecs-role-auditor/check/' },
        invocations: [
          {
            executionSuccessful: incomplete.length === 0,
            toolExecutionNotifications: incomplete.map(({ what, why }) => ({
              level: 'warning',
              message: { text: text(`Could not be checked: ${what}: ${why}`) },
            })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: findings.slice(0, MOST_RESULTS).map((finding) => resultOf(finding, rules, seen)),
      },
    ],
  };
}

function resultOf(finding: CheckFinding, rules: readonly SarifRule[], seen: Map<string, number>): SarifResult {
  const { rule, severity, title, description, remedy, file, line, column, role, families } = finding;
  // Lines move; the role of the definition stays.
  const key = digest([file, rule, role, ...families].join('\n'));
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: LEVELS[severity],
    message: { text: [title, description, remedy].map(text).join('\n\n') },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column },
        },
        logicalLocations: [
          { name: text(role || finding.family), fullyQualifiedName: text(role || finding.family), kind: 'resource' },
        ],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${key}:${count}` },
    properties: { severity, role: text(role), families: families.map(text) },
  };
}

function uriOf(file: string): string {
  const parts = file.replaceAll('\\', '/').replace(/^\.\//, '').split('/');
  return parts.map(encodeURIComponent).join('/');
}

function text(given: string): string {
  return clip(stripControlCharacters(given), MOST_CHARACTERS);
}
