import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAsff } from '../../src/findings/asff/asff.ts';
import { asffProblems } from '../../src/sandbox/services/asff-problems.ts';
import type { JsonObject } from '../../src/sandbox/wire/json.ts';
import { policy } from '../support/iam.ts';
import { findingOf } from './finding-of.ts';
import { ACCOUNT, NOW, roleNamed } from './fixtures.ts';

/** Whatever people may write: tags, values of conditions, reasons of exceptions. */
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('', ' ', '\n', '\u00a0', '\u200b', '\u2028', '\ud800', '日本', 'x'.repeat(3_000), 'a\r\nb', '\u0085'),
);
/** "IAM and AWS STS quotas, name requirements, and character limits". */
const name = fc.stringMatching(/^[\w+=,.@-]{1,64}$/);
const path = fc.constantFrom('/', '/svc/', '/!"#$%&\'()*+/', '/~{|}`^/', `/${'p'.repeat(510)}/`);
const trust = (value: string) =>
  policy({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:PrincipalTag/team': value } },
    },
  });

const finding = fc
  .record({
    role: name,
    path,
    tags: fc.dictionary(anything, anything, { maxKeys: 60 }),
    value: anything,
    policyName: name,
    texts: fc.array(anything, { minLength: 6, maxLength: 6 }),
    families: fc.array(anything, { maxLength: 40 }),
    evidence: fc.dictionary(anything, anything, { maxKeys: 20 }),
  })
  .map(({ role, path: ofRole, tags, value, policyName, texts, families, evidence }) =>
    findingOf('unused-permissions', role, {
      title: `x${texts[0]}`,
      description: `x${texts[1]}`,
      remediation: { text: `x${texts[2]}`, url: 'https://docs.aws.amazon.com/IAM/' },
      owner: texts[3] ?? '',
      acceptance: { reason: texts[4] ?? '', writtenIn: texts[5] ?? '' },
      families,
      evidence,
      role: roleNamed(role, {
        path: ofRole,
        tags,
        trustPolicy: { ok: true, value: trust(value) },
        policies: [{ source: { kind: 'inline', name: policyName }, document: { ok: false, problem: 'x' } }],
      }),
    }),
  );

const asJson = (value: object) => JSON.parse(JSON.stringify(value)) as JsonObject;

describe('a finding in ASFF', () => {
  test('is one that Security Hub takes, whatever the role is called, tagged and trusted', () => {
    fc.assert(
      fc.property(finding, (each) => {
        expect(asffProblems(asJson(toAsff(each, { region: 'us-east-1', now: NOW })))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('holds the trust policy that IAM holds, in letters that ASFF takes', () => {
    const role = roleNamed('r', { trustPolicy: { ok: true, value: trust('Größe 日本 \u007f\u00a0') } });
    const [resource] = toAsff(findingOf('unused-permissions', 'r', { role }), {
      region: 'us-east-1',
      now: NOW,
    }).Resources;
    const text = resource?.Details?.AwsIamRole?.AssumeRolePolicyDocument ?? '';
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.stringify(JSON.parse(text))).toContain('Größe 日本 \u007f\u00a0');
  });

  test.each<readonly [string, JsonObject, string]>([
    ['a blank text', { GeneratorId: ' ' }, 'data.GeneratorId should match pattern'],
    [
      'a blank text further down',
      { Remediation: { Recommendation: { Text: '\t' } } },
      'Recommendation.Text should match',
    ],
    [
      'a blank key',
      { Resources: [{ Type: 'Other', Id: 'x', Tags: { ' ': 'x' } }] },
      'Tags should have keys that match',
    ],
    [
      'a blank item',
      { FindingProviderFields: { Severity: { Label: 'LOW' }, Types: ['TTPs', ''] } },
      'Types[1] should match',
    ],
    [
      'a trust policy beyond Latin-1',
      {
        Resources: [{ Type: 'AwsIamRole', Id: 'x', Details: { AwsIamRole: { AssumeRolePolicyDocument: '{"日":1}' } } }],
      },
      'AssumeRolePolicyDocument should match pattern',
    ],
    [
      'an unknown partition',
      { Resources: [{ Type: 'Other', Id: 'x', Partition: 'aws-iso' }] },
      'Partition should match',
    ],
    [
      'many tags',
      {
        Resources: [
          { Type: 'Other', Id: 'x', Tags: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v'])) },
        ],
      },
      'Resources[0].Tags should NOT have more than 50 properties',
    ],
    [
      'a long tag',
      { Resources: [{ Type: 'Other', Id: 'x', Tags: { k: 'v'.repeat(257) } }] },
      "Tags['k'] should be a string",
    ],
  ])('is refused by the sandbox with %s', (_what, change, problem) => {
    const good = asJson(toAsff(findingOf('unused-permissions', 'r'), { region: 'us-east-1', now: NOW }));
    expect(asffProblems(good)).toEqual([]);
    expect(asffProblems({ ...good, AwsAccountId: ACCOUNT, ...change }).join('\n')).toContain(problem);
  });
});
