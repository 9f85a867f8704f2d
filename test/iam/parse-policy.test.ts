import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/iam/evaluate.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import { NO_CONTEXT } from '../../src/iam/request-context.ts';
import { policy } from '../support/iam.ts';

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

describe('parsePolicy() reads every legal form', () => {
  test('a single statement with single values', () => {
    expect(policy({ Version: '2012-10-17', Statement: ALLOW })).toStrictEqual({
      version: '2012-10-17',
      statements: [{ effect: 'Allow', action: ['s3:GetObject'], resource: ['*'], index: 0 }],
      notes: [],
    });
  });

  test('arrays, Sid, Id, NotAction, NotResource and Condition', () => {
    const document = policy({
      Version: '2012-10-17',
      Id: 'one',
      Statement: [
        ALLOW,
        {
          Sid: 'Rest',
          Effect: 'Deny',
          NotAction: ['iam:*', 'sts:*'],
          NotResource: ['arn:aws:s3:::a', 'arn:aws:s3:::b/*'],
          Condition: { Bool: { 'aws:SecureTransport': false }, NumericLessThan: { 's3:max-keys': [10, '20'] } },
        },
      ],
    });
    expect(document.id).toBe('one');
    expect(document.statements[1]).toEqual({
      sid: 'Rest',
      effect: 'Deny',
      notAction: ['iam:*', 'sts:*'],
      notResource: ['arn:aws:s3:::a', 'arn:aws:s3:::b/*'],
      condition: { Bool: { 'aws:SecureTransport': ['false'] }, NumericLessThan: { 's3:max-keys': ['10', '20'] } },
      index: 1,
    });
  });

  test('principals of a trust policy', () => {
    const document = parsePolicy(
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'ecs-tasks.amazonaws.com', AWS: ['111111111111'] },
            Action: 'sts:AssumeRole',
          },
          { Effect: 'Deny', NotPrincipal: '*', Action: 'sts:AssumeRole' },
        ],
      },
      'trust',
    );
    expect(document.ok && document.value.statements).toMatchObject([
      { principal: { Service: ['ecs-tasks.amazonaws.com'], AWS: ['111111111111'] } },
      { notPrincipal: '*' },
    ]);
  });

  test.each([
    ['2008-10-17', '2008-10-17'],
    ['2012-10-17', '2012-10-17'],
    [undefined, '2008-10-17'],
  ])('Version %s is %s', (version, expected) => {
    expect(policy({ ...(version === undefined ? {} : { Version: version }), Statement: [] }).version).toBe(expected);
  });

  const text = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...ALLOW, Sid: 'ü % + x' }] });
  test.each([
    ['JSON text', text],
    ['JSON text with a byte order mark and white space', `\uFEFF\n ${text} \n`],
    ['URL-encoded text', encodeURIComponent(text)],
    ['URL-encoded text with a byte order mark', encodeURIComponent(`\uFEFF${text}`)],
    ['text encoded in lower-case digits', encodeURIComponent(text).replaceAll('%7B', '%7b')],
  ])('%s', (_, input) => {
    expect(policy(input)).toEqual(policy(JSON.parse(text)));
    expect(policy(input).statements[0]?.sid).toBe('ü % + x');
  });

  test('equal keys in different objects', () => {
    expect(
      parsePolicy(
        '{"Statement":[{"Sid":"\\"a{","Effect":"Allow","Action":"a:b","Resource":"*"},{"Sid":"b","Effect":"Deny","Action":"a:b","Resource":"*"}]}',
      ).ok,
    ).toBe(true);
  });
});

describe('parsePolicy() reads on, with a note, where', () => {
  const read = (more: object) => policy({ Version: '2012-10-17', Statement: [ALLOW, { ...ALLOW, ...more }] });

  test.each([
    ['Action', { Action: [] }],
    ['NotAction', { Action: undefined, NotAction: [] }],
    ['Resource', { Resource: [] }],
    ['NotResource', { Resource: undefined, NotResource: [] }],
  ])('%s is an empty array: the statement is about no action', (element, more) => {
    const { statements, notes } = read(more);
    expect(statements[1]).toMatchObject({ effect: 'Allow', action: [], index: 1 });
    expect(statements[1]?.notAction).toBeUndefined();
    expect(statements[0]?.action).toEqual(['s3:GetObject']);
    expect(notes).toEqual([`Statement[1].${element} is an empty array: the statement is without effect`]);
  });

  test.each([
    ['an action has white space', { Action: ['s3:GetObject ', 's3:PutObject'] }, 'action', 'holds "s3:GetObject "'],
    ['an action has white space inside', { Action: ['s3:Get Object'] }, 'action', 'holds "s3:Get Object"'],
    ['a star has white space', { Action: [' *'] }, 'action', 'holds " *"'],
    ['a resource has white space', { Resource: ['arn:aws:s3:::b/* '] }, 'resource', 'holds "arn:aws:s3:::b/* "'],
    ['a resource is a name', { Resource: ['bucket', '*'] }, 'resource', 'holds "bucket": expected "*" or an ARN'],
    ['a resource has an ARN inside', { Resource: ['x arn:aws:s3:::b'] }, 'resource', 'read as it stands'],
    ['NotResource is a name', { Resource: undefined, NotResource: ['b'] }, 'notResource', 'holds "b"'],
  ] as const)('%s', (_, more, element, note) => {
    const { statements, notes } = read(more);
    expect(statements[1]?.[element]).toEqual(Object.values(more).find((value) => value !== undefined));
    expect(notes).toEqual([expect.stringContaining(note)]);
  });

  test('a list of principals is empty: nobody is meant', () => {
    const Principal = { AWS: [], Service: 'ecs-tasks.amazonaws.com' };
    const document = parsePolicy(
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } },
      'trust',
    );
    expect(document.ok && document.value.statements[0]?.principal).toEqual({
      AWS: [],
      Service: ['ecs-tasks.amazonaws.com'],
    });
  });

  test('none of these matches what it was perhaps meant for', () => {
    const decide = (more: object) =>
      evaluate(
        { action: 's3:PutObject', resource: 'arn:aws:s3:::b/k', context: NO_CONTEXT },
        { identity: [{ name: 'p', document: policy({ Version: '2012-10-17', Statement: { ...ALLOW, ...more } }) }] },
      ).decision;
    expect(decide({ Action: 's3:PutObject' })).toBe('allowed');
    expect(decide({ Action: 's3:PutObject ' })).toBe('implicitDeny');
    expect(decide({ Action: 's3:PutObject', Resource: ' arn:aws:s3:::b/*' })).toBe('implicitDeny');
    expect(decide({ Action: 's3:PutObject', Resource: [] })).toBe('implicitDeny');
    expect(decide({ Action: 's3:PutObject', Resource: undefined, NotResource: [] })).toBe('implicitDeny');
  });
});

describe('parsePolicy() names what is wrong', () => {
  const statement = (more: object): unknown => ({ Statement: [ALLOW, ALLOW, { ...ALLOW, ...more }] });
  test.each<[string, unknown, string]>([
    ['empty text', '  ', 'the document is empty'],
    ['no JSON', '{"Statement": [}', 'the document is not JSON'],
    ['a broken encoding', '%7B%zz', 'the document looks URL-encoded'],
    ['an array', '[]', 'the document is an empty array: expected an object'],
    ['null', null, 'the document is null: expected an object'],
    ['no document', undefined, 'the document is missing'],
    [
      'a version',
      { Version: '2012-10-18', Statement: [] },
      'Version is "2012-10-18": expected "2012-10-17" or "2008-10-17"',
    ],
    ['an Id', { Id: 4, Statement: [] }, 'Id is 4: expected a string'],
    ['no Statement', { Version: '2012-10-17' }, 'Statement is missing: expected an object or an array of objects'],
    ['an array for a version', { Version: [1], Statement: [] }, 'Version is an array: expected'],
    ['a long version', { Version: 'x'.repeat(80), Statement: [] }, `Version is "${'x'.repeat(80)}": expected`],
    ['a longer version', { Version: 'x'.repeat(81), Statement: [] }, `Version is "${'x'.repeat(79)}…": expected`],
    [
      'an element',
      { statement: [] },
      '"statement" is not an element of a policy: expected "Statement" (names are case-sensitive)',
    ],
    [
      'another element',
      { Statement: [], Foo: 1 },
      '"Foo" is not an element of a policy: expected Version, Id, Statement',
    ],
    ['a statement', { Statement: [ALLOW, 'x'] }, 'Statement[1] is "x": expected an object'],
    ['the only statement', { Statement: { ...ALLOW, Effect: 'Maybe' } }, 'Statement.Effect is "Maybe"'],
    ['an effect', statement({ Effect: 'allow' }), 'Statement[2].Effect is "allow": expected "Allow" or "Deny"'],
    ['no effect', statement({ Effect: undefined }), 'Statement[2].Effect is missing: expected'],
    ['a Sid', statement({ Sid: 7 }), 'Statement[2].Sid is 7: expected a string'],
    [
      'a misspelt element',
      statement({ condition: {} }),
      'Statement[2]: "condition" is not an element of a statement: expected "Condition"',
    ],
    ['Action and NotAction', statement({ NotAction: 's3:*' }), 'Statement[2] has both Action and NotAction'],
    ['no action', statement({ Action: undefined }), 'Statement[2] has neither Action nor NotAction'],
    ['Resource and NotResource', statement({ NotResource: '*' }), 'Statement[2] has both Resource and NotResource'],
    [
      'Principal and NotPrincipal',
      statement({ Principal: '*', NotPrincipal: '*' }),
      'Statement[2] has both Principal and NotPrincipal',
    ],
    ['a number among actions', statement({ Action: ['s3:*', 3] }), 'Statement[2].Action[1] is 3: expected a string'],
    [
      'an action without a service',
      statement({ Action: 'GetObject' }),
      'Statement[2].Action holds "GetObject": expected "*" or "service:Name"',
    ],
    [
      'a NotAction',
      { Statement: { Effect: 'Deny', NotAction: 'x', Resource: '*' } },
      'Statement.NotAction holds "x": expected',
    ],
    ['a NotPrincipal', statement({ NotPrincipal: 'me' }), 'Statement[2].NotPrincipal is "me": expected'],
    ['the name of a principal', statement({ Principal: { AWS: 1 } }), 'Statement[2].Principal.AWS is 1: expected'],
    [
      'a number without end',
      statement({ Condition: { NumericLessThan: { k: Number.POSITIVE_INFINITY } } }),
      'Statement[2].Condition.NumericLessThan["k"] is Infinity: expected',
    ],
    ['a principal', statement({ Principal: 'me' }), 'Statement[2].Principal is "me": expected "*" or an object'],
    [
      'a kind of principal',
      statement({ Principal: { Services: 'x' } }),
      'Statement[2].Principal: "Services" is not an element of a principal',
    ],
    ['no principal', statement({ Principal: {} }), 'Statement[2].Principal is an object'],
    [
      'a condition',
      statement({ Condition: [] }),
      'Statement[2].Condition is an empty array: expected an object of operators',
    ],
    [
      'an operator',
      statement({ Condition: { Bool: 'true' } }),
      'Statement[2].Condition.Bool is "true": expected an object of condition keys',
    ],
    [
      'a condition value',
      statement({ Condition: { Bool: { k: null } } }),
      'Statement[2].Condition.Bool["k"] is null: expected a string, number or boolean',
    ],
    [
      'a key that stands twice',
      '{"Statement":{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}}',
      'the key "Effect" stands twice',
    ],
    [
      'a key that stands twice in disguise',
      '{"Statement":[],"S\\u0074atement":[]}',
      'the key "Statement" stands twice',
    ],
  ])('%s', (_, input, expected) => {
    const parsed = parsePolicy(input);
    expect(parsed.ok ? 'read' : parsed.problem).toContain(`Cannot parse policy: ${expected}`);
  });

  test.each<[string, object, 'identity' | 'trust', string]>([
    [
      'an identity policy without a resource',
      { Effect: 'Allow', Action: 's3:*' },
      'identity',
      'Statement has neither Resource nor NotResource',
    ],
    ['an identity policy with a principal', { ...ALLOW, Principal: '*' }, 'identity', 'Statement has a Principal'],
    [
      'a trust policy without a principal',
      { Effect: 'Allow', Action: 'sts:AssumeRole' },
      'trust',
      'Statement has neither Principal nor NotPrincipal',
    ],
    ['a trust policy with a resource', { ...ALLOW, Principal: '*' }, 'trust', 'Statement has a Resource'],
  ])('%s', (_, statement, kind, expected) => {
    const parsed = parsePolicy({ Statement: statement }, kind);
    expect(parsed.ok ? 'read' : parsed.problem).toContain(expected);
  });
});

test.each<[string, object, 'identity' | 'trust']>([
  ['Resource in an identity policy', ALLOW, 'identity'],
  ['NotResource in an identity policy', { Effect: 'Allow', Action: 's3:*', NotResource: '*' }, 'identity'],
  ['Principal in a trust policy', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' }, 'trust'],
  ['NotPrincipal in a trust policy', { Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: '*' }, 'trust'],
])('parsePolicy() takes %s', (_, statement, kind) => {
  expect(parsePolicy({ Statement: statement }, kind)).toMatchObject({ ok: true, value: { notes: [] } });
});

describe('parsePolicy() notes what IAM would refuse but can be read', () => {
  test.each([
    ['a wildcard in the service', { ...ALLOW, Action: 's3*:Get*' }, 'IAM takes no wildcard in the service'],
    ['a wildcard service', { ...ALLOW, Action: '*:Describe*' }, 'IAM takes no wildcard in the service'],
    ['no resource at all', { Effect: 'Allow', Action: 's3:*' }, 'read as every resource'],
  ])('%s', (_, statement, expected) => {
    expect(policy({ Statement: statement }).notes).toEqual([expect.stringContaining(expected)]);
  });

  test('a Sid that is used twice', () => {
    expect(
      policy({
        Statement: [
          { ...ALLOW, Sid: 'A' },
          { ...ALLOW, Sid: 'A' },
        ],
      }).notes,
    ).toEqual(['Statement[1].Sid "A" is used twice']);
  });

  test('nothing about Sids that are empty', () => {
    const empty = { ...ALLOW, Sid: '' };
    expect(policy({ Statement: [empty, empty] }).notes).toEqual([]);
  });

  test.each(['*', '**', '*:*', 's3:*', 's3:Get?bject'])('nothing about %s', (action) => {
    expect(policy({ Statement: { ...ALLOW, Action: action } }).notes).toEqual([]);
  });
});

describe('parsePolicy() survives hostile input', () => {
  test('text nested a hundred thousand deep', () => {
    const deep = `{"Statement":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(parsePolicy(deep).ok).toBe(false);
  });

  test('keys that are names of the prototype', () => {
    const document = policy(
      '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"__proto__":{"__proto__":"x","constructor":"y"}}}}',
    );
    const condition = document.statements[0]?.condition ?? {};
    expect(Object.keys(condition)).toEqual(['__proto__']);
    expect(Object.entries(Object.entries(condition)[0]?.[1] ?? {})).toEqual([
      ['__proto__', ['x']],
      ['constructor', ['y']],
    ]);
    expect(parsePolicy('{"Statement":[],"__proto__":{"Version":"2012-10-17"}}').ok).toBe(false);
  });

  test('a value of great length is quoted in part', () => {
    const parsed = parsePolicy({ Version: 'x'.repeat(100_000), Statement: [] });
    expect(parsed.ok ? '' : parsed.problem.length).toBeLessThan(250);
  });

  test('an object whose fields cannot be read', () => {
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    expect(parsePolicy(trap)).toEqual({ ok: false, problem: expect.stringContaining('cannot be read (Error: no)') });
  });
});
