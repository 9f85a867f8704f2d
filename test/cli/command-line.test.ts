import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultCatalogPath, writeCatalogFile } from '../../src/catalog-refresh/catalog-file.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { VERSION } from '../../src/cli/version.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { fakeTerminal } from './fake-terminal.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'auditor-cli-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function policyFile(name: string, statement: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify({ Version: '2012-10-17', Statement: statement }));
  return path;
}

async function run(args: readonly string[], stdin: string | Iterable<string | Uint8Array> = '') {
  const terminal = fakeTerminal(stdin, { XDG_CACHE_HOME: directory });
  const status = await runCommandLine(args, terminal);
  return { status, out: terminal.out(), err: terminal.err() };
}

describe('the command line', () => {
  test('says its version and its help, with status 0', async () => {
    expect(await run(['--version'])).toMatchObject({ status: 0, out: `${VERSION}\n` });
    const help = await run(['--help']);
    expect(help.status).toBe(0);
    for (const command of ['demo', 'audit', 'sandbox', 'expand', 'evaluate', 'map-events', 'catalog']) {
      expect(help.out).toContain(`  ${command}`);
    }
  });

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['audit', '--what'], /unknown option '--what'/],
    [['audit', '--format', 'pdf'], /'pdf' is invalid. Expected one of table, json/],
    [['audit', '--lookback', '3 months'], /--lookback is "3 months": expected a duration such as 90d/],
    [['audit', '--regions', 'europe'], /--regions is "europe": expected "all" or/],
    [['audit', '--format', 'jsno'], /\(did you mean json\?\)/],
    [['audit', '--role', 'my role'], /Cannot read role "my role": expected the name of a role/],
    [['audit', '--role', 'arn:aws:iam::1:role/x'], /Cannot parse/],
    [['audit', '--source', 'lokup'], /Expected one of auto, lookup, .*\(did you mean lookup\?\)/],
    [['audit', '--regions', 'us-east-1', 'eu-west-1'], /Several Regions are one list: --regions us-east-1,eu-west-1/],
    [['audit', 'my-app'], /say --family my-app or --role my-app/],
    [['audit', '--format', 'json', '--format', 'csv'], /Cannot print json and csv together: .* or --out DIR with them/],
    [
      ['audit', '--severity', 'shared-rle=LOW'],
      /"shared-rle" is no rule \(did you mean shared-role\?\): expected RULE=LEVEL/,
    ],
    [
      ['audit', '--severity', 'HIGH'],
      /"HIGH" is no rule: expected RULE=LEVEL, such as .*=LOW \(publishFrom, or --min-severity/,
    ],
    [
      ['audit', '--trail-uri', 's3://b/p'],
      /is "s3:\/\/b\/p": expected s3:.*; the name of a bucket has 3 to 63 lower-case/,
    ],
    [['audti'], /ecs-role-auditor: unknown command 'audti'\n\(Did you mean audit\?\)/],
    [['audit', '--formt', 'json'], /\(Did you mean --format\?\)/],
    [
      ['audit', '--profile', 'prod'],
      /unknown option '--profile'\n\(AWS_PROFILE in the environment chooses the profile\)\n\(/,
    ],
    [['audit', '--output', 'json'], /\n\(Did you mean --format\?\)\n/],
    [['evidence', 'plan', '--format', 'json'], /\n\(Did you mean --as\?\)\n/],
    [['audit', '--json'], /\n\(Did you mean --format json\?\)\n/],
    [['audit', '--since', '30d'], /\n\(Did you mean --lookback\?\)\n/],
    [['help', 'audti'], /"audti" is no command \(did you mean audit\?\)/],
    [['completion', 'bsh'], /Expected one of bash, zsh, fish, powershell \(did you mean bash\?\)/],
    [['audit', '--notify'], /--notify: expected --slack-webhook-secret/],
    [['audit', '--min-watched', '90d', '--lookback', '30d'], /--min-watched is longer than --lookback/],
    [['sandbox', '--port', '99999'], /expected a port from 1 to 65535/],
    [['expand'], /expected an action pattern such as 's3:Get\*'/],
    [
      ['expand', '--policy', '/nonexistent/p.json'],
      /Cannot read policy "\/nonexistent\/p.json": there is no such file/,
    ],
    [['expand', '--policy', 'src'], /Cannot read policy "src": it is a directory, expected a file/],
    [['expand', 'getobject'], /Cannot expand "getobject": expected service:Name/],
    [['evaluate', '--action', 's3:GetObject', '--resource', '*'], /required option '--policy <file...>' not specified/],
    [['audit', '--what'], /\(npm run -s cli -- audit --help shows what would be right\)/],
    [['catalog', 'refresh', '--what'], /\(npm run -s cli -- catalog refresh --help shows/],
    [['audit', '--out', '/proc/nosuch'], /Cannot write into --out "\/proc\/nosuch": .*; expected a directory that can/],
    [['demo', '--out', '/dev/null/x'], /Cannot write into --out "\/dev\/null\/x"/],
    [['usage', '--trail-uri', '/nonexistent'], /--trail-uri is "\/nonexistent": there is no such file or directory/],
    [['audit', '--trail-uri', 'package.json'], /--trail-uri is "package\.json": that is not a directory/],
    [
      ['audit', '--trail-uri', 's3:/logs'],
      /--trail-uri is "s3:\/logs": expected s3:\/\/bucket\/prefix, or a directory/,
    ],
    [['usage', '--trail-uri', 'package.json'], /--trail-uri is "package.json": that is not a directory/],
    [['catalog', 'refresh', '--from', 'ftp://x/'], /expected https/],
  ];
  test.each(wrong)('refuses %j with a message that says what would be right', async (args, message) => {
    const { status, out, err } = await run(args);
    expect(err).toMatch(message);
    expect(out).toBe('');
    expect(status === 2 || (args[0] === 'catalog' && status === 3)).toBe(true);
  });

  test('says which file is an answer of the AWS CLI around the policy', async () => {
    const path = join(directory, 'answer.json');
    writeFileSync(path, JSON.stringify({ PolicyVersion: { Document: { Version: '2012-10-17', Statement: [] } } }));
    const { status, err } = await run(['expand', '--policy', path]);
    expect(err).toContain('expected the policy itself: add --query PolicyVersion.Document');
    expect(status).toBe(2);
  });

  test('an action that the catalogue does not list is told, with the one that was probably meant', async () => {
    const policy = policyFile('get.json', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
    const ask = ['evaluate', '--policy', policy, '--resource', 'arn:aws:s3:::b/k', '--action'];
    expect((await run([...ask, 's3:GetObjct'])).err).toContain('(did you mean s3:GetObject?)');
    expect((await run([...ask, 'lamda:Invoke'])).err).toContain('(did you mean lambda:Invoke?)');
    expect((await run([...ask, 's3:GetObject'])).err).toBe('');
    expect((await run(['expand', 's3:GetObjct'])).err).toContain('(did you mean s3:GetObject?)');
  });

  test('expand lists the actions that patterns match', async () => {
    const { status, out } = await run(['expand', 'kms:DeleteAlia?', 'S3:getobject']);
    expect((await run(['expand', 'kms:DeleteAlia?,S3:getobject'])).out).toBe(out);
    expect(out).toBe('kms:DeleteAlias\ns3:GetObject\n');
    expect(status).toBe(0);
  });

  test('expand keeps what the catalogue does not know, and says so', async () => {
    const { out, err } = await run(['expand', 'nosuch:DoThing']);
    expect(out).toBe('nosuch:DoThing\n');
    expect(err).toContain('nosuch:DoThing matches nothing in the catalogue');
  });

  test('expand takes policies together, minus what they deny on every resource', async () => {
    const allow = policyFile('allow.json', { Effect: 'Allow', Action: 'sqs:*Queue', Resource: '*' });
    const deny = policyFile('deny.json', [
      { Effect: 'Deny', Action: 'sqs:DeleteQueue', Resource: ['arn:aws:sqs:*:*:x', '*'] },
      { Effect: 'Deny', Action: 'sqs:PurgeQueue', Resource: 'arn:aws:sqs:*:*:x' },
    ]);
    const { out } = await run(['expand', '--policy', allow, deny]);
    expect(out.trim().split('\n')).toEqual(['sqs:CreateQueue', 'sqs:PurgeQueue', 'sqs:TagQueue', 'sqs:UntagQueue']);
  });

  test('evaluate prints one decision as JSON, with the statements that made it', async () => {
    const policy = policyFile('role.json', {
      Sid: 'Reads',
      Effect: 'Allow',
      Action: 's3:Get*',
      Resource: 'arn:aws:s3:::b/*',
      Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
    });
    const ask = ['evaluate', '--policy', policy, '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::b/k'];
    expect(JSON.parse((await run(ask)).out)).toMatchObject({ decision: 'conditional' });
    const known = JSON.parse((await run([...ask, '--context', 'aws:SourceVpc=vpc-1'])).out);
    expect(known).toMatchObject({ decision: 'allowed', because: [{ statement: { sid: 'Reads' } }] });
    const other = JSON.parse((await run([...ask, '--context', 'aws:SourceVpc=vpc-2'])).out);
    expect(other).toMatchObject({ decision: 'implicitDeny' });
  });

  test('map-events writes one line for each record, and goes on after what it cannot read', async () => {
    const { status, out } = await run(
      ['map-events'],
      [
        '{"eventSource":"s3.amazonaws.com","eventName":"HeadObject"}\nnonsense\n{"Records":[{"eventSource":"kms',
        '.amazonaws.com","eventName":"Decrypt"}]}',
      ],
    );
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { actions: string[]; certainty: string; note?: string });
    expect(lines.map((line) => line.actions)).toEqual([['s3:GetObject'], [], ['kms:Decrypt']]);
    expect(lines[1]?.note).toContain('not a JSON object');
    expect(status).toBe(3);
  });

  test('map-events reads log files as they lie in a bucket, one after another, and says where one is cut off', async () => {
    const file = gzipSync('{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"Decrypt"}]}');
    const { status, out } = await run(['map-events'], [file.subarray(0, 1), file.subarray(1), file]);
    expect([status, out.match(/kms:Decrypt/g)?.length]).toEqual([0, 2]);
    const cut = await run(['map-events'], [file, file.subarray(0, 30)]);
    expect([cut.status, cut.out.match(/kms:Decrypt/g)?.length]).toEqual([3, 1]);
    expect(cut.err).toContain('cannot decompress standard input: unexpected end of file');
  });

  test.each(['', '[]', '\n'])('map-events says so where there is no record: %j', async (input) => {
    const { status, out, err } = await run(['map-events'], input);
    expect(err).toContain('no record on standard input; expected JSON Lines');
    expect(out).toBe('');
    expect(status).toBe(0);
  });

  test('catalog info shows version, date and counts; a refresh from a directory that is none leaves the old one in force', async () => {
    const before = await run(['catalog', 'info']);
    expect(before.out).toMatch(/version +\S+\ndate +20\d\d-\S+ \(\d+ days old\)[\s\S]*actions +2\d{4}/);
    const refresh = await run(['catalog', 'refresh', '--from', directory]);
    expect(refresh.err).toContain('The old catalogue stays in force');
    expect(refresh.status).toBe(3);
    expect((await run(['catalog', 'info'])).out).toBe(before.out);
  });

  test('catalog info says what a refresh would add', async () => {
    const { out } = await run(['catalog', 'info']);
    expect(out).toMatch(/operations with authorised actions +\(known after catalog refresh\)/);
    expect(out).not.toMatch(/ 0$/m);
  });

  test('expand and map-events take the refreshed catalogue, and pass over a damaged one with a word about it', async () => {
    const cache = mkdtempSync(join(directory, 'cache-'));
    const withCache = async (args: readonly string[], stdin = '') => {
      const terminal = fakeTerminal(stdin, { XDG_CACHE_HOME: cache });
      await runCommandLine(args, terminal);
      return { out: terminal.out(), err: terminal.err() };
    };
    const path = defaultCatalogPath(cache, '');
    const { data } = await loadCatalog();
    const kept = data.services.filter(({ prefix }) => prefix === 's3');
    expect(await writeCatalogFile(path, { ...data, services: kept })).toMatchObject({ ok: true });
    expect((await withCache(['expand', 'kms:DeleteAlias', 's3:GetObject'])).err).toContain(
      'kms:DeleteAlias matches nothing',
    );
    const event = '{"eventSource":"s3.amazonaws.com","eventName":"HeadObject"}';
    writeFileSync(path, 'damaged');
    const mapped = await withCache(['map-events'], event);
    expect(mapped.err).toContain('refresh it with: catalog refresh');
    expect(mapped.out).toContain('s3:GetObject');
  });

  test('sandbox on a port that is taken says so', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { status, err } = await run(['sandbox', '--port', String(port)]);
    other.close();
    expect(err).toContain(`Cannot serve on --port ${port}: another program listens there; expected a free port`);
    expect(status).toBe(2);
  });

  test('the README names every command', async () => {
    const readme = readFileSync('README.md', 'utf8');
    for (const command of ['audit', 'demo', 'sandbox', 'expand', 'evaluate', 'map-events'])
      expect(readme).toContain(command);
  });
});
