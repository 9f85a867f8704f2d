import { describe, expect, it } from 'vitest';
import type { RegionInventory } from '../../src/ecs/inventory.ts';
import { requiredByRole } from '../../src/ecs/required-permissions.ts';
import { parseRoleReference } from '../../src/ecs/role-reference.ts';
import { rolesInUse } from '../../src/ecs/roles-in-use.ts';
import { ACCOUNT, definition, EXECUTION_ROLE, TASK_ROLE } from './definition.ts';

const account = { accountId: ACCOUNT, partition: 'aws' } as const;

function inventory(parts: Partial<RegionInventory> = {}): RegionInventory {
  return {
    region: 'eu-west-1',
    taskDefinitions: [],
    overrides: [],
    execEnabled: [],
    unreadTaskDefinitions: [],
    incomplete: [],
    ...parts,
  };
}

describe('parseRoleReference()', () => {
  it('completes a short name with the account, without a path', () => {
    const cn = parseRoleReference('legacy', { accountId: ACCOUNT, partition: 'aws-cn' });
    expect(cn).toEqual({ ok: true, value: { arn: `arn:aws-cn:iam::${ACCOUNT}:role/legacy`, byShortName: true } });
  });

  it.each([
    'svc/team/x',
    'with space',
    '',
    'arn:aws:iam::123456789012:user/bob',
    'arn:aws:iam::12:role/x',
    'a'.repeat(65),
  ])('refuses "%s" and says what would be right', (text) => {
    const parsed = parseRoleReference(text, account);
    expect(parsed.ok ? '' : parsed.problem).toContain(`"${text}": expected`);
  });
});

describe('rolesInUse()', () => {
  it('lists each role once with every definition and job that names it', () => {
    const both = definition({ taskRoleArn: TASK_ROLE, executionRoleArn: TASK_ROLE });
    const { roles } = rolesInUse([inventory({ taskDefinitions: [both] })], account);
    expect(roles.map(({ arn, uses }) => [arn, uses.map(({ job }) => job)])).toEqual([
      [TASK_ROLE, ['task', 'execution']],
    ]);
  });

  it('resolves a short name to the full ARN that another Region gives, since names are unique in an account', () => {
    const withPath = `arn:aws:iam::${ACCOUNT}:role/svc/team/app-task`;
    const named = definition({ taskRoleArn: 'app-task', executionRoleArn: undefined });
    const full = definition({ taskRoleArn: withPath, executionRoleArn: undefined, revision: 8 });
    const { roles } = rolesInUse(
      [inventory({ taskDefinitions: [named] }), inventory({ region: 'us-east-1', taskDefinitions: [full] })],
      account,
    );
    expect(roles.map(({ arn, byShortName, uses }) => [arn, byShortName, uses.length])).toEqual([[withPath, true, 2]]);
  });

  it('does not take a short name for the role of another account', () => {
    const foreign = definition({ taskRoleArn: 'arn:aws:iam::999999999999:role/app', executionRoleArn: 'app' });
    const { roles } = rolesInUse([inventory({ taskDefinitions: [foreign] })], account);
    expect(roles.map(({ arn }) => arn)).toEqual([
      `arn:aws:iam::${ACCOUNT}:role/app`,
      'arn:aws:iam::999999999999:role/app',
    ]);
  });

  it('adds the roles of running tasks, also of definitions that were not read', () => {
    const override = {
      region: 'eu-west-1',
      taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/c/1',
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/gone:3',
      taskRoleArn: 'debug',
    } as const;
    const { roles } = rolesInUse([inventory({ overrides: [override, { ...override, taskArn: 'other' }] })], account);
    expect(roles).toMatchObject([
      {
        arn: `arn:aws:iam::${ACCOUNT}:role/debug`,
        uses: [{ job: 'task', family: 'gone', revision: 3, override: true }],
      },
    ]);
    expect(roles[0]?.uses).toHaveLength(1);
  });

  it('states a reference that cannot be read, and keeps the rest', () => {
    const { roles, problems } = rolesInUse(
      [inventory({ taskDefinitions: [definition({ taskRoleArn: 'not a role' })] })],
      account,
    );
    expect(roles.map(({ arn }) => arn)).toEqual([EXECUTION_ROLE]);
    expect(problems).toMatchObject([
      { what: expect.stringContaining('taskRoleArn of arn:aws:ecs'), why: expect.any(String) },
    ]);
  });
});

describe('requiredByRole()', () => {
  const image = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/app`;
  const app = definition({ containerDefinitions: [{ name: 'app', image }] });

  it('asks the role of an override for what the definition requires', () => {
    const override = {
      region: 'eu-west-1',
      taskArn: 't',
      taskDefinitionArn: app.taskDefinitionArn,
      executionRoleArn: 'other-execution',
    } as const;
    const byRole = requiredByRole([inventory({ taskDefinitions: [app], overrides: [override] })], account);
    expect([...byRole.keys()]).toEqual([EXECUTION_ROLE, `arn:aws:iam::${ACCOUNT}:role/other-execution`]);
  });

  it('asks the task role for ECS Exec only where a service or task has it', () => {
    const exec = requiredByRole([inventory({ taskDefinitions: [app], execEnabled: [app.taskDefinitionArn] })], account);
    expect(exec.get(TASK_ROLE)?.map(({ action }) => action)).toContain('ssmmessages:OpenDataChannel');
    expect(requiredByRole([inventory({ taskDefinitions: [app] })], account).get(TASK_ROLE)).toBeUndefined();
  });
});
