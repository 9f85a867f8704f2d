import type { Action } from '../../iam/action.ts';
import { accountOf, partitionOf } from '../../iam/arn.ts';
import { namesAction } from '../../iam/match-statement.ts';
import { anyOfForm, representativeArn } from '../../iam/representative-arn.ts';
import type { Role, RoleLookup } from '../../iam/role.ts';
import { roleEvaluator } from '../../iam/role-evaluator.ts';
import { mayTrustService } from '../../iam/trusts-service.ts';
import { roleBudget } from '../../rightsize/role-budget.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { statementsOf } from '../role-facts.ts';
import type { EscalationPath, Need } from './escalation-path.ts';
import { ESCALATION_PATHS } from './escalation-paths.ts';

/** A path that a role's policies, boundary and denies leave open. */
export interface OpenPath {
  readonly path: EscalationPath;
  /** The granted actions that open it. */
  readonly actions: readonly Action[];
  /** True where each need is granted on every resource that it could be about, without conditions. */
  readonly everywhere: boolean;
}

/** What is known beside the role: other roles, and on what actions are checked. */
export interface PathQuestion {
  readonly role: Role;
  readonly assessment: RoleAssessment;
  /** What IAM says of the role of an ARN, where it was asked. */
  readonly lookupOf: (arn: string) => RoleLookup | undefined;
  readonly arnFormsOf: (action: Action) => readonly string[];
}

const ROLES = 'arn:*:iam::*:role/*';

/**
 * The known ways to escalate that are open to a role, asked of the evaluator: each need on its target, with what is known of the request.
 *
 * @throws {BudgetExceeded} when the role's policies take too many steps
 */
export function openPaths(question: PathQuestion): readonly OpenPath[] {
  const grantOf = grantsOf(question);
  return ESCALATION_PATHS.flatMap((path) => {
    const grants = path.needs.map((need) => need.actions.flatMap((action) => grantOf(action, need) ?? []));
    if (grants.some((ways) => ways.length === 0)) return [];
    return [
      {
        path,
        actions: [...new Set(grants.flat().map(({ action }) => action))],
        everywhere: grants.every((ways) => ways.some((way) => way.everywhere)),
      },
    ];
  });
}

interface Granted {
  readonly action: Action;
  readonly everywhere: boolean;
}

function grantsOf(question: PathQuestion): (action: Action, need: Need) => Granted | undefined {
  const { role, assessment, arnFormsOf } = question;
  const place = { partition: partitionOf(role.arn), accountId: accountOf(role.arn) };
  const budget = roleBudget(role, 'ways to escalate');
  const { ask } = roleEvaluator(role, budget);
  const statements = statementsOf(role);
  const verdicts = new Map(assessment.actions.map((verdict) => [verdict.action.toLowerCase(), verdict]));
  /** Resources of the form that the statements which grant the action name, and one of any name. */
  const resourcesOf = (action: Action, form: string): readonly string[] => {
    budget.spend(20 * statements.length);
    const named = statements
      .filter(({ statement }) => statement.effect === 'Allow' && namesAction(statement, action))
      .flatMap(({ statement }) => statement.resource ?? [])
      .flatMap((pattern) => representativeArn(pattern, form, place) ?? []);
    return [...new Set([anyOfForm(form, place), ...named])];
  };
  return (text, need) => {
    const verdict = verdicts.get(text.toLowerCase());
    if (verdict === undefined || verdict.verdict === 'blocked') return undefined;
    const { action } = verdict;
    const among = (arns: readonly string[], facts: Readonly<Record<string, string>> = {}): Granted | undefined => {
      const answers = arns.map((arn) => ask(action, arn, facts));
      return answers.every((answer) => answer === 'closed') ? undefined : { action, everywhere: answers[0] === 'open' };
    };
    switch (need.on) {
      case 'any': {
        const forms = arnFormsOf(action);
        const each = forms.length === 0 ? [['*']] : forms.map((form) => resourcesOf(action, form));
        const ways = each.flatMap((arns) => among(arns) ?? []);
        return ways.find((way) => way.everywhere) ?? ways[0];
      }
      case 'own-role':
        return among([role.arn]);
      case 'own-boundary':
        return role.boundary === undefined ? undefined : among([role.arn]);
      case 'every-role':
        return among([anyOfForm(ROLES, place)]);
      case 'other-role':
        return among(resourcesOf(action, ROLES).filter((arn) => arn !== role.arn));
      case 'passed': {
        const passable = resourcesOf(action, ROLES).filter((arn) => mayRunAs(arn, need.service, question));
        return among(passable, { 'iam:PassedToService': need.service });
      }
    }
  };
}

/** Whether passing the role to the service leads anywhere: it is another role, and is not known to be missing or to trust others alone. */
function mayRunAs(arn: string, service: string, { role, lookupOf }: PathQuestion): boolean {
  if (arn === role.arn) return false;
  const known = lookupOf(arn);
  switch (known?.kind) {
    case 'missing':
      return false;
    case 'found': {
      const { trustPolicy } = known.role;
      return !trustPolicy.ok || mayTrustService(trustPolicy.value, service);
    }
    case 'foreign':
    case 'unreadable':
    case undefined:
      return true;
  }
}
