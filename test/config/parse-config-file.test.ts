import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/config/config.ts';
import { configFileJsonSchema } from '../../src/config/config-file-schema.ts';
import { NO_CONFIG_FILE, parseConfigFile } from '../../src/config/parse-config-file.ts';

const now = Date.parse('2026-11-22T03:00:00Z');
const read = (text: string) => parseConfigFile(text, { name: 'conf/auditor.yaml', now });
const DAY = 86_400_000;

describe('parseConfigFile()', () => {
  test('reads the documented example, which the configuration then takes', () => {
    const text = readFileSync('docs/auditor.example.yaml', 'utf8');
    const file = parseConfigFile(text, { name: 'auditor.example.yaml', now });
    expect(file.problems).toEqual([]);
    const config = readConfig({}, file);
    expect(config.audit).toMatchObject({ regions: ['eu-west-1', 'us-east-1'], minWatched: 45 * DAY });
    expect(config.audit.severities).toEqual({
      'shared-role': 'INFORMATIONAL',
      'trust-without-source-condition': 'MEDIUM',
    });
    expect(
      config.audit.exceptions.map(({ role, rules, until }) => [role, rules, new Date(until).toISOString()]),
    ).toEqual([
      ['billing-task', ['wildcard-resource'], '2027-01-31T00:00:00.000Z'],
      ['report-*', ['unused-permissions', 'unused-service'], '2027-04-01T00:00:00.000Z'],
      ['arn:aws:iam::*:role/legacy/orders-task', 'all', '2026-12-24T00:00:00.000Z'],
    ]);
    expect(config.audit.owners).toEqual({
      tag: 'owner',
      roles: [{ role: 'billing-*', owner: 'team-billing' }],
      families: [{ family: 'checkout*', owner: 'team-checkout' }],
      channels: { 'team-billing': { slackChannel: 'C0123456789' } },
    });
  });

  test('reads JSON, also where it is indented by tabs', () => {
    const value = {
      version: 1,
      lookback: '60d',
      exceptions: [{ role: 'a', until: '2027-01-01', reason: 'why: {not}' }],
    };
    for (const indent of [undefined, 2, '\t']) {
      const file = read(JSON.stringify(value, null, indent));
      expect(file.problems).toEqual([]);
      expect(file.settings).toEqual({ lookback: '60d' });
      expect(file.exceptions).toMatchObject([{ role: 'a', rules: 'all', reason: 'why: {not}' }]);
    }
  });

  test.each(['\uFEFFversion: 1\r\nlookback: 60d\r\n', 'lookback: 60d # so far\nversion: 1'])('reads %j', (text) => {
    expect(read(text)).toMatchObject({ settings: { lookback: '60d' }, problems: [] });
  });

  test('needs the version alone', () => {
    const file = read('version: 1\n');
    expect(file).toMatchObject({ settings: {}, exceptions: [], owners: NO_CONFIG_FILE.owners, problems: [] });
  });

  test('says where an exception is written', () => {
    const file = read('version: 1\nexceptions:\n  - {role: a, until: 2027-01-01, reason: x}\n');
    expect(file.exceptions[0]?.writtenIn).toBe('exceptions[0] of auditor.yaml');
  });

  test('reads a place per line of several trails, so that names of directories may hold commas', () => {
    const file = read('version: 1\nsources: [trail]\ntrailUri: ["./a,b", s3://logs/x]\n');
    expect(readConfig({}, file).trails).toMatchObject([{ path: './a,b' }, { bucket: 'logs', prefix: 'x' }]);
  });

  const refused: readonly (readonly [string, string, readonly string[]])[] = [
    ['an empty file', '', ['1:1: the file is empty: expected keys with values, as in version: 1']],
    ['a list', '- version: 1', ['1:1: the file is [{"version":1}]: expected keys']],
    ['no version', 'lookback: 90d', ['1:1: version is missing: expected version: 1']],
    ['another version', 'version: 2', ['1:10: version is 2: expected version: 1']],
    ['a version in quotes', 'version: "1"', ['1:10: version is "1": expected version: 1']],
    ['a misspelt key', 'version: 1\nlookbak: 90d', ['2:1: "lookbak" is not known (did you mean lookback?)']],
    [
      'an unknown key',
      'version: 1\nzzzzzzzzzzzz: 1',
      ['2:1: "zzzzzzzzzzzz" is not known: expected one of version, regions'],
    ],
    ['a key twice', 'version: 1\nversion: 1', ['2:1: cannot be read: Map keys must be unique']],
    ['two documents', 'version: 1\n---\nversion: 1', ['2:1: cannot be read: ']],
    ['broken YAML', 'version: [1', ['cannot be read: ']],
    ['broken JSON', '{"version": 1,', ['cannot be read: ']],
    ['an alias without its anchor', 'version: *v', ['1:10: cannot be read: expected values written out']],
    ['an alias of what holds it', '&a [*a, *a]', ['1:5: cannot be read: expected values written out']],
    ['a key of every object', 'version: 1\nconstructor: 1', ['2:1: "constructor" is not known: expected one of']],
    ['a key that changes objects', 'version: 1\n__proto__: {a: 1}', ['2:1: "__proto__" is not known: expected one of']],
    ['a number for a text', 'version: 1\nlookback: 90', ['2:11: lookback is 90: expected text, in quotes']],
    [
      'a switch that is not for files',
      'version: 1\npublish: true',
      ['2:1: "publish" is not known: whether findings are published'],
    ],
    [
      'another file',
      'version: 1\nconfig: b.yaml',
      ['2:1: "config" is not known: a configuration file cannot name another'],
    ],
    [
      'a severity of no rule',
      'version: 1\nseverity: {shared-rol: LOW}',
      ['2:12: "shared-rol" is not known in severity (did you mean shared-role?)'],
    ],
    [
      'a severity that is none',
      'version: 1\nseverity: {shared-role: low}',
      ['2:25: severity.shared-role is "low": expected one of CRITICAL'],
    ],
    [
      'exceptions that are no list',
      'version: 1\nexceptions: {}',
      ['2:13: exceptions is {}: expected a list of exceptions'],
    ],
    [
      'an exception without a day',
      'version: 1\nexceptions: [{role: a, reason: x}]',
      ['2:14: exceptions[0].until is missing: expected a day such as'],
    ],
    [
      'an exception without a reason',
      'version: 1\nexceptions: [{role: a, until: 2027-01-01, reason: " "}]',
      ['exceptions[0].reason is " ": expected the reason'],
    ],
    [
      'an exception of no role',
      'version: 1\nexceptions: [{until: 2027-01-01, reason: x}]',
      ['exceptions[0].role is missing: expected the name of a role'],
    ],
    [
      'a role that cannot be',
      'version: 1\nexceptions: [{role: a b, until: 2027-01-01, reason: x}]',
      ['exceptions[0].role is "a b": expected the name of a role'],
    ],
    [
      'a path before the name',
      'version: 1\nexceptions: [{role: /svc/a, until: 2027-01-01, reason: x}]',
      ['exceptions[0].role is "/svc/a": expected the name of a role (without its path)'],
    ],
    [
      'an exception of everything',
      'version: 1\nexceptions: [{role: "*", until: 2027-01-01, reason: x}]',
      ['exceptions[0].role is "*": expected a rule or actions beside it'],
    ],
    ...['arn:*', '*:*', 'arn:aws:iam::*:role/*', 'arn:aws-cn:iam::111122223333:*', '**'].map(
      (role): readonly [string, string, readonly string[]] => [
        `an exception of everything, as ${role}`,
        `version: 1\nexceptions: [{role: "${role}", until: 2027-01-01, reason: x}]`,
        [`exceptions[0].role is "${role}": expected a rule or actions beside it`],
      ],
    ),
    [
      'an exception of every action of everything',
      'version: 1\nexceptions: [{role: "*", actions: ["*"], until: 2027-01-01, reason: x}]',
      ['exceptions[0].role is "*": expected a rule or actions beside it'],
    ],
    [
      'a reason that nobody sees',
      'version: 1\nexceptions: [{role: a, until: 2027-01-01, reason: "\\u200b\\u2060"}]',
      ['expected the reason, in words that can be seen'],
    ],
    [
      'a rule that is none',
      'version: 1\nexceptions: [{role: a, rule: unused-permission, until: 2027-01-01, reason: x}]',
      [
        'exceptions[0].rule is "unused-permission": expected the id of a rule in docs/findings.md, or a list of them (did you mean unused-permissions?)',
      ],
    ],
    [
      'a list with such a rule',
      'version: 1\nexceptions: [{role: a, rule: [shared-role, b], until: 2027-01-01, reason: x}]',
      ['exceptions[0].rule is ["shared-role","b"]: expected the id of a rule'],
    ],
    [
      'no actions',
      'version: 1\nexceptions: [{role: a, actions: [], until: 2027-01-01, reason: x}]',
      ['exceptions[0].actions is []: expected at least one action'],
    ],
    [
      'an action that is none',
      'version: 1\nexceptions: [{role: a, actions: [s3], until: 2027-01-01, reason: x}]',
      ['exceptions[0].actions[0] is "s3": expected an action such as s3:GetObject'],
    ],
    [
      'a misspelt key of an exception',
      'version: 1\nexceptions: [{role: a, util: 2027-01-01, reason: x}]',
      ['2:24: "util" is not known in exceptions[0] (did you mean until?)', 'exceptions[0].until is missing'],
    ],
    [
      'a text for an exception',
      'version: 1\nexceptions: [billing-task]',
      ['exceptions[0] is "billing-task": expected an exception: role, until and reason'],
    ],
    [
      'a channel by its name',
      'version: 1\nowners: {channels: {a: {slackChannel: "#a"}}}',
      ['2:39: owners.channels.a.slackChannel is "#a": expected the id of a channel'],
    ],
    [
      'an owner without a name',
      'version: 1\nowners: {roles: [{role: a, owner: ""}]}',
      ['owners.roles[0].owner is "": expected the name of an owner'],
    ],
    [
      'a tag of AWS’s own',
      'version: 1\nowners: {tag: "aws:owner"}',
      ['owners.tag is "aws:owner": expected the key of a role tag'],
    ],
    ['far too much', `version: 1\n# ${'x'.repeat(1_000_000)}`, ['it has more than 1000000 characters']],
  ];
  test.each(refused)('refuses %s, with the place, the value and what would be right', (_name, text, sentences) => {
    const { problems, exceptions } = read(text);
    expect(problems.every((problem) => /^auditor\.yaml:\d+:\d+: /.test(problem))).toBe(true);
    for (const sentence of sentences) expect(problems.join('\n')).toContain(sentence);
    expect(problems).toHaveLength(sentences.length);
    expect(exceptions).toEqual([]);
  });

  test('says so much of a file with thousands of problems, and at once', () => {
    const keys = Array.from({ length: 3_000 }, (_, number) => `key${number}: 1\n`).join('');
    const exceptions = '  - {role: x y, until: 9, reason: }\n'.repeat(5_000);
    for (const text of [`version: 1\n${keys}`, `version: 1\nexceptions:\n${exceptions}`, '['.repeat(20_000)]) {
      const { problems } = read(text);
      expect(problems).toHaveLength(51);
      expect(problems.at(-1)).toBe('and more of the kind');
    }
  });

  test.each(['arn:aws:iam::111122223333:role/team/*', 'arn:aws:iam::*:role/*-task', '*-task'])(
    'takes %s, which is not every role',
    (role) => {
      expect(read(`version: 1\nexceptions: [{role: "${role}", until: 2027-01-01, reason: x}]`).problems).toEqual([]);
    },
  );

  const days: readonly (readonly [string, string | undefined])[] = [
    ['2027-01-31', undefined],
    ['2026-11-22', undefined],
    ['2020-01-01', undefined],
    ['2027-11-23', undefined],
    ['2027-11-24', 'at most 366 days ahead, 2027-11-23 today'],
    ['2027-02-29', 'a day such as'],
    ['2027-1-31', 'a day such as'],
    ['31.01.2027', 'a day such as'],
    ['2027-01-31T00:00:00Z', 'a day such as'],
    ['never', 'a day such as'],
  ];
  test.each(days)('until %s: %s', (until, problem) => {
    const { problems, exceptions } = read(`version: 1\nexceptions: [{role: a, until: "${until}", reason: x}]`);
    if (problem === undefined) {
      expect(problems).toEqual([]);
      expect(new Date(exceptions[0]?.until ?? 0).toISOString()).toBe(`${until}T00:00:00.000Z`);
    } else {
      expect(problems).toEqual([expect.stringContaining(`exceptions[0].until is "${until}": expected ${problem}`)]);
    }
  });

  test('tells all problems at once, in the order of the file, with those of the environment', () => {
    const file = read(
      'version: 3\nlookback: soon\nexceptions:\n  - {role: a, until: soon, reason: x}\n  - {role: b}\nowner: x\n',
    );
    const places = file.problems.map((problem) => problem.split(': ')[0]);
    expect(places).toEqual([
      'auditor.yaml:1:10',
      'auditor.yaml:4:22',
      'auditor.yaml:5:5',
      'auditor.yaml:5:5',
      'auditor.yaml:6:1',
    ]);
    let message = '';
    try {
      readConfig({ AUDITOR_PUBLISH: 'perhaps', AUDITOR_LOOKBAK: '1d' }, file);
    } catch (error) {
      message = String(error);
    }
    for (const part of [
      'AUDITOR_LOOKBAK',
      'version is 3',
      'exceptions[0].until',
      'auditor.yaml:2:11: lookback is "soon"',
      'AUDITOR_PUBLISH is "perhaps"',
    ]) {
      expect(message).toContain(part);
    }
  });

  const secrets = [
    'https://hooks.slack.com/services/T000/B000/canary',
    'xoxb-1234-canary',
    'AKIACANARYCANARY1234',
    'https://user:canary@host/path',
    'https://host/path?token=canary',
    'ghp_canarycanarycanarycanary',
  ];
  const places = [
    (secret: string) => `version: 1\nslackWebhookSecret: "${secret}"`,
    (secret: string) => `version: 1\nlookback: "${secret}"`,
    (secret: string) => `version: 1\nwebhook: "${secret}"`,
    (secret: string) => `version: 1\n"${secret}": x`,
    (secret: string) => `version: 1\nexceptions: [{role: "${secret}", until: 2027-01-01, reason: x}]`,
    (secret: string) => `version: 1\nexceptions: [{role: a, until: "${secret}", reason: x}]`,
    (secret: string) => `version: 1\nexceptions: [{role: a, until: 2027-01-01, reason: "see ${secret}"}]`,
    (secret: string) => `version: 1\nexceptions: ["${secret}"]`,
    (secret: string) => `version: 1\nowners: {channels: {a: {slackChannel: "${secret}"}}}`,
    (secret: string) => `version: 1\n- "${secret}"`,
    (secret: string) => `{"${secret}": "${secret}" "${secret}"`,
    (secret: string) => `version: *${secret.replace(/\W/g, '')}`,
  ];
  test.each(secrets)('refuses %s wherever it stands, and never repeats it', (secret) => {
    for (const place of places) {
      const text = place(secret);
      const file = read(text);
      expect(file.problems, text).not.toEqual([]);
      expect(file.problems.join('\n').toLowerCase()).not.toContain('canary');
      expect(() => readConfig({}, file)).not.toThrow(/canary/i);
    }
  });

  test('lets a reason name a page', () => {
    const file = read(
      'version: 1\nexceptions: [{role: a, until: 2027-01-01, reason: "https://jira.example/browse/BILL-204"}]',
    );
    expect(file.problems).toEqual([]);
  });

  test('takes whatever text without throwing, and says what is wrong', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom(...'{}[]:,-&*!|>\'"#\n\t a1') })),
        (text) => {
          const { problems } = read(text);
          expect(problems.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('precedence', () => {
  const file = read('version: 1\nlookback: 60d\nminWatched: 20d\nseverity: {shared-role: HIGH}\n');
  test('a variable wins over the file, the file over the default', () => {
    const config = readConfig({ AUDITOR_LOOKBACK: '45d' }, file);
    expect(config.audit).toMatchObject({ lookback: 45 * DAY, minWatched: 20 * DAY, minAge: 45 * DAY });
    expect(config.audit.severities).toEqual({ 'shared-role': 'HIGH' });
  });
  test('an empty variable leaves the file its word', () => {
    expect(readConfig({ AUDITOR_LOOKBACK: '' }, file).audit.lookback).toBe(60 * DAY);
  });
  test('what goes wrong between the two names both', () => {
    expect(() => readConfig({ AUDITOR_LOOKBACK: '10d' }, file)).toThrow(
      'auditor.yaml:3:13: minWatched is longer than AUDITOR_LOOKBACK (10d)',
    );
  });
});

test('the published JSON Schema is the one of today: node scripts/generate-config-schema.ts', () => {
  const published: unknown = JSON.parse(readFileSync('docs/config.schema.json', 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(configFileJsonSchema())));
});

describe('the published JSON Schema', () => {
  const schema = JSON.parse(readFileSync('docs/config.schema.json', 'utf8')) as object;
  const takes = new Ajv2020({ strict: false, formats: { date: true } }).compile(schema);
  const exception = (parts: object) => ({
    exceptions: [{ role: 'app', until: '2027-01-31', reason: 'it may', ...parts }],
  });
  /** What the program makes of the same. */
  const refuses = (document: object): boolean => {
    const file = read(JSON.stringify(document));
    try {
      readConfig({}, file);
      return file.problems.length > 0;
    } catch {
      return true;
    }
  };

  test('takes the documented example', () => {
    expect(takes(parse(readFileSync('docs/auditor.example.yaml', 'utf8')))).toBe(true);
  });

  test.each<[string, object, boolean]>([
    ['a duration', { lookback: '60d' }, false],
    ['a duration without a unit', { lookback: '60' }, true],
    ['a duration of nothing', { minWatched: '0d' }, true],
    ['a Region that is none', { regions: ['Ireland'] }, true],
    ['a source that is none', { sources: 'trails' }, true],
    ['a bucket with its scheme', { reportBucket: 's3://b' }, true],
    ['a severity that is none', { publishFrom: 'SEVERE' }, true],
    ['a day in another order', exception({ until: '31.01.2027' }), true],
    ['an exception of everything', exception({ role: '*' }), true],
    ['an exception of everything, in full', exception({ role: 'arn:aws:iam::123456789012:role/*' }), true],
    ['an exception of everything, by its actions', exception({ role: '*', actions: ['*:*'] }), true],
    ['an exception of one rule', exception({ role: '*', rule: 'shared-role' }), false],
    ['an exception of one path', exception({ role: 'arn:aws:iam::*:role/legacy/*' }), false],
    ['an exception without a reason', exception({ reason: undefined }), true],
  ])('refuses what the program refuses: %s', (_, part, refused) => {
    const document = { version: 1, ...part };
    expect([!takes(JSON.parse(JSON.stringify(document))), refuses(document)]).toEqual([refused, refused]);
  });
});
