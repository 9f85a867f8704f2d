import type { Finding, KnownFinding } from './finding.ts';
import { ruleOf } from './rules.ts';

/** The texts of an archived finding. */
export interface ArchiveText {
  readonly description: string;
  readonly remediation: string;
  /** Why, in a sentence. */
  readonly why: string;
}

/** An earlier finding in the form that archives it in the sink. Of its own texts only the title is known. */
export function archivedFinding(
  known: KnownFinding,
  { accountId, partition }: Pick<Finding, 'accountId' | 'partition'>,
  { description, remediation, why }: ArchiveText,
): Finding {
  return {
    id: known.id,
    rule: known.rule,
    severity: known.severity,
    title: known.title,
    description,
    accountId,
    partition,
    roleArn: known.roleArn,
    families: known.families,
    taskDefinitionArns: [],
    actions: known.actions ?? [],
    status: 'resolved',
    firstSeen: known.firstSeen,
    lastSeen: known.updatedAt,
    createdAt: known.createdAt,
    remediation: {
      text: remediation,
      url: ruleOf(known.rule)?.page.url ?? 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    },
    evidence: { resolution: why },
  };
}
