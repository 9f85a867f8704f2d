import type { Incomplete } from '../base/incomplete.ts';
import { evaluateRules } from '../findings/evaluate-rules.ts';
import type { RuleContext } from '../findings/rule.ts';
import { compareSeverity } from '../findings/severity.ts';
import { taskRoleFamilies } from '../findings/task-role-families.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Role, RolePolicy } from '../iam/role.ts';
import { analyseTrust } from '../iam/trust.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import type { AccountReport } from './account-report.ts';
import { assessFileRole } from './assess-file-role.ts';
import type { CatalogAnswers } from './catalog-answers.ts';
import type { CheckFinding } from './check-finding.ts';
import type { Position } from './document-path.ts';
import type { FileContents, FilePlace } from './file-contents.ts';
import { roleElsewhere } from './file-role.ts';
import { FILE_RULES, POLICY_RULES } from './file-rules.ts';
import { type FileUses, fileUses } from './file-uses.ts';
import { missingExecutionRole } from './missing-execution-role.ts';
import { withOpenValues } from './open-policies.ts';
import { OPEN_ACCOUNT, OPEN_REGION, withPlaceholders } from './placeholder.ts';
import { usedPermissionRemoved } from './used-permission-removed.ts';

/** What is known beside the files. */
export interface CheckOptions {
  /** Policies of the execution and task roles whose policies no file has. */
  readonly executionPolicies?: readonly RolePolicy[];
  readonly taskPolicies?: readonly RolePolicy[];
  readonly report?: AccountReport;
  /** One for all files of a check. */
  readonly catalog: CatalogAnswers;
}

/** What came of the check of one file. */
export interface FileCheck {
  readonly findings: readonly CheckFinding[];
  /** What could not be checked. */
  readonly incomplete: readonly Incomplete[];
  /** Roles of which the files say nothing. */
  readonly elsewhere: readonly Elsewhere[];
}

/** A role of which the files do not say all. */
export interface Elsewhere {
  readonly file: string;
  readonly role: string;
  readonly why: string;
  readonly families: readonly string[];
}

/** Asks the rules of the audit that need no account of the roles and definitions of a file. */
export function checkFile(contents: FileContents, options: CheckOptions): FileCheck {
  const { file } = contents;
  const place = placeOf(contents);
  const uses = fileUses(contents);
  const known = new Map(contents.roles.map(({ role }) => [role.arn, role]));
  const assess = (role: Role): RoleAssessment => {
    const inUse = uses.inUse.get(role.arn) ?? { arn: role.arn, uses: [], byShortName: false };
    const seen = options.report?.seenOf(role, inUse) ?? new Map();
    return assessFileRole(
      withOpenValues(role, place),
      inUse,
      uses.required.get(role.arn) ?? [],
      options.catalog.grantsOf,
      seen,
    );
  };
  const named = [...uses.inUse.keys()].map((arn) => assess(known.get(arn) ?? roleBeside(arn, uses, options)));
  const others = contents.roles
    .filter(({ role }) => !uses.inUse.has(role.arn) && trustsEcs(role))
    .map(({ role }) => assess(role));
  const context: RuleContext = {
    accountId: place.accountId,
    partition: place.partition,
    now: 0,
    minWatched: 0,
    coverage: [],
    inventoryComplete: true,
    taskRoleFamilies: taskRoleFamilies([...uses.inUse.values()]),
    passableRoles: contents.roles.map(({ role }) => ({ kind: 'found', role })),
    accessLevelOf: options.catalog.accessLevelOf,
    arnFormsOf: options.catalog.arnFormsOf,
  };
  const { report } = options;
  const removed =
    report === undefined
      ? []
      : [
          usedPermissionRemoved(({ lookup, inUse }) =>
            lookup.kind === 'found' ? report.seenOf(lookup.role, inUse) : new Map(),
          ),
        ];
  const evaluations = [
    evaluateRules(named, context, [...removed, ...FILE_RULES]),
    evaluateRules(others, context, [...removed, ...POLICY_RULES]),
  ];
  const findings = evaluations.flatMap((evaluation) =>
    evaluation.findings.map(
      (finding): CheckFinding => ({
        rule: finding.rule,
        severity: finding.severity,
        title: withPlaceholders(finding.title),
        description: withPlaceholders(report === undefined ? ofTheFile(finding.description) : finding.description),
        file,
        ...positionOf(finding, contents, uses),
        family: finding.families[0] ?? '',
        families: finding.families,
        role: withPlaceholders(finding.roleArn),
        actions: finding.actions,
        remedy: withPlaceholders(finding.remediation.text),
      }),
    ),
  );
  return {
    findings: [...uses.withoutExecutionRole.map((each) => missingExecutionRole(file, each)), ...findings].sort(
      worstFirst,
    ),
    incomplete: [
      ...uses.incomplete.map(({ what, why, line, column }) => ({ what: `${file}:${line}:${column}: ${what}`, why })),
      ...evaluations.flatMap((evaluation) => evaluation.incomplete),
    ].map(({ what, why }) => ({ what: withPlaceholders(what), why: withPlaceholders(why) })),
    elsewhere: [...named, ...others].flatMap(({ lookup, inUse }): readonly Elsewhere[] => {
      if (lookup.kind !== 'found' || lookup.role.unread.length === 0) return [];
      const families = [...new Set(inUse.uses.map(({ family }) => family))];
      return [
        {
          file,
          role: withPlaceholders(lookup.role.name),
          why: withPlaceholders(lookup.role.unread.join('; ')),
          families,
        },
      ];
    }),
  };
}

/** A role that the file does not have, with the policies that the user says are its own. */
function roleBeside(arn: RoleArn, { namedBy }: FileUses, { executionPolicies, taskPolicies }: CheckOptions): Role {
  const jobs = new Set((namedBy.get(arn) ?? []).map(({ job }) => job));
  const given = [
    ...(jobs.has('execution') ? (executionPolicies ?? []) : []),
    ...(jobs.has('task') ? (taskPolicies ?? []) : []),
  ];
  const role = roleElsewhere(arn);
  return given.length === 0 ? role : { ...role, policies: given, unread: [] };
}

function trustsEcs({ trustPolicy }: Role): boolean {
  return trustPolicy.ok && analyseTrust(trustPolicy.value).principals.some(({ name }) => /^ecs-tasks\./.test(name));
}

/** Where the roles of a file are: its definitions say it, or else nothing does. */
function placeOf({ definitions, roles }: FileContents): FilePlace {
  const [, partition = 'aws', , , accountId] = (roles[0]?.role.arn ?? '').split(':');
  const ofRoles = {
    region: OPEN_REGION,
    accountId: accountId === undefined ? OPEN_ACCOUNT : (accountId as FilePlace['accountId']),
    partition,
  };
  return definitions[0]?.place ?? ofRoles;
}

/** The field that needs what is missing, else the role's own place, else where a definition names it. */
function positionOf(
  finding: { readonly rule: string; readonly roleArn: string; readonly evidence: Readonly<Record<string, string>> },
  { roles }: FileContents,
  { namedBy }: FileUses,
): Position {
  const by = namedBy.get(finding.roleArn as RoleArn) ?? [];
  const field =
    finding.rule === 'execution-role-missing-permission' ? fieldIn(finding.evidence['fields'] ?? '') : undefined;
  const owner = by.find(({ definition }) => definition.definition.family === field?.family) ?? by[0];
  if (field !== undefined && owner !== undefined) return owner.definition.positionOf(field.field);
  const own = roles.find(({ role }) => role.arn === finding.roleArn);
  if (own !== undefined) return own.position;
  return owner === undefined ? { line: 1, column: 1 } : owner.definition.positionOf(`${owner.job}RoleArn`);
}

/** `my-app (containerDefinitions[0].image), …`: the first of them. */
function fieldIn(fields: string): { readonly family: string; readonly field: string } | undefined {
  const [, family, field] = /^(\S+) \(([^)]*)\)/.exec(fields) ?? [];
  return family === undefined || field === undefined ? undefined : { family, field };
}

/** Without what is said of use: in files nothing is seen in use. */
function ofTheFile(description: string): string {
  return description
    .split(/(?<=\.)\s+(?=[A-Z])/)
    .filter((sentence) => !/seen in use|were in use|not seen to use/.test(sentence))
    .join(' ');
}

function worstFirst(a: CheckFinding, b: CheckFinding): number {
  return compareSeverity(a.severity, b.severity) || a.line - b.line || a.column - b.column;
}
