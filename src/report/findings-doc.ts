import { USED_PERMISSION_REMOVED } from '../definition-files/used-permission-removed.ts';
import type { Rule } from '../findings/rule.ts';
import { RULES } from '../findings/rules.ts';

/** `docs/findings.md`, from the list of rules. */
export function findingsDoc(): string {
  return [
    '# Findings',
    '',
    'Every rule of the audit. Made from the files in `src/findings/rules` by `scripts/generate-findings-doc.ts`.',
    '',
    'A rule that lacks evidence says nothing about a role: it opens no finding, and it resolves none.',
    '',
    'Severities follow what could be done with the permissions. Whether a service faces the internet is not known to the audit, and no severity takes it into account: set your own with `AUDITOR_SEVERITY` or `--severity` where it matters.',
    '',
    '| Rule | Finds |',
    '| --- | --- |',
    ...[...RULES, USED_PERMISSION_REMOVED].map((rule) => `| [${rule.id}](#${rule.id}) | ${rule.title} |`),
    '',
    ...RULES.flatMap((rule) => chapter(rule, inSecurityHub(rule))),
    ...chapter(
      USED_PERMISSION_REMOVED,
      'of `check --account-evidence` alone, before the change is deployed; after it, the audit tells it as [removed-and-missed](#removed-and-missed)',
    ),
  ].join('\n');
}

function inSecurityHub(rule: Rule): string {
  return `GeneratorId \`ecs-role-auditor/${rule.id}\`, type \`Software and Configuration Checks/AWS Security Best Practices/${rule.classifier}\``;
}

function chapter(rule: Rule, published: string): readonly string[] {
  return [
    `## ${rule.id}`,
    '',
    `**${rule.title}.** ${rule.motivation}`,
    '',
    `- **Severity:** ${rule.severity}`,
    `- **What to do:** ${rule.remediation}`,
    `- **Needed evidence:** ${rule.evidence}`,
    `- **Not applicable:** ${rule.notApplicable}`,
    `- **Security Hub:** ${published}`,
    `- **AWS:** [${rule.page.title}](${rule.page.url})`,
    '',
  ];
}
