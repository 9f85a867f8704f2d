import { describe, expect, test } from 'vitest';
import type { EscalationPath, Need } from '../../src/findings/escalation/escalation-path.ts';
import { ESCALATION_PATHS } from '../../src/findings/escalation/escalation-paths.ts';
import type { Outcome } from '../../src/findings/rule.ts';
import type { Action } from '../../src/iam/action.ts';
import { arnFormsOf } from '../../src/iam/arn-forms.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { RoleLookup } from '../../src/iam/role.ts';
import type { RoleAssessment, Verdict } from '../../src/rightsize/verdict.ts';
import { arnOf, assess, inlinePolicy, TRUST, verdict } from './fixtures.ts';
import { draftOf, probe } from './probe.ts';

const catalog = await loadCatalog();
const everything = inlinePolicy('b', {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
});

/** The rule at a role `app` with these statements; every action that an Allow names has the verdict. */
function probing(
  statements: readonly Readonly<Record<string, unknown>>[],
  { others = [], kind = 'unused' }: { others?: readonly RoleAssessment[]; kind?: Verdict } = {},
): Outcome {
  const actions = statements.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? [Action].flat() : []));
  const app = assess('app', {
    role: {
      policies: [inlinePolicy('app', { Version: '2012-10-17', Statement: statements })],
      boundary: everything,
    },
    actions: actions.map((action) => verdict(action as Action, kind)),
  });
  return probe('privilege-escalation', app, {
    all: [app, ...others],
    arnFormsOf: (action) => arnFormsOf(action, catalog),
  });
}

const tells = (outcome: Outcome, could: string): boolean =>
  outcome.kind === 'finding' && outcome.draft.description.includes(could);
const allow = (action: string | readonly string[], resource: unknown = '*', condition?: object) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition && { Condition: condition }),
});
const firstOf = (need: Need): Action => need.actions[0] ?? 'none:None';
const statementsOf = ({ needs }: EscalationPath) => needs.map((need) => allow(firstOf(need)));
/** The path with one need's statement replaced. */
const butOne = (path: EscalationPath, place: number, change: object) =>
  statementsOf(path).map((statement, at) => (at === place ? { ...statement, ...change } : statement));

describe('every path', () => {
  test('names actions that exist', () => {
    const actions = ESCALATION_PATHS.flatMap(({ needs }) => needs.flatMap((need) => need.actions));
    expect(actions.filter((action) => catalog.indexOf(action) === undefined)).toEqual([]);
    expect(actions.filter((action) => catalog.canonical(action) !== action)).toEqual([]);
  });
  test('says what it comes to, and why', () => {
    expect(new Set(ESCALATION_PATHS.map(({ could }) => could)).size).toBe(ESCALATION_PATHS.length);
    for (const { why } of ESCALATION_PATHS) expect(why).toMatch(/^[A-Z].*\.$/);
  });
});

describe.each(ESCALATION_PATHS.map((path) => [path.could, path] as const))('could %s', (could, path) => {
  const places = path.needs.map((_, place) => place);
  test('fires by any of the actions of each need', () => {
    for (const [place, need] of path.needs.entries()) {
      for (const action of need.actions) {
        const outcome = probing(butOne(path, place, { Action: action }));
        expect(draftOf(outcome).actions).toContain(action);
        expect(tells(outcome, could)).toBe(true);
      }
    }
  });
  test('is CRITICAL on everything, unless it takes what exists', () => {
    const alone = draftOf(probing(statementsOf(path)));
    if (alone.title.endsWith('1 way')) expect(alone.severity).toBe(path.takesExisting ? 'HIGH' : 'CRITICAL');
  });
  test.each(places)('is stopped where need %i is missing', (place) => {
    expect(tells(probing(statementsOf(path).filter((_, at) => at !== place)), could)).toBe(false);
  });
  test.each(places)('is stopped by a condition on need %i', (place) => {
    const Condition = { StringEquals: { 'aws:PrincipalAccount': '999999999999' } };
    expect(tells(probing(butOne(path, place, { Condition })), could)).toBe(false);
  });
  test.each(places)('is stopped by a deny of need %i', (place) => {
    const action = path.needs[place]?.actions[0];
    const deny = { Effect: 'Deny', Action: action, Resource: '*' };
    expect(tells(probing([...statementsOf(path), deny]), could)).toBe(false);
  });
  test.each(places)('is stopped by a resource of another account at need %i', (place) => {
    const Resource = 'arn:aws:iam::999999999999:role/theirs';
    expect(tells(probing(butOne(path, place, { Resource })), could)).toBe(false);
  });
});

describe('privilege-escalation', () => {
  test('is HIGH where the statements name resources, and milder where some of it is in use', () => {
    const statements = [allow('iam:PassRole', arnOf('other')), allow('ecs:RunTask')];
    expect(draftOf(probing(statements)).severity).toBe('HIGH');
    expect(draftOf(probing(statements, { kind: 'used' })).severity).toBe('MEDIUM');
    expect(draftOf(probing([allow('iam:PassRole'), allow('ecs:RunTask')], { kind: 'used' })).severity).toBe('HIGH');
  });
  test('is fine where the action is blocked', () => {
    const statements = [allow('iam:PassRole'), allow('ecs:RunTask')];
    expect(probing(statements, { kind: 'blocked' })).toEqual({ kind: 'fine' });
  });
  test.each<[string, string, boolean]>([
    ['the role itself', arnOf('app'), true],
    ['roles by a pattern that takes it in', arnOf('a*'), true],
    ['roles below another path', arnOf('other/*'), false],
  ])('adds a policy to its own role on %s: %s', (_, resource, fires) => {
    expect(tells(probing([allow('iam:PutRolePolicy', resource)]), 'its own role')).toBe(fires);
  });
  const lambda = ['lambda:CreateFunction', 'lambda:InvokeFunction'];
  const passed = (service: string) => ({ StringEquals: { 'iam:PassedToService': service } });
  test.each<[string, object, boolean]>([
    ['to that service', allow('iam:PassRole', '*', passed('lambda.amazonaws.com')), true],
    ['to another service', allow('iam:PassRole', '*', passed('ecs-tasks.amazonaws.com')), false],
    ['that is itself', allow('iam:PassRole', arnOf('app')), false],
    ['by a path', allow('iam:PassRole', arnOf('svc/*')), true],
    ['of which nothing is known', allow('iam:PassRole', arnOf('unknown')), true],
    ['that trusts the service', allow('iam:PassRole', arnOf('trusting')), true],
    ['that trusts others alone', allow('iam:PassRole', arnOf('tasks')), false],
    ['that does not exist', allow('iam:PassRole', arnOf('gone')), false],
  ])('runs a function with a role %s', (_, statement, fires) => {
    const trusting = parsePolicy({
      ...TRUST,
      Statement: [{ ...TRUST.Statement[0], Principal: { Service: 'lambda.amazonaws.com' } }],
    });
    const others = [
      assess('tasks'),
      assess('trusting', { role: { trustPolicy: trusting } }),
      assess('gone', { lookup: { kind: 'missing', arn: arnOf('gone') } }),
    ];
    expect(tells(probing([{ ...statement }, allow(lambda)], { others }), 'run a function')).toBe(fires);
  });
  test('asks what was read of roles that no task definition names', () => {
    const app = assess('app', {
      role: {
        policies: [
          inlinePolicy('app', {
            Version: '2012-10-17',
            Statement: [allow('iam:PassRole', arnOf('gone')), allow(lambda)],
          }),
        ],
      },
      actions: ['iam:PassRole', ...lambda].map((action) => verdict(action as Action, 'unused')),
    });
    const by = (passableRoles: readonly RoleLookup[]) =>
      probe('privilege-escalation', app, { arnFormsOf: (action) => arnFormsOf(action, catalog), passableRoles }).kind;
    expect(by([])).toBe('finding');
    expect(by([{ kind: 'missing', arn: arnOf('gone') }])).toBe('fine');
    expect(by([{ kind: 'unreadable', arn: arnOf('gone'), why: 'AccessDenied' }])).toBe('finding');
  });
  test('has no boundary to lift where there is none', () => {
    const app = assess('app', {
      role: {
        policies: [
          inlinePolicy('app', { Version: '2012-10-17', Statement: allow('iam:DeleteRolePermissionsBoundary') }),
        ],
      },
      actions: [verdict('iam:DeleteRolePermissionsBoundary', 'unused')],
    });
    expect(probe('privilege-escalation', app)).toEqual({ kind: 'fine' });
  });
});
