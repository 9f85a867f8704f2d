import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { memoize } from '../../base/memoize.ts';
import { accountOf, partitionOf } from '../../iam/arn.ts';
import { spansType } from '../../iam/arn-forms.ts';
import { namesAction } from '../../iam/match-statement.ts';
import { patternCovers } from '../../iam/pattern.ts';
import { representativeArn } from '../../iam/representative-arn.ts';
import type { Role } from '../../iam/role.ts';
import { roleEvaluator } from '../../iam/role-evaluator.ts';
import { roleBudget } from '../../rightsize/role-budget.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { isAdministrator } from '../is-administrator.ts';
import { familiesOf, jobsOf, statementsOf, unreadPolicies, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** The reads by which the ECS agent fetches what task definitions declare; `kms:Decrypt` only ever follows one of them. */
const FETCHES = ['secretsmanager:GetSecretValue', 'ssm:GetParameters', 'ssm:GetParameter'] as const;

const FORMS = ['arn:*:secretsmanager:*:*:secret:*', 'arn:*:ssm:*:*:parameter/*'];

/** Fires on an execution role whose reach into secrets and parameters is wider than what task definitions name. */
export const secretsBeyondDeclared = {
  id: 'secrets-beyond-declared',
  title: 'Execution role can read secrets that no task definition names',
  motivation:
    'The ECS agent fetches only what task definitions declare. What it may read beyond that serves whoever can register a task definition.',
  severity: 'MEDIUM for every secret of the account, LOW where the statements name some.',
  remediation: 'Name in the statement the secrets and parameters that the task definitions declare.',
  page: { title: 'Amazon ECS task execution IAM role', url: `${ECS_DEVELOPER_GUIDE}/task_execution_IAM_role.html` },
  evidence: 'Every policy of the role, and every task definition of every Region.',
  notApplicable:
    'The role is also a task role, has administrator access, does not exist, or belongs to another account.',
  classifier: 'Excessive Reach',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withRole(assessment, (role) => {
    if (jobsOf(assessment).has('task')) {
      return { kind: 'notApplicable', why: 'the application may read secrets that no task definition names' };
    }
    if (isAdministrator(role)) return { kind: 'notApplicable', why: 'administrator-access covers it' };
    const fetched = assessment.required.filter(({ action }) => FETCHES.some((fetch) => fetch === action));
    const declared = fetched.flatMap(({ resources }) => resources);
    const fields = [...new Set(fetched.map(({ field }) => field))].sort(byText);
    const reaches = memoize(reachedBy(role));
    const beyond = statementsOf(role)
      .filter(({ statement }) => statement.effect === 'Allow')
      .flatMap(({ statement }) =>
        FETCHES.filter((action) => namesAction(statement, action)).flatMap((action) =>
          (statement.resource ?? ['*']).filter((resource) => reaches(action)(resource)),
        ),
      )
      .filter((resource) => !declared.some((own) => patternCovers(own, resource)));
    if (beyond.length === 0) {
      const unread = unreadPolicies(role);
      return unread === undefined ? { kind: 'fine' } : { kind: 'unavailable', why: unread };
    }
    if (!context.inventoryComplete) {
      return { kind: 'unavailable', why: 'not every task definition was read: one of them may name these secrets' };
    }
    const wide = [...new Set(beyond)].sort(byText);
    const named = [...new Set(declared)].sort(byText);
    return {
      kind: 'finding',
      draft: {
        severity: wide.some((resource) => spansType(resource, FORMS)) ? 'MEDIUM' : 'LOW',
        title: `Execution role ${role.name} can read secrets that no task definition names`,
        description: `The ECS agent may fetch ${listed(wide, 4)}; the task definitions of ${listed(familiesOf(assessment), 4)} name ${
          named.length === 0 ? 'none' : `${listed(named, 4)} (${listed(fields, 2)})`
        }.`,
        reason: `reaches ${listed(wide, 2)}, of which task definitions name ${counted(named.length, 'secret')}`,
        actions: [],
        remediation:
          named.length === 0
            ? 'Remove the statements about secrets and parameters.'
            : `List only ${listed(named, 4)} in the Resource element.`,
        evidence: { granted: wide.slice(0, 20).join(' '), declared: named.slice(0, 20).join(' ') },
      },
    };
  });
}

/** By action and pattern: whether the role may fetch something that the pattern takes in, denies and boundary included. */
function reachedBy(role: Role): (action: string) => (pattern: string) => boolean {
  const place = { partition: partitionOf(role.arn), accountId: accountOf(role.arn) };
  const { ask } = roleEvaluator(role, roleBudget(role, 'secrets that it may fetch'));
  return (action) => {
    const isClosed = memoize((arn: string) => ask(action, arn) === 'closed');
    return memoize((pattern: string) => {
      const [serviceOfAction, serviceOfPattern = '*'] = [action.split(':', 1)[0], pattern.split(':')[2]];
      if (serviceOfPattern !== serviceOfAction && !/[*?]/.test(serviceOfPattern)) return false;
      const arns = FORMS.flatMap((form) => representativeArn(pattern, form, place) ?? []);
      const ofTheAction = arns.filter((arn) => arn.split(':')[2] === serviceOfAction);
      // What lies in another account cannot be asked about, and counts as written.
      return arns.length === 0 || ofTheAction.some((arn) => !isClosed(arn));
    });
  };
}
