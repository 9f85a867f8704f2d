import { clip } from '../../base/format.ts';
import type { Finding, Severity } from '../../findings/finding.ts';
import type { Rule } from '../../findings/rule.ts';
import { RULES } from '../../findings/rules.ts';
import { worstSeverity } from '../../findings/severity.ts';
import type { SarifRule } from './sarif-types.ts';

/** GitHub: above 9.0 critical, from 7.0 high, from 4.0 medium, above 0 low. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string | undefined>> = {
  CRITICAL: '9.5',
  HIGH: '8.0',
  MEDIUM: '5.5',
  LOW: '2.0',
  INFORMATIONAL: undefined,
};

/** GitHub's limit on descriptions. */
const MAX_DESCRIPTION = 1_024;

/** Rules in SARIF's form, all of the audit by default. GitHub knows one severity for each rule: that of the worst of its findings. */
export function sarifRules(
  findings: readonly Pick<Finding, 'rule' | 'severity'>[],
  rules: readonly Rule[] = RULES,
): readonly SarifRule[] {
  const byRule = Map.groupBy(findings, ({ rule }) => rule);
  return rules.map((rule) => sarifRule(rule, worstSeverity((byRule.get(rule.id) ?? []).map((each) => each.severity))));
}

function sarifRule({ id, title, motivation, severity, remediation, page }: Rule, worst: Severity): SarifRule {
  const securitySeverity = SECURITY_SEVERITY[worst];
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: clip(title, MAX_DESCRIPTION) },
    fullDescription: { text: clip(motivation, MAX_DESCRIPTION) },
    help: {
      text: `${motivation}\n\n${remediation}\n\nSeverity: ${severity}\n\n${page.title}: ${page.url}`,
      markdown: `${motivation}\n\n${remediation}\n\n**Severity**: ${severity}\n\n[${page.title}](${page.url})`,
    },
    helpUri: page.url,
    properties: {
      tags: ['security', 'aws', 'ecs', 'iam'],
      ...(securitySeverity !== undefined && { 'security-severity': securitySeverity }),
    },
  };
}

/** The standard asks for a readable identifier: `UnusedPermissions`. */
function pascalCase(id: string): string {
  return id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
