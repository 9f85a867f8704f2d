import { assertNever } from '../base/assert-never.ts';
import { byText } from '../base/by-text.ts';
import { clip } from '../base/format.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { BudgetExceeded } from '../base/step-budget.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';
import { effortOf } from '../rightsize/role-budget.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import type { Finding } from './finding.ts';
import { accountArn, type FindingId, findingId, roleKeyOf } from './finding-id.ts';
import { arnOf, familiesOf, taskDefinitionsOf } from './role-facts.ts';
import type { FindingDraft, Outcome, Rule, RuleContext } from './rule.ts';
import { RULES, ruleOf } from './rules.ts';
import { compareSeverity } from './severity.ts';

/** The outcomes of all rules at all roles: findings, and for the rest whether the rule concluded or lacked evidence. */
export interface RuleEvaluation {
  /** Worst first. Dates are those of this run until `reconcile` replaces them by the sink's. */
  readonly findings: readonly Finding[];
  /** Ids for which the rule concluded: a finding, fine, or not applicable. */
  readonly concluded: ReadonlySet<string>;
  /** Ids for which the rule lacked evidence, with the actions in doubt in lower case, or `all`. */
  readonly unavailable: ReadonlyMap<string, ReadonlySet<string> | 'all'>;
  /** The same doubts, by role and rule. */
  readonly inDoubt: readonly { readonly roleArn: string; readonly rule: string }[];
  /** Rules that would have taken too many steps at a role, and roles that no rule looked at for want of time. */
  readonly incomplete: readonly Incomplete[];
  /**
   * ARNs of the roles that IAM answered for (found, missing, foreign). A remembered finding of such an ARN under an id that is in
   * neither of the above belongs to an earlier role of that name, or to a rule that is no more.
   */
  readonly roleArns: ReadonlySet<string>;
  /** ARNs of every role that was assessed, unreadable ones too. */
  readonly inUseArns: ReadonlySet<string>;
}

/**
 * Evaluates every rule, or those that are given, at every role. Deterministic: the same input gives the same findings in the same
 * order.
 */
export function evaluateRules(
  assessments: readonly RoleAssessment[],
  context: RuleContext,
  rules: readonly Rule[] = RULES,
): RuleEvaluation {
  const findings: Finding[] = [];
  const concluded = new Set<string>();
  const unavailable = new Map<string, ReadonlySet<string> | 'all'>();
  const inDoubt: { roleArn: string; rule: string }[] = [];
  const incomplete: Incomplete[] = [];
  const take = (rule: Rule, subject: Subject, probe: () => Outcome): void => {
    const { accountId, partition } = context;
    const id = findingId({ partition, accountId, roleKey: subject.key, rule: rule.id });
    const outcome = withinBudget(probe, `Rule ${rule.id} of ${subject.arn}`, incomplete);
    switch (outcome.kind) {
      case 'finding':
        findings.push(toFinding(id, rule, subject, outcome.draft, context));
        concluded.add(id);
        break;
      case 'fine':
      case 'notApplicable':
        concluded.add(id);
        break;
      case 'unavailable':
        inDoubt.push({ roleArn: subject.arn, rule: rule.id });
        unavailable.set(id, outcome.about ? new Set(outcome.about.map((action) => action.toLowerCase())) : 'all');
        break;
      default:
        assertNever(outcome);
    }
  };
  // Time that runs out is at the cost of the roles that take most of it.
  for (const assessment of assessments.toSorted((a, b) => effortOf(a.lookup) - effortOf(b.lookup))) {
    const subject = roleSubject(assessment);
    let late: string | undefined;
    for (const rule of rules) {
      if (rule.scope === 'account') continue;
      // Of a role that could not be read little is asked, and it is named already.
      if (assessment.lookup.kind !== 'unreadable') late ??= context.outOfTime?.();
      const why = late;
      take(rule, subject, () =>
        why === undefined ? rule.probe(assessment, context, assessments) : { kind: 'unavailable', why },
      );
    }
    if (late !== undefined) incomplete.push({ what: `Rules of ${subject.arn}`, why: late });
  }
  for (const rule of rules) {
    if (rule.scope !== 'account') continue;
    take(rule, accountSubject(context), () =>
      context.narrowed === true
        ? { kind: 'unavailable', why: 'the run is about some of the roles alone' }
        : rule.probe(assessments, context),
    );
  }
  findings.sort(compareFindings);
  const answered = assessments.filter((assessment) => assessment.lookup.kind !== 'unreadable');
  return {
    findings,
    concluded,
    unavailable,
    inDoubt,
    incomplete,
    roleArns: new Set(answered.map(arnOf)),
    inUseArns: new Set(assessments.map(arnOf)),
  };
}

/** The finding of one rule at one role; `undefined` where it has none, or the rule is not in the list. */
export function evaluateRule(
  ruleId: string,
  assessment: RoleAssessment,
  all: readonly RoleAssessment[],
  context: RuleContext,
): Finding | undefined {
  const rule = ruleOf(ruleId);
  if (rule === undefined || rule.scope === 'account') return undefined;
  const outcome = rule.probe(assessment, context, all);
  if (outcome.kind !== 'finding') return undefined;
  const { accountId, partition } = context;
  const subject = roleSubject(assessment);
  const id = findingId({ partition, accountId, roleKey: subject.key, rule: ruleId });
  return toFinding(id, rule, subject, outcome.draft, context);
}

/** Order by severity, worst first, then by the rule's place in the list, then by role and id. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareSeverity(a.severity, b.severity) ||
    placeOf(a.rule) - placeOf(b.rule) ||
    byText(a.roleArn, b.roleArn) ||
    byText(a.id, b.id)
  );
}

function placeOf(id: string): number {
  return RULES.findIndex((rule) => rule.id === id);
}

/** What a finding is about. */
interface Subject extends Pick<Finding, 'role' | 'families' | 'taskDefinitionArns'> {
  /** The role's part of the finding's id. */
  readonly key: string;
  readonly arn: string;
}

function roleSubject(assessment: RoleAssessment): Subject {
  const { lookup } = assessment;
  return {
    key: roleKeyOf(lookup),
    arn: arnOf(assessment),
    ...(lookup.kind === 'found' && { role: lookup.role }),
    families: familiesOf(assessment),
    taskDefinitionArns: taskDefinitionsOf(assessment),
  };
}

function accountSubject({ partition, accountId }: RuleContext): Subject {
  return { key: 'account', arn: accountArn(partition, accountId), families: [], taskDefinitionArns: [] };
}

/** The outcome of a probe; a probe that takes too many steps is named, and says nothing. */
function withinBudget(probe: () => Outcome, what: string, incomplete: Incomplete[]): Outcome {
  try {
    return probe();
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    incomplete.push({ what, why: error.message });
    return { kind: 'unavailable', why: error.message };
  }
}

function toFinding(id: FindingId, rule: Rule, subject: Subject, draft: FindingDraft, context: RuleContext): Finding {
  return {
    id,
    rule: rule.id,
    severity: context.severities?.[rule.id] ?? draft.severity,
    title: clip(stripControlCharacters(draft.title), 256),
    description: clip(
      stripControlCharacters(draft.passing === undefined ? draft.description : `${draft.description} ${draft.passing}`),
      1024,
    ),
    ...(draft.passing !== undefined && { lasting: draft.description }),
    ...(draft.reason !== undefined && { reason: clip(stripControlCharacters(draft.reason), 256) }),
    accountId: context.accountId,
    partition: context.partition,
    roleArn: subject.arn,
    ...(subject.role !== undefined && { role: subject.role }),
    families: subject.families,
    taskDefinitionArns: subject.taskDefinitionArns,
    actions: draft.actions,
    status: 'open',
    firstSeen: context.now,
    lastSeen: context.now,
    remediation: { text: clip(stripControlCharacters(draft.remediation ?? rule.remediation), 512), url: rule.page.url },
    evidence: draft.evidence,
  };
}
