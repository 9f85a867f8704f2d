import { readFileSync } from 'node:fs';
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { toAsff } from '../../src/findings/asff/asff.ts';
import { rememberedFields } from '../../src/findings/asff/asff-fields.ts';
import type { AsffFinding } from '../../src/findings/asff/asff-finding.ts';
import { evaluateRules } from '../../src/findings/evaluate-rules.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { fingerprintOf } from '../../src/findings/fingerprint.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import { allow, assess, CONTEXT, DAY, managedPolicy, NOW, TRUST, use, verdict } from './fixtures.ts';
import { oneOfEachKind } from './one-of-each-kind.ts';

const TARGET = { region: 'us-east-1', now: NOW };

const rich: Finding = (() => {
  const [found] = evaluateRules(
    [
      assess('app', {
        uses: Array.from({ length: 40 }, (_, place) => use('task', `family-${place}`)),
        actions: [verdict('s3:PutObject', 'unused')],
        role: {
          policies: [allow('app', ['s3:PutObject']), managedPolicy('ReadThings')],
          tags: { 'aws:stack': 'hidden', owner: 'team-a\n', empty: '', blank: ' \n', ' ': 'x' },
          trustPolicy: parsePolicy(TRUST),
        },
      }),
    ],
    CONTEXT,
  ).findings;
  if (found === undefined) throw new Error('the fixture has no finding');
  return found;
})();

test('the SDK takes what toAsff makes', () => {
  expectTypeOf<AsffFinding>().toExtend<AwsSecurityFinding>();
});

test.each(oneOfEachKind().map((finding) => [finding.rule, finding] as const))(
  'a finding of %s has exactly the bytes of its golden file',
  (rule, finding) => {
    const golden = readFileSync(new URL(`../golden/asff/${rule}.golden`, import.meta.url), 'utf8');
    expect(`${JSON.stringify(toAsff(finding, TARGET), null, 2)}\n`).toBe(golden);
  },
);

test('a golden finding exists for every rule', async () => {
  const { RULES } = await import('../../src/findings/rules.ts');
  expect(new Set(oneOfEachKind().map((finding) => finding.rule))).toEqual(new Set(RULES.map((rule) => rule.id)));
});

describe('what is accepted', () => {
  const acceptance = { reason: 'It\nmoves soon', until: NOW + 60 * DAY, writtenIn: 'exceptions[0] of auditor.yaml' };
  const suppressed: Finding = { ...rich, status: 'suppressed', acceptance, owner: 'team-a' };
  test('stays active, and says until when and why', () => {
    const asff = toAsff(suppressed, TARGET);
    expect(asff.RecordState).toBe('ACTIVE');
    expect(asff.ProductFields).toMatchObject({
      'ecs-role-auditor/owner': 'team-a',
      'ecs-role-auditor/acceptedUntil': '2027-01-21',
      'ecs-role-auditor/acceptedBecause': 'It moves soon',
    });
    expect(rememberedFields(asff.ProductFields)).toMatchObject({ suppressed: true, actions: rich.actions });
    expect(rememberedFields(toAsff(rich, TARGET).ProductFields).suppressed).toBeUndefined();
  });
  test('is imported again when reason, day or owner change, not when it is written elsewhere', () => {
    const fingerprint = fingerprintOf(suppressed);
    const changed: readonly Finding[] = [
      rich,
      { ...suppressed, owner: 'team-b' },
      { ...suppressed, acceptance: { ...acceptance, reason: 'other' } },
      { ...suppressed, acceptance: { ...acceptance, until: NOW } },
      { ...suppressed, acceptedActions: ['s3:GetObject'] },
    ];
    expect(new Set([fingerprint, ...changed.map(fingerprintOf)]).size).toBe(changed.length + 1);
    expect(fingerprintOf({ ...suppressed, acceptance: { ...acceptance, writtenIn: 'a tag' } })).toBe(fingerprint);
  });
});

describe('resources', () => {
  test('the role comes first, then task definitions, 32 in all, and the rest is counted', () => {
    const asff = toAsff(rich, TARGET);
    expect(asff.Resources).toHaveLength(32);
    expect(asff.Resources[0]).toMatchObject({ Type: 'AwsIamRole' });
    expect(asff.Resources[0]?.Tags).toEqual({ owner: 'team-a ' });
    expect(asff.Resources[1]).toMatchObject({
      Type: 'AwsEcsTaskDefinition',
      Region: 'us-east-1',
      Details: { AwsEcsTaskDefinition: { Family: 'family-0' } },
    });
    expect(asff.ProductFields['ecs-role-auditor/taskDefinitionsNotShown']).toBe('and 9 more');
  });
  test('the trust policy is given as IAM writes it', () => {
    const details = toAsff(rich, TARGET).Resources[0]?.Details?.AwsIamRole;
    expect(JSON.parse(details?.AssumeRolePolicyDocument ?? '')).toEqual(TRUST);
  });
  test.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('partition %s is in every ARN', (partition, region) => {
    const asff = toAsff({ ...rich, partition }, { ...TARGET, region });
    expect(asff.ProductArn).toBe(`arn:${partition}:securityhub:${region}:123456789012:product/123456789012/default`);
    expect(asff.Resources[0]?.Partition).toBe(partition);
  });
  test('a partition that Security Hub does not name is left out', () => {
    expect(toAsff({ ...rich, partition: 'aws-iso' }, TARGET).Resources[0]).not.toHaveProperty('Partition');
  });
});

describe('two runs', () => {
  test('differ by UpdatedAt alone, minutes apart on one day', () => {
    const later = { ...rich, firstSeen: rich.firstSeen, lastSeen: NOW + 600_000 };
    const { UpdatedAt: first, ...one } = toAsff({ ...rich, firstSeen: NOW - DAY }, TARGET);
    const { UpdatedAt: second, ...two } = toAsff({ ...later, firstSeen: NOW - DAY }, { ...TARGET, now: NOW + 600_000 });
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
    expect(second > first).toBe(true);
  });
  test('the first run and the second agree too', () => {
    const { UpdatedAt: _, ...one } = toAsff(rich, TARGET);
    const again = { ...rich, firstSeen: NOW, createdAt: NOW, lastSeen: NOW + 600_000 };
    const { UpdatedAt: __, ...two } = toAsff(again, { ...TARGET, now: NOW + 600_000 });
    expect(two).toEqual(one);
  });
});

test('a finding is not last observed before it was first observed, to the millisecond', () => {
  for (const at of [NOW, NOW + 643, NOW + DAY - 1]) {
    const { FirstObservedAt, LastObservedAt } = toAsff({ ...rich, firstSeen: at, lastSeen: at }, TARGET);
    expect(LastObservedAt).toBe(FirstObservedAt);
  }
});

test('a resolved finding is archived', () => {
  expect(toAsff({ ...rich, status: 'resolved' }, TARGET).RecordState).toBe('ARCHIVED');
});

test('what the next run must remember comes back whole', () => {
  const actions = Array.from({ length: 900 }, (_, place) => `service${place}:${'Action'.repeat(5)}` as const);
  const finding = { ...rich, actions };
  expect(rememberedFields(toAsff(finding, TARGET).ProductFields)).toEqual({
    actions,
    families: rich.families,
    fingerprint: fingerprintOf(finding),
  });
});

test('a list that is too long for its fields is not remembered in part', () => {
  const actions = Array.from({ length: 5000 }, (_, place) => `service${place}:Action` as const);
  expect(rememberedFields(toAsff({ ...rich, actions }, TARGET).ProductFields)).not.toHaveProperty('actions');
  expect(rememberedFields(undefined)).toEqual({});
});

test('every limit of ASFF holds for any text', () => {
  const text = fc.string({ maxLength: 3000, unit: 'binary' });
  fc.assert(
    fc.property(
      text,
      text,
      fc.array(fc.string({ maxLength: 300 }), { maxLength: 60 }),
      fc.dictionary(fc.string({ maxLength: 200 }), text, { maxKeys: 60 }),
      (title, description, families, evidence) => {
        const asff = toAsff(
          {
            ...rich,
            title,
            description,
            families,
            evidence,
            remediation: { text: description, url: rich.remediation.url },
            actions: families.map((family): `x:${string}` => `x:${family}`),
          },
          TARGET,
        );
        expect(asff.Title.length).toBeLessThanOrEqual(256);
        expect(asff.Description.length).toBeLessThanOrEqual(1024);
        expect(asff.Remediation.Recommendation.Text.length).toBeLessThanOrEqual(512);
        const fields = Object.entries(asff.ProductFields);
        expect(fields.length).toBeLessThanOrEqual(50);
        for (const [key, value] of fields) {
          expect(key.length).toBeLessThanOrEqual(128);
          expect(value.length).toBeLessThanOrEqual(2048);
        }
        expect(Buffer.byteLength(JSON.stringify(asff))).toBeLessThanOrEqual(240_000);
      },
    ),
    { numRuns: 50 },
  );
});

test('a finding that would be too large loses the details of its resources first', () => {
  const document = {
    ...TRUST,
    Statement: [{ ...TRUST.Statement[0], Sid: 'x'.repeat(130_000) }],
  };
  const asff = toAsff(
    {
      ...rich,
      ...(rich.role && {
        role: {
          ...rich.role,
          trustPolicy: parsePolicy(document),
          policies: Array.from({ length: 900 }, (_, place) => managedPolicy(`P${place}${'y'.repeat(100)}`)),
        },
      }),
    },
    TARGET,
  );
  expect(Buffer.byteLength(JSON.stringify(asff))).toBeLessThanOrEqual(240_000);
  expect(asff.Resources[0]).not.toHaveProperty('Details');
  expect(asff.ProductFields['ecs-role-auditor/rule']).toBe('unused-permissions');
});
