import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type CollectionTag, parseDocument, type ScalarTag, YAMLMap } from 'yaml';

const FUNCTIONS = ['Ref', 'Sub', 'GetAtt', 'If', 'Not', 'Equals', 'Or', 'Condition', 'Select', 'Split', 'Join'];
const tags = FUNCTIONS.flatMap((name): (ScalarTag | CollectionTag)[] => [
  { tag: `!${name}`, resolve: (text) => ({ [name]: text }) },
  {
    tag: `!${name}`,
    collection: 'seq',
    resolve(items) {
      const call = new YAMLMap();
      call.set(name, items);
      return call;
    },
  },
]);

interface Template {
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: {
    readonly AuditRole: { readonly Properties: { readonly Policies: readonly unknown[] } };
    readonly AuditFunction: {
      readonly Properties: { readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> } };
    };
  };
}
const template = parseDocument(readFileSync('template.yaml', 'utf8'), { customTags: tags }).toJS() as Template;

type Parameters = Readonly<Record<string, string | readonly string[]>>;

const DEFAULTS: Parameters = {
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  TrailUri: '',
  SecondTrailUri: '',
  TrailKeyArn: [''],
  ConfigKeyArn: '',
};

/** What CloudFormation makes of a value; `undefined` for AWS::NoValue. */
function evaluate(value: unknown, parameters: Parameters): unknown {
  const of = (inner: unknown): unknown => evaluate(inner, parameters);
  if (Array.isArray(value)) return value.map(of).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const [entry, ...more] = Object.entries(value);
  const [name = '', given] = more.length === 0 && entry !== undefined ? entry : [];
  if (!FUNCTIONS.includes(name)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, of(inner)]));
  }
  const list = (Array.isArray(given) ? given : [given]) as readonly unknown[];
  switch (name) {
    case 'Ref':
      return parameters[String(given)];
    case 'If':
      return of(list[of({ Condition: list[0] }) === true ? 1 : 2]);
    case 'Condition':
      return of(template.Conditions[String(given)]);
    case 'Not':
      return of(list[0]) !== true;
    case 'Or':
      return list.some((item) => of(item) === true);
    case 'Equals':
      return of(list[0]) === of(list[1]);
    case 'Select':
      return (of(list[1]) as readonly unknown[])[Number(list[0])];
    case 'Split':
      return String(of(list[1])).split(String(list[0]));
    case 'Join':
      return (of(list[1]) as readonly string[]).join(String(list[0]));
    default: {
      const own = (of(list[1] ?? {}) ?? {}) as Parameters;
      return String(list[0]).replace(/\$\{([^}]+)\}/g, (_, key: string) => String({ ...parameters, ...own }[key]));
    }
  }
}

interface Statement {
  readonly Sid: string;
  readonly Resource: readonly string[];
  readonly Condition?: unknown;
}

function statementsOf(policy: string, parameters: Parameters): readonly Statement[] {
  const policies = template.Resources.AuditRole.Properties.Policies.filter((each) =>
    JSON.stringify(each).includes(`"PolicyName":"${policy}"`),
  );
  const [found] = evaluate(policies, { ...DEFAULTS, ...parameters }) as readonly {
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  }[];
  return found?.PolicyDocument.Statement ?? [];
}

test.each([
  ['s3://logs', ['arn:aws:s3:::logs/AWSLogs/*']],
  ['s3://logs/', ['arn:aws:s3:::logs/AWSLogs/*']],
  ['s3://logs/team/prod', ['arn:aws:s3:::logs/team/prod/AWSLogs/*']],
  ['s3://logs/team/prod/', ['arn:aws:s3:::logs/team/prod/AWSLogs/*']],
  ['s3://logs/AWSLogs/o-abc1234567/', ['arn:aws:s3:::logs/AWSLogs/*']],
  ['s3://logs/team/AWSLogs', ['arn:aws:s3:::logs/team/AWSLogs/*']],
])('of the trail at %s the log files alone may be read', (TrailUri, objects) => {
  const [list, read] = statementsOf('read-trail', { TrailUri });
  expect(read?.Resource).toEqual(objects);
  expect(list?.Resource).toEqual(['arn:aws:s3:::logs']);
  expect(list?.Condition).toEqual({ StringLike: { 's3:prefix': '*AWSLogs/*' } });
});

test('two trails are read, each below its own prefix', () => {
  const both = { TrailUri: 's3://logs/a/', SecondTrailUri: 's3://data-logs' };
  const [list, read] = statementsOf('read-trail', both);
  expect(list?.Resource).toEqual(['arn:aws:s3:::logs', 'arn:aws:s3:::data-logs']);
  expect(read?.Resource).toEqual(['arn:aws:s3:::logs/a/AWSLogs/*', 'arn:aws:s3:::data-logs/AWSLogs/*']);
  const { AUDITOR_TRAIL_URI } = template.Resources.AuditFunction.Properties.Environment.Variables;
  expect(evaluate(AUDITOR_TRAIL_URI, { ...DEFAULTS, ...both })).toBe('s3://logs/a/ s3://data-logs');
  expect(evaluate(AUDITOR_TRAIL_URI, { ...DEFAULTS, TrailUri: 's3://logs' })).toBe('s3://logs');
});

test('without a trail nothing of trails may be read', () => {
  expect(statementsOf('read-trail', {})).toEqual([]);
  expect(statementsOf('decrypt-trail', {})).toEqual([]);
});

test('each key given may be used', () => {
  const TrailKeyArn = ['arn:aws:kms:eu-west-1:123456789012:key/a', 'arn:aws:kms:eu-west-1:123456789012:key/b'];
  expect(statementsOf('decrypt-trail', { TrailKeyArn })[0]?.Resource).toEqual(TrailKeyArn);
});

test('the key of the configuration file may be used through S3 alone, where one is given', () => {
  expect(statementsOf('decrypt-configuration', {})).toEqual([]);
  const ConfigKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/a';
  expect(statementsOf('decrypt-configuration', { ConfigKeyArn })).toMatchObject([
    {
      Action: 'kms:Decrypt',
      Resource: ConfigKeyArn,
      Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } },
    },
  ]);
});
