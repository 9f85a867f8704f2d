import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { problem } from '../../src/base/result.ts';
import { RULES } from '../../src/findings/rules.ts';
import type { Action } from '../../src/iam/action.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { RoleElsewhere } from '../../src/iam/role.ts';
import type { EvidenceSwitch } from '../../src/rightsize/evidence-switches.ts';
import type { DeniedAttempt, RoleAssessment } from '../../src/rightsize/verdict.ts';
import {
  ACCOUNT,
  allow,
  arnOf,
  assess,
  DAY,
  inlinePolicy,
  managedPolicy,
  NOW,
  need,
  roleNamed,
  TRUST,
  unreadable,
  use,
  verdict,
} from './fixtures.ts';
import { draftOf, probe } from './probe.ts';

const missing: RoleAssessment = assess('gone', { lookup: { kind: 'missing', arn: arnOf('gone') } });
const foreignArn = 'arn:aws:iam::999999999999:role/theirs' as const;
const foreign: RoleAssessment = assess('theirs', {
  inUse: { arn: foreignArn, uses: [use('task')], byShortName: false },
  lookup: { kind: 'foreign', arn: foreignArn, accountId: '999999999999' },
});
const denied = (action: DeniedAttempt['action'], over: Partial<DeniedAttempt> = {}): DeniedAttempt => ({
  action,
  first: NOW - 5 * DAY,
  last: NOW - DAY,
  count: 7,
  resources: [],
  errorCode: 'AccessDenied',
  ...over,
});

test('every file of src/findings/rules is a rule of the list, by its own name', () => {
  const files = readdirSync('src/findings/rules').map((name) => name.replace(/\.ts$/, ''));
  expect(files.sort()).toEqual(RULES.map(({ id }) => id).sort());
});

describe('every rule that looks at roles', () => {
  const rules = RULES.map(({ id }) => id).filter((rule) => !['evidence-gap', 'task-uses-instance-role'].includes(rule));
  test.each(rules.filter((rule) => rule !== 'foreign-role'))(
    '%s is unavailable, not fine, where IAM could not be read',
    (rule) => {
      expect(probe(rule, unreadable('x')).kind).toBe('unavailable');
    },
  );
  test.each(rules.filter((rule) => rule !== 'missing-role' && rule !== 'foreign-role'))(
    '%s does not apply to a role that is missing or of another account',
    (rule) => {
      expect(probe(rule, missing).kind).toBe('notApplicable');
      expect(probe(rule, foreign).kind).toBe('notApplicable');
    },
  );
});

describe('unused-permissions', () => {
  const granted = (...actions: readonly (readonly [Parameters<typeof verdict>[0], Parameters<typeof verdict>[1]])[]) =>
    assess('app', { actions: actions.map(([action, kind]) => verdict(action, kind)) });

  test('names the unused actions, how many they are of, and the window', () => {
    const draft = draftOf(probe('unused-permissions', granted(['s3:PutObject', 'unused'], ['s3:GetObject', 'used'])));
    expect(draft).toMatchObject({
      severity: 'MEDIUM',
      title: 'app is granted 1 permission that it does not use',
      actions: ['s3:PutObject'],
    });
    expect(draft.description).toBe(
      '1 of 2 granted actions was watched for in every enabled Region and never used: s3:PutObject. Granted by inline policy app.',
    );
    expect(draft.passing).toBe('Watched from 2026-08-24 to 2026-11-22 (90 days).');
    expect(draft.evidence).toMatchObject({ watchedFrom: '2026-08-24', watchedTo: '2026-11-22' });
  });
  test('says what to take out of policies that can be edited, and to replace those that AWS maintains', () => {
    const by = (policy: string) => ({ grantedBy: [{ policy, index: 0 }] });
    const policies = [
      allow('own', 's3:*'),
      managedPolicy('Shared', 'sqs:SendMessage', false),
      managedPolicy('SecretsManagerReadWrite'),
    ];
    const own = [
      verdict('s3:PutObject', 'unused', by('inline policy own')),
      verdict('sqs:SendMessage', 'unused', by('managed policy Shared')),
    ];
    const ofAws = verdict('lambda:CreateFunction', 'unused', by('managed policy SecretsManagerReadWrite'));
    const removal = 'Remove s3:PutObject and sqs:SendMessage from inline policy own and managed policy Shared.';
    const replacement =
      'Replace managed policy SecretsManagerReadWrite, which AWS maintains and you cannot edit, with a policy of your own.';
    const rest =
      'Run ecs-role-auditor policy app --as diff to see the change. Add the new policy, watch, then detach the old ones, in one environment first.';
    const used = verdict('s3:GetObject', 'used', by('inline policy own'));
    const told = (actions: typeof own) =>
      draftOf(probe('unused-permissions', assess('app', { actions: [used, ...actions], role: { policies } })))
        .remediation;
    expect(told(own)).toBe(`${removal} ${rest}`);
    expect(told([ofAws])).toBe(`${replacement} ${rest}`);
    expect(told([...own, ofAws])).toBe(`${removal} ${replacement} ${rest}`);
    const stored = { reportPlace: 's3://reports/nightly/' };
    expect(
      draftOf(probe('unused-permissions', assess('app', { actions: own, role: { policies } }), stored)).remediation,
    ).toContain('Run ecs-role-auditor policy app --as diff --from s3://reports/nightly/ to see the change.');
  });
  test('adds no new policy where nothing that is granted is kept', () => {
    const actions = [verdict('s3:PutObject', 'unused', { grantedBy: [{ policy: 'inline policy own', index: 0 }] })];
    expect(draftOf(probe('unused-permissions', assess('app', { actions }))).remediation).toBe(
      'Nothing that app is granted has to be kept, so no policy takes the place of what goes: detach or delete inline policy own, in one environment first, and watch for AccessDenied. Run ecs-role-auditor policy app --as diff to see the change.',
    );
  });
  test.each([
    ['iam:PutRolePolicy', 'CRITICAL'],
    ['s3:PutBucketPolicy', 'HIGH'],
    ['secretsmanager:GetSecretValue', 'HIGH'],
    ['s3:PutObject', 'MEDIUM'],
    ['unheard:Of', 'MEDIUM'],
    ['s3:GetObject', 'LOW'],
    ['s3:ListAllMyBuckets', 'INFORMATIONAL'],
  ] as const)('takes its severity from what %s could do: %s', (action, severity) => {
    expect(draftOf(probe('unused-permissions', granted([action, 'unused']))).severity).toBe(severity);
  });
  test('is one step milder where the statement names resources', () => {
    const narrow = assess('app', {
      actions: [verdict('s3:PutObject', 'unused')],
      role: { policies: [allow('app', 's3:PutObject', 'arn:aws:s3:::b/*')] },
    });
    expect(draftOf(probe('unused-permissions', narrow)).severity).toBe('LOW');
    const wide = assess('app', {
      actions: [verdict('s3:PutObject', 'unused')],
      role: { policies: [allow('app', 's3:PutObject')] },
    });
    expect(draftOf(probe('unused-permissions', wide)).severity).toBe('MEDIUM');
  });
  test.each([
    [
      'one of two grants is wide',
      [allow('narrow', 's3:PutObject', 'arn:aws:s3:::b/*'), allow('wide', 's3:PutObject')],
      'MEDIUM',
    ],
    [
      'the wide policy grants something else',
      [allow('narrow', 's3:PutObject', 'arn:aws:s3:::b/*'), allow('other', 'sqs:*')],
      'LOW',
    ],
  ] as const)('is as severe as its widest grant: %s', (_name, policies, severity) => {
    const grantedBy = ['inline policy narrow', 'inline policy wide'].map((policy) => ({ policy, index: 0 }));
    const role = assess('app', { actions: [verdict('s3:PutObject', 'unused', { grantedBy })], role: { policies } });
    expect(draftOf(probe('unused-permissions', role)).severity).toBe(severity);
  });
  test('is fine where everything is used, required or blocked', () => {
    const all = granted(['s3:GetObject', 'used'], ['s3:PutObject', 'required'], ['sqs:SendMessage', 'blocked']);
    expect(probe('unused-permissions', all)).toEqual({ kind: 'fine' });
  });
  test.each(['undetermined', 'unobservable'] as const)('is unavailable about %s actions, never fine', (kind) => {
    expect(probe('unused-permissions', granted(['s3:GetObject', kind], ['s3:PutObject', 'used']))).toMatchObject({
      kind: 'unavailable',
      about: ['s3:GetObject'],
    });
  });
  test('leaves administrators to their own rule', () => {
    const admin = assess('admin', {
      role: { policies: [allow('all', '*')] },
      actions: [verdict('s3:GetObject', 'unused')],
    });
    expect(probe('unused-permissions', admin).kind).toBe('notApplicable');
  });
});

describe('administrator-access', () => {
  const statement = (over: object) =>
    assess('admin', {
      role: {
        policies: [
          inlinePolicy('p', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...over }] }),
        ],
      },
    });
  test.each([
    ['*', { Action: '*' }, 'finding'],
    ['*:*', { Action: ['s3:GetObject', '*:*'] }, 'finding'],
    ['NotAction that leaves IAM in', { NotAction: 's3:DeleteBucket' }, 'finding'],
    ['NotAction that takes IAM out', { NotAction: ['iam:*', 'organizations:*'] }, 'fine'],
    ['one service', { Action: 's3:*' }, 'fine'],
    ['one resource', { Action: '*', Resource: 'arn:aws:s3:::b' }, 'fine'],
    ['a condition', { Action: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }, 'fine'],
    ['a deny', { Action: '*', Effect: 'Deny' }, 'fine'],
  ])('%s', (_name, over, kind) => {
    expect(probe('administrator-access', statement(over)).kind).toBe(kind);
  });
  const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
  const having = (statements: readonly object[], boundary?: readonly object[]) =>
    assess('a', {
      role: {
        policies: [inlinePolicy('p', { Version: '2012-10-17', Statement: statements })],
        ...(boundary && { boundary: inlinePolicy('b', { Version: '2012-10-17', Statement: boundary }) }),
      },
    });
  test.each<[string, readonly object[], readonly object[] | undefined, string]>([
    ['nothing is taken away', [ALL], undefined, 'CRITICAL'],
    [
      'one bucket is denied',
      [ALL, { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::a' }],
      undefined,
      'CRITICAL',
    ],
    [
      'all resources but one are meant',
      [{ ...ALL, Resource: undefined, NotResource: 'arn:aws:s3:::a' }],
      undefined,
      'CRITICAL',
    ],
    [
      'the condition holds for every request',
      [{ ...ALL, Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } }],
      undefined,
      'CRITICAL',
    ],
    [
      'the deny need not apply',
      [ALL, { ...ALL, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } } }],
      undefined,
      'CRITICAL',
    ],
    ['the boundary allows everything', [ALL], [ALL], 'CRITICAL'],
    ['the boundary leaves IAM', [ALL], [{ ...ALL, Action: ['iam:*', 's3:*'] }], 'HIGH'],
    ['everything is denied', [ALL, { ...ALL, Effect: 'Deny' }], undefined, 'fine'],
    ['IAM is denied', [ALL, { ...ALL, Effect: 'Deny', Action: 'iam:*' }], undefined, 'fine'],
    ['all but one service is denied', [ALL, { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }], undefined, 'fine'],
    ['the boundary allows one service', [ALL], [{ ...ALL, Action: 's3:*' }], 'fine'],
    ['the boundary allows nothing', [ALL], [], 'fine'],
  ])('looks at what is left where %s', (_name, statements, boundary, expected) => {
    const outcome = probe('administrator-access', having(statements, boundary));
    expect(outcome.kind === 'finding' ? outcome.draft.severity : outcome.kind).toBe(expected);
  });
  test('names the policy and what was seen in use, nothing else', () => {
    const draft = draftOf(
      probe(
        'administrator-access',
        assess('a', {
          role: { policies: [managedPolicy('AdministratorAccess', '*')] },
          actions: [
            verdict('s3:PutObject', 'used'),
            verdict('s3:GetObject', 'used'),
            verdict('ec2:RunInstances', 'unused'),
          ],
        }),
      ),
    );
    expect(draft.description).toBe(
      'Every action on every resource is granted by managed policy AdministratorAccess. Seen in use: s3:GetObject and s3:PutObject.',
    );
    expect(draft.evidence).toMatchObject({ policies: 'managed policy AdministratorAccess', usedActions: '2' });
    expect(draft.passing).toMatch(/^Watched from 2026-\d\d-\d\d to 2026-11-22 /);
    expect(draft.remediation).toMatch(/Begin with what was seen: ecs-role-auditor policy a --as diff --used-only\.$/);
    const unseen = assess('a', { role: { policies: [managedPolicy('AdministratorAccess', '*')] } });
    expect(draftOf(probe('administrator-access', unseen)).remediation).toBe(
      'Replace managed policy AdministratorAccess with a policy that grants what its applications call, on the resources they need.',
    );
  });
  test('is unavailable where a policy could not be read', () => {
    const broken = assess('a', {
      role: { policies: [{ source: { kind: 'inline', name: 'p' }, document: problem('not JSON') }] },
    });
    expect(probe('administrator-access', broken)).toEqual({ kind: 'unavailable', why: 'inline policy p: not JSON' });
  });
});

describe('application-permissions-on-execution-role', () => {
  const rule = 'application-permissions-on-execution-role';
  const orders = assess('orders-exec', {
    uses: [use('execution', 'orders')],
    actions: [
      verdict('dynamodb:PutItem', 'unobservable'),
      verdict('ecr:BatchGetImage', 'required'),
      verdict('logs:PutLogEvents', 'required'),
    ],
  });
  test('is HIGH and says where the permissions belong where the family has no task role', () => {
    const draft = draftOf(probe(rule, orders));
    expect(draft).toMatchObject({ severity: 'HIGH', actions: ['dynamodb:PutItem'] });
    expect(draft.description).toContain('orders has no task role');
    expect(draft.remediation).toContain('Create a task role for orders');
  });
  test('is MEDIUM beside a working task role, HIGH beside one that was refused the same action', () => {
    const works = assess('orders-task', { uses: [use('task', 'orders')] });
    expect(draftOf(probe(rule, orders, { all: [orders, works] })).severity).toBe('MEDIUM');
    const refused = assess('orders-task', {
      uses: [use('task', 'orders')],
      denied: [denied('dynamodb:PutItem')],
    });
    const draft = draftOf(probe(rule, orders, { all: [orders, refused] }));
    expect(draft.severity).toBe('HIGH');
    expect(draft.description).toContain('The task role was refused dynamodb:PutItem.');
  });
  test('is fine for what the agent uses', () => {
    const exec = assess('exec', {
      uses: [use('execution')],
      actions: [verdict('ecr:GetAuthorizationToken', 'used'), verdict('ssm:GetParameters', 'required')],
    });
    expect(probe(rule, exec)).toEqual({ kind: 'fine' });
  });
  test('leaves what a broad managed policy brings along to its own rule', () => {
    const exec = assess('exec', {
      uses: [use('execution')],
      role: { policies: [managedPolicy('SecretsManagerReadWrite', 'lambda:*')] },
      actions: [
        verdict('lambda:CreateFunction' as const, 'unused', {
          grantedBy: [{ policy: 'managed policy SecretsManagerReadWrite', index: 0 }],
        }),
      ],
    });
    expect(probe(rule, exec)).toEqual({ kind: 'fine' });
  });
  test('does not apply to a task role', () => {
    expect(probe(rule, { ...orders, inUse: { ...orders.inUse, uses: [use('task'), use('execution')] } }).kind).toBe(
      'notApplicable',
    );
  });
  test('is unavailable while other task definitions are unread', () => {
    expect(probe(rule, orders, { inventoryComplete: false }).kind).toBe('unavailable');
  });
});

test('application-permissions-on-execution-role leaves administrators to their own rule', () => {
  const admin = assess('e', {
    uses: [use('execution')],
    role: { policies: [allow('all', '*')] },
    actions: [verdict('dynamodb:PutItem', 'unused')],
  });
  expect(probe('application-permissions-on-execution-role', admin).kind).toBe('notApplicable');
});

describe('denied-at-runtime', () => {
  test('sends the reader to the task role', () => {
    const role = assess('app', { denied: [denied('sqs:SendMessage', { resources: ['arn:aws:sqs:us-east-1:1:q'] })] });
    const draft = draftOf(probe('denied-at-runtime', role));
    expect(draft).toMatchObject({ severity: 'MEDIUM', actions: ['sqs:SendMessage'] });
    expect(draft.remediation).toContain('grant sqs:SendMessage to app');
    expect(draft.evidence).toMatchObject({ attempts: '7', firstDenied: '2026-11-17', lastDenied: '2026-11-21' });
  });
  test('sends application calls of an execution role to the task role', () => {
    const exec = assess('exec', { uses: [use('execution')], denied: [denied('dynamodb:PutItem')] });
    expect(draftOf(probe('denied-at-runtime', exec)).remediation).toContain('not to the execution role exec');
  });
  test('is LOW where the role is granted the action today', () => {
    const role = assess('app', {
      denied: [denied('s3:GetObject')],
      actions: [verdict('s3:GetObject', 'unobservable')],
    });
    expect(draftOf(probe('denied-at-runtime', role)).severity).toBe('LOW');
  });
  test('stays MEDIUM where the grant is blocked, or is of another action', () => {
    for (const other of [verdict('s3:GetObject', 'blocked'), verdict('s3:PutObject', 'used')]) {
      const role = assess('app', { denied: [denied('s3:GetObject')], actions: [other] });
      expect(draftOf(probe('denied-at-runtime', role)).severity).toBe('MEDIUM');
    }
  });
  test('says who asked, by the job of the role', () => {
    const said = (uses: readonly ReturnType<typeof use>[], action: DeniedAttempt['action']) =>
      draftOf(probe('denied-at-runtime', assess('r', { uses, denied: [denied(action)] }))).description;
    expect(said([use('task')], 's3:GetObject')).toContain('The application asked');
    expect(said([use('execution')], 'ecr:BatchGetImage')).toContain('The ECS agent asked');
    expect(said([use('execution')], 'sqs:SendMessage')).toContain('something besides ECS');
    expect(said([use('task'), use('execution')], 's3:GetObject')).toContain('One role serves as both');
  });
  test('is fine only after having watched long enough', () => {
    expect(probe('denied-at-runtime', assess('app'))).toEqual({ kind: 'fine' });
    const short = assess('app', { watched: { from: NOW - 2 * DAY, to: NOW } });
    expect(probe('denied-at-runtime', short).kind).toBe('unavailable');
    const { watched: _, ...unwatched } = assess('app');
    expect(probe('denied-at-runtime', unwatched).kind).toBe('unavailable');
  });
});

describe('execution-role-missing-permission', () => {
  const rule = 'execution-role-missing-permission';
  const exec = (over: Parameters<typeof assess>[1]) => assess('exec', { uses: [use('execution')], ...over });
  const secret = need('secretsmanager:GetSecretValue', {
    resources: ['arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf'],
    field: 'containerDefinitions[0].secrets[0].valueFrom',
  });
  test('gives the exact statement to add, and the field that needs it', () => {
    const draft = draftOf(probe(rule, exec({ missing: [secret] })));
    expect(draft.severity).toBe('HIGH');
    expect(JSON.parse(draft.evidence['statement'] ?? '')).toEqual({
      Effect: 'Allow',
      Action: ['secretsmanager:GetSecretValue'],
      Resource: ['arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf'],
    });
    expect(draft.description).toContain('my-app (containerDefinitions[0].secrets[0].valueFrom)');
  });
  test('names the policy that takes the permission away instead of a statement to add', () => {
    const blocked = { ...secret, blockedBy: [{ policy: 'permissions boundary dev', index: 0 }] };
    const draft = draftOf(probe(rule, exec({ missing: [blocked] })));
    expect(draft.evidence['statement']).toBeUndefined();
    expect(draft.remediation).toBe('Allow it in permissions boundary dev too.');
  });
  test('advises no statement that the role has already, where a boundary or an organization level does not allow it', () => {
    const withheld = { ...secret, withheldBy: ['permissions boundary dev', 'organization level 2 (Storage)'] };
    const draft = draftOf(probe(rule, exec({ missing: [withheld] })));
    expect(draft.evidence['statement']).toBeUndefined();
    expect(draft.description).toContain(
      'Granted, but not allowed by organization level 2 (Storage) and permissions boundary dev.',
    );
    expect(draft.remediation).toBe('Allow it in organization level 2 (Storage) and permissions boundary dev too.');
    const contradicted = { ...withheld, contradictedBy: 'tasks of the task definition run that started since' };
    const perhaps = draftOf(probe(rule, exec({ missing: [contradicted] })));
    expect(perhaps.evidence['statement']).toBeUndefined();
    expect(perhaps.remediation).toContain('exec is granted it, and kept from it by');
  });
  test('says nothing of what may not be needed, or is the application’s', () => {
    const maybe = need('kms:Decrypt', { certainty: 'possible' });
    const mount = need('elasticfilesystem:ClientMount', { job: 'task' });
    expect(probe(rule, exec({ missing: [maybe, mount] }))).toEqual({ kind: 'fine' });
  });
  test('says that it may be needed where tasks start without it', () => {
    const group = need('logs:CreateLogGroup', { field: 'f' });
    const contradicted = { ...group, contradictedBy: 'log streams are created in the group, so that it exists' };
    const draft = draftOf(probe(rule, exec({ missing: [contradicted] })));
    expect(draft.severity).toBe('LOW');
    expect(draft.description).toBe(
      'logs:CreateLogGroup may be needed by my-app (f). Tasks do without so far: log streams are created in the group, so that it exists.',
    );
    const both = draftOf(probe(rule, exec({ missing: [contradicted, secret] })));
    expect([both.severity, both.actions]).toEqual(['HIGH', ['secretsmanager:GetSecretValue']]);
    expect(both.description).toMatch(/logs:CreateLogGroup may be needed too, though tasks start without\.$/);
  });
  test('says so where IAM was seen to refuse it', () => {
    const draft = draftOf(probe(rule, exec({ missing: [{ ...secret, refused: { count: 3, last: NOW } }] })));
    expect(draft.description).toMatch(
      /IAM refused secretsmanager:GetSecretValue since role and task definition are as they are\.$/,
    );
    expect(draft.passing).toBe('secretsmanager:GetSecretValue was refused 3 times, last on 2026-11-22.');
  });
  test('says how many tasks stopped for want of it, and when, without a word that moves', () => {
    const seen = { count: 3, last: NOW };
    const draft = draftOf(probe(rule, exec({ missing: [{ ...secret, refused: seen, stopped: seen }] })));
    expect(draft.description).not.toContain('IAM refused');
    expect(draft.passing).toMatch(
      /^3 tasks of my-app stopped for want of secretsmanager:GetSecretValue, last at 2026-11-22/,
    );
  });
  test('looks elsewhere where the policies allow what a task stopped for want of', () => {
    const seen = { count: 1, last: NOW };
    const draft = draftOf(probe(rule, exec({ missing: [{ ...secret, refused: seen, stopped: seen, allowed: true }] })));
    expect(draft.severity).toBe('MEDIUM');
    expect(draft.title).toContain('was refused 1 permission');
    expect(draft.evidence['statement']).toBeUndefined();
    expect(draft.remediation).toMatch(/^Look for what else refuses secretsmanager:GetSecretValue on arn:/);
  });
  test('names the condition that never holds, and that logs are lost where only writing them is missing', () => {
    const token = need('ecr:GetAuthorizationToken', { absentKeys: ['aws:SourceVpce'] });
    expect(draftOf(probe(rule, exec({ missing: [token] }))).description).toContain(
      'a condition on aws:SourceVpce never holds for it.',
    );
    const writing = draftOf(probe(rule, exec({ missing: [need('logs:PutLogEvents')] })));
    expect(writing.severity).toBe('MEDIUM');
    expect(writing.description).toMatch(/Without it the container's logs are lost\.$/);
  });

  const pull = need('ecr:BatchGetImage');
  const appRole = (over: Parameters<typeof assess>[1] = {}) =>
    exec({ missing: [pull], required: [pull], actions: [verdict('dynamodb:GetItem', 'undetermined')], ...over });
  const agentRole = (...actions: readonly Action[]) =>
    assess('agent', { uses: [use('task')], actions: actions.map((action) => verdict(action, 'undetermined')) });
  test('says that the two roles are swapped, once, and to swap them', () => {
    const [app, agent] = [appRole(), agentRole('ecr:BatchGetImage')];
    const draft = draftOf(probe(rule, app, { all: [app, agent] }));
    expect(draft.title).toBe('Task role and execution role of my-app are swapped');
    const remedy =
      'Swap the two ARNs in the next revision of my-app: exec as taskRoleArn, agent as executionRoleArn. Grant nothing.';
    expect(draft.remediation).toBe(remedy);
    expect(draftOf(probe('application-permissions-on-execution-role', app, { all: [app, agent] })).remediation).toBe(
      remedy,
    );
    expect(probe('infrastructure-permissions-on-task-role', agent, { all: [app, agent] }).kind).toBe('notApplicable');
  });
  test.each<readonly [string, RoleAssessment, RoleAssessment]>([
    ['the other role lacks it too', appRole(), agentRole('ecr:GetAuthorizationToken')],
    ['the other role is an application’s', appRole(), agentRole('ecr:BatchGetImage', 'sqs:SendMessage')],
    [
      'this one has the agent’s permissions alone',
      appRole({ actions: [verdict('ecr:GetAuthorizationToken', 'required')] }),
      agentRole('ecr:BatchGetImage'),
    ],
    [
      'the other role belongs to another family',
      appRole(),
      assess('agent', { uses: [use('task', 'web')], actions: [verdict('ecr:BatchGetImage', 'unused')] }),
    ],
  ])('does not take them for swapped where %s', (_, app, agent) => {
    expect(draftOf(probe(rule, app, { all: [app, agent] })).title).toContain('lacks 1 permission');
  });
  test('does not apply to a role that is only a task role', () => {
    expect(probe(rule, assess('task')).kind).toBe('notApplicable');
  });
  test('is unavailable where a policy or a task definition is unread', () => {
    const unread = exec({ missing: [secret], role: { unread: ['policy version of P: AccessDenied'] } });
    expect(probe(rule, unread)).toEqual({ kind: 'unavailable', why: 'policy version of P: AccessDenied' });
    expect(probe(rule, exec({}), { inventoryComplete: false }).kind).toBe('unavailable');
  });
});

describe('same-role-for-both', () => {
  test('fires on both jobs in one family and across families', () => {
    const one = assess('r', { uses: [use('task', 'billing'), use('execution', 'billing')] });
    expect(draftOf(probe('same-role-for-both', one)).description).toContain('billing gives one role both jobs');
    const two = assess('r', { uses: [use('task', 'a'), use('execution', 'b')] });
    expect(draftOf(probe('same-role-for-both', two)).description).toContain('Task role of a, execution role of b');
  });
  test('is fine for one job when every task definition was read, else unavailable', () => {
    expect(probe('same-role-for-both', assess('r'))).toEqual({ kind: 'fine' });
    expect(probe('same-role-for-both', assess('r'), { inventoryComplete: false }).kind).toBe('unavailable');
  });
});

describe('missing-role and foreign-role', () => {
  test('name the role and who names it', () => {
    expect(draftOf(probe('missing-role', missing))).toMatchObject({
      severity: 'HIGH',
      title: 'Role gone does not exist, but my-app names it',
    });
    expect(draftOf(probe('foreign-role', foreign)).title).toBe('my-app names role theirs of account 999999999999');
  });
  test('tell of a foreign role what its account says to everybody who tries it', () => {
    const told = (there: RoleElsewhere) =>
      draftOf(
        probe('foreign-role', {
          ...foreign,
          lookup: { kind: 'foreign', arn: foreignArn, accountId: '999999999999', there },
        }),
      );
    expect(draftOf(probe('foreign-role', foreign)).description).toContain('This audit does not read what it grants.');
    expect(told({ kind: 'missing' }).description).toContain('Account 999999999999 has no such role.');
    const arn = 'arn:aws:iam::999999999999:role/apps/theirs';
    const open = told({ kind: 'found', arn, admitsAccount: true });
    expect(open.description).toContain('Its trust policy lets in principals of account 123456789012.');
    expect(open.remediation).toContain(`grant that role sts:AssumeRole on ${arn}, and have`);
    const closed = told({ kind: 'found', arn, admitsAccount: false });
    expect(closed.description).toContain('does not let in principals');
    expect(closed.remediation).toContain('which the trust policy there must allow');
  });
  test('are fine for a role that exists here', () => {
    expect(probe('missing-role', assess('r'))).toEqual({ kind: 'fine' });
    expect(probe('foreign-role', assess('r'))).toEqual({ kind: 'fine' });
  });
  test('do not take each other’s case, and unreadable is neither', () => {
    expect(probe('missing-role', foreign).kind).toBe('notApplicable');
    expect(probe('foreign-role', unreadable('x')).kind).toBe('fine');
  });
});

describe('unused-role', () => {
  test('fires where the whole window shows nothing', () => {
    expect(draftOf(probe('unused-role', assess('idle'))).severity).toBe('LOW');
  });
  test('fires although IAM or a record saw the role before the window', () => {
    const before = NOW - 90 * DAY - 1;
    const idle = assess('idle', { lastSeen: before, role: { lastUsed: { at: before } } });
    const draft = draftOf(probe('unused-role', idle));
    expect(draft.description).toContain('last saw it used before the window');
    expect(draft.evidence).toMatchObject({ roleLastUsed: '2026-08-24', roleCreated: '2025-10-18' });
    const on = assess('idle', { lastSeen: NOW - 90 * DAY });
    expect(probe('unused-role', on)).toEqual({ kind: 'fine' });
  });
  test('accepts exactly the minimum watched time, and a role as old as the window', () => {
    const from = NOW - 30 * DAY;
    const idle = assess('idle', { watched: { from, to: NOW }, role: { createdAt: from } });
    expect(probe('unused-role', idle).kind).toBe('finding');
  });
  test('does not count a blocked permission as dangerous', () => {
    const idle = assess('idle', { actions: [verdict('iam:PutRolePolicy', 'blocked')] });
    expect(draftOf(probe('unused-role', idle)).severity).toBe('LOW');
  });
  test('is MEDIUM where the idle role is dangerous', () => {
    const idle = assess('idle', { actions: [verdict('iam:PutRolePolicy', 'unused')] });
    expect(draftOf(probe('unused-role', idle)).severity).toBe('MEDIUM');
  });
  test.each([
    ['a used action', assess('r', { actions: [verdict('s3:GetObject', 'used')] })],
    ['a sign of life in the window', assess('r', { lastSeen: NOW - DAY })],
    ['RoleLastUsed in the window', assess('r', { role: { lastUsed: { at: NOW - DAY } } })],
    [
      'an override beside an ACTIVE revision',
      assess('r', { uses: [use('task', 'a'), use('task', 'b', 1, { override: true })] }),
    ],
    ['a running task with an override', assess('r', { uses: [use('task', 'a', 1, { override: true })] })],
    ['an INACTIVE revision that still runs', assess('r', { uses: [use('task', 'a', 1, { status: 'INACTIVE' })] })],
  ])('is fine with %s', (_name, role) => {
    expect(probe('unused-role', role)).toEqual({ kind: 'fine' });
  });
  const { watched: _, ...unwatched } = assess('r');
  test.each([
    ['nothing was watched', unwatched, {}],
    ['the window is short', assess('r', { watched: { from: NOW - 5 * DAY, to: NOW } }), {}],
    ['the role is younger than the window', assess('r', { role: { createdAt: NOW - 40 * DAY } }), {}],
    [
      'AssumeRole events are left out',
      assess('r'),
      {
        coverage: [
          {
            source: 'trail' as const,
            region: 'us-east-1',
            management: [],
            excludedEventSources: ['sts.amazonaws.com'],
            dataEvents: {},
          },
        ],
      },
    ],
  ])('is unavailable where %s', (_name, role, context) => {
    expect(probe('unused-role', role, context).kind).toBe('unavailable');
  });
});

describe('evidence-gap', () => {
  const objects: EvidenceSwitch = {
    records: { kind: 'data', resourceTypes: ['AWS::S3::Object'] },
    regions: ['us-east-1'],
    actions: [{ role: arnOf('app'), action: 's3:GetObject' }],
  };
  const app = assess('app', {
    actions: [verdict('s3:GetObject', 'unobservable'), verdict('logs:PutLogEvents', 'unobservable')],
  });
  const gap = (all: readonly RoleAssessment[], switches: readonly EvidenceSwitch[] = []) =>
    draftOf(probe('evidence-gap', app, { all, switches }));

  test('is one finding, of all roles, that names the switches that would show the use', () => {
    const web = assess('web', { actions: [verdict('s3:PutObject', 'undetermined'), verdict('s3:GetObject', 'used')] });
    const draft = gap([app, web], [objects]);
    expect(draft).toMatchObject({ severity: 'INFORMATIONAL', title: '3 permissions of 2 roles cannot be judged' });
    expect(draft.evidence).toEqual({
      unobservableActions: '2',
      undeterminedActions: '1',
      rolesNotRead: '0',
      dataEventTypes: 'AWS::S3::Object',
    });
    expect(draft.remediation).toBe(
      'Deploy the evidence trail to decide 1 action of 1 role: ecs-role-auditor evidence plan prints it, with what it costs. ' +
        'The source auto reads the trail that records them, where its bucket may be read.',
    );
    expect(draft.description).toContain('No CloudTrail setting is known that would show 1 action of them.');
  });
  test('names the switches that decide most, and counts the others', () => {
    const kms = { ...objects, records: { kind: 'management', service: 'kms' } } as const;
    expect(gap([app], [objects, kms, kms, kms, kms, kms, objects]).remediation).toBe(
      'Deploy the evidence trail to decide 2 actions of 1 role: ecs-role-auditor evidence plan prints it, with what it costs. ' +
        'Record management events of kms, which are left out, in us-east-1, to judge 1 action of 1 role. ' +
        'Record management events of kms, which are left out, in us-east-1, to judge 1 action of 1 role. ' +
        'Record management events of kms, which are left out, in us-east-1, to judge 1 action of 1 role. ' +
        '2 more switches would decide 2 actions. The source auto reads the trail that records them, where its bucket may be read.',
    );
  });
  test('leaves roles that are granted nearly everything out of its counts, unless there are no others', () => {
    const admin = assess('admin', {
      actions: Array.from({ length: 5_001 }, (_, place) => verdict(`ec2:Do${place}`, 'unobservable')),
    });
    const draft = gap([app, admin]);
    expect(draft.title).toBe('2 permissions of 1 role cannot be judged');
    expect(draft.description).toContain('1 role that is granted nearly everything is not counted.');
    expect(gap([admin]).title).toBe('5,001 permissions of 1 role cannot be judged');
  });
  test('says so where no switch would show the use', () => {
    expect(gap([app]).remediation).toMatch(/^Nothing to switch on/);
  });
  test('says that time will help where actions are undetermined', () => {
    expect(gap([assess('app', { actions: [verdict('s3:GetObject', 'undetermined')] })]).remediation).toMatch(
      /^Let the audit run/,
    );
  });
  test('names the roles that could not be read, though nothing of them is in doubt', () => {
    const draft = gap([unreadable('x')]);
    expect(draft.title).toBe('1 role could not be read');
    expect(draft.description).toContain('IAM did not say what x may do.');
    expect(draft.remediation).toContain('iam:GetRole');
  });
  test('names a policy that could not be read although no action is in doubt', () => {
    const role = assess('app', { role: { unread: ['policy P: AccessDenied'] } });
    expect(gap([role]).description).toContain('Not wholly read: app (policy P: AccessDenied).');
  });
  test('is fine where every action has its verdict, and says nothing of roles that were not looked at', () => {
    const judged = assess('app', { actions: [verdict('s3:GetObject', 'unused')] });
    expect(probe('evidence-gap', judged)).toEqual({ kind: 'fine' });
    expect(probe('evidence-gap', judged, { inventoryComplete: false }).kind).toBe('unavailable');
  });
});

describe('trust', () => {
  const trusting = (statement: object) =>
    assess('r', {
      role: {
        trustPolicy: parsePolicy({ Version: '2012-10-17', Statement: [{ ...TRUST.Statement[0], ...statement }] }),
      },
    });
  const open = trusting({ Condition: undefined });
  const lambda = trusting({ Principal: { Service: 'lambda.amazonaws.com' } });
  const broken = assess('r', { role: { trustPolicy: problem('Cannot parse policy') } });
  test('trust-missing-ecs fires where ECS is not trusted', () => {
    const draft = draftOf(probe('trust-missing-ecs', lambda));
    expect(draft.severity).toBe('HIGH');
    expect(draft.remediation).toContain(ACCOUNT);
    expect(probe('trust-missing-ecs', open)).toEqual({ kind: 'fine' });
    expect(probe('trust-missing-ecs', broken).kind).toBe('unavailable');
  });
  const source = (arn: string) => trusting({ Condition: { ArnLike: { 'aws:SourceArn': arn } } });
  test.each([
    ['every ARN of ECS', `arn:aws:ecs:*:${ACCOUNT}:*`, 'fine'],
    ['the Region', `arn:aws:ecs:us-east-1:${ACCOUNT}:*`, 'fine'],
    ['every cluster', `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/*`, 'fine'],
    ['one cluster', `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/main`, 'HIGH'],
    ['another Region', `arn:aws:ecs:eu-west-1:${ACCOUNT}:*`, 'HIGH'],
    ['another account', 'arn:aws:ecs:us-east-1:999999999999:*', 'HIGH'],
  ])('trust-missing-ecs looks at what aws:SourceArn lets in: %s', (_name, arn, expected) => {
    const outcome = probe('trust-missing-ecs', source(arn));
    expect(outcome.kind === 'finding' ? outcome.draft.severity : outcome.kind).toBe(expected);
    if (outcome.kind === 'finding') expect(outcome.draft.description).toContain('aws:SourceArn must take in');
  });
  test('trust-missing-ecs names the Region where only one is kept out', () => {
    const uses = [use('task'), use('task', 'my-app', 1, { region: 'eu-west-1' })];
    const draft = draftOf(
      probe('trust-missing-ecs', { ...source(`arn:aws:ecs:us-east-1:${ACCOUNT}:*`), inUse: { ...open.inUse, uses } }),
    );
    expect(draft).toMatchObject({ severity: 'MEDIUM', title: 'r does not trust ECS tasks in eu-west-1' });
  });
  test('trust-without-source-condition fires where nothing ties ECS to the account', () => {
    expect(draftOf(probe('trust-without-source-condition', open)).severity).toBe('LOW');
    expect(probe('trust-without-source-condition', assess('r'))).toEqual({ kind: 'fine' });
    expect(probe('trust-without-source-condition', lambda).kind).toBe('notApplicable');
    expect(probe('trust-without-source-condition', broken).kind).toBe('unavailable');
  });
});

describe('broad-managed-policy where everything is denied', () => {
  test('tells of AdministratorAccess where a boundary leaves no administrator', () => {
    const policies = [managedPolicy('AdministratorAccess', '*')];
    const boundary = allow('b', 's3:*');
    expect(draftOf(probe('broad-managed-policy', assess('r', { role: { policies, boundary } }))).severity).toBe(
      'MEDIUM',
    );
    expect(probe('broad-managed-policy', assess('r', { role: { policies } }))).toEqual({ kind: 'fine' });
  });
  test('is fine', () => {
    const by = { grantedBy: [{ policy: 'managed policy PowerUserAccess', index: 0 }] };
    const role = (kind: 'blocked' | 'unused') =>
      assess('r', {
        role: { policies: [managedPolicy('PowerUserAccess', '*')] },
        actions: [verdict('s3:GetObject', kind, by)],
      });
    expect(probe('broad-managed-policy', role('blocked'))).toEqual({ kind: 'fine' });
    expect(probe('broad-managed-policy', role('unused')).kind).toBe('finding');
  });
});

describe('broad-managed-policy', () => {
  const carrying = (...names: readonly string[]) =>
    assess('r', { role: roleNamed('r', { policies: names.map((name) => managedPolicy(name)) }) });
  test.each([
    ['AmazonECSTaskExecutionRolePolicy', 'INFORMATIONAL'],
    ['AmazonRDSReadOnlyAccess', 'LOW'],
    ['SecretsManagerReadWrite', 'MEDIUM'],
    ['AmazonSQSFullAccess', 'MEDIUM'],
    ['PowerUserAccess', 'HIGH'],
  ])('%s is %s', (name, severity) => {
    expect(draftOf(probe('broad-managed-policy', carrying(name))).severity).toBe(severity);
  });
  test('is fine for other policies, AdministratorAccess (another rule) and the customer’s own', () => {
    const policies = [managedPolicy('AWSXRayDaemonWriteAccess'), managedPolicy('AdministratorAccess', '*')];
    expect(probe('broad-managed-policy', assess('r', { role: { policies } }))).toEqual({ kind: 'fine' });
    const own = assess('r', { role: { policies: [managedPolicy('OurFullAccess', 's3:*', false)] } });
    expect(probe('broad-managed-policy', own)).toEqual({ kind: 'fine' });
  });
  test('is unavailable where attachments may be unread', () => {
    expect(probe('broad-managed-policy', assess('r', { role: { unread: ['attached policies'] } })).kind).toBe(
      'unavailable',
    );
  });
});

describe('policies-too-complex', () => {
  test('tells of a role whose policies take more work than one role is given', () => {
    const role = assess('r', { role: { policies: [allow('a', 's3:*')] } });
    const draft = draftOf(probe('policies-too-complex', { ...role, beyondBudget: 'too many statements' }));
    expect(draft.severity).toBe('HIGH');
    expect(draft.evidence).toEqual({ statements: '1' });
  });
  test('is fine otherwise', () => {
    expect(probe('policies-too-complex', assess('r'))).toEqual({ kind: 'fine' });
  });
});
