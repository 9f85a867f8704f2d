import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateRules } from '../../src/findings/evaluate-rules.ts';
import { type AcceptInput, acceptFindings } from '../../src/findings/exceptions/accept-findings.ts';
import type { Exception } from '../../src/findings/exceptions/exception.ts';
import { findingWithout } from '../../src/findings/exceptions/finding-without.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { RULES, type RuleId } from '../../src/findings/rules.ts';
import { arnOf, assess, CONTEXT, DAY, NOW, verdict } from './fixtures.ts';
import { oneOfEachKind, troubledAccount } from './one-of-each-kind.ts';

const wasteful = assess('app', {
  actions: [
    verdict('sqs:PurgeQueue', 'unused'),
    verdict('s3:PutBucketPolicy', 'unused'),
    verdict('sqs:SendMessage', 'used'),
  ],
});
const [found] = evaluateRules([wasteful], CONTEXT).findings.filter(({ rule }) => rule === 'unused-permissions');
if (found === undefined) throw new Error('the fixture has no finding');
const finding: Finding = found;

function exception(over: Partial<Exception> = {}): Exception {
  return { role: 'app', rules: 'all', until: NOW + 60 * DAY, reason: 'It is needed.', writtenIn: 'a file', ...over };
}

function accept(
  exceptions: readonly Exception[],
  findings: readonly Finding[] = [finding],
  over: Partial<AcceptInput> = {},
) {
  return acceptFindings(findings, { exceptions, now: NOW, wholeLook: true, inDoubt: [], ...over });
}

describe('an exception', () => {
  const matching: readonly (readonly [string, Partial<Exception>, boolean])[] = [
    ['names the role', {}, true],
    ['names the role in other letters', { role: 'APP' }, true],
    ['matches the name', { role: 'a*' }, true],
    ['matches a part of the name only', { role: 'ap' }, false],
    ['names another role', { role: 'other' }, false],
    ['names the ARN', { role: arnOf('app') }, true],
    ['matches the ARN', { role: 'arn:aws:iam::*:role/a??' }, true],
    ['names an ARN of another account', { role: 'arn:aws:iam::999999999999:role/app' }, false],
    ['names the rule', { rules: ['unused-permissions'] }, true],
    ['names another rule', { rules: ['shared-role'] }, false],
    ['names several rules', { rules: ['shared-role', 'unused-permissions'] }, true],
    ['names every action', { actions: ['sqs:purgequeue', 's3:Put*'] }, true],
    ['names all actions by a wildcard', { actions: ['*'] }, true],
    ['names some of the actions', { actions: ['sqs:*'] }, false],
    ['names other actions', { actions: ['ec2:*'] }, false],
    ['holds for a millisecond yet', { until: NOW + 1 }, true],
    ['ends now', { until: NOW }, false],
    ['expired', { until: NOW - DAY }, false],
  ];
  test.each(matching)('that %s (%o) suppresses the whole finding: %s', (_name, over, suppressed) => {
    const [after] = accept([exception(over)]).findings;
    expect(after?.status).toBe(suppressed ? 'suppressed' : 'open');
    expect(after?.acceptance).toEqual(
      suppressed ? { reason: 'It is needed.', until: over.until ?? NOW + 60 * DAY, writtenIn: 'a file' } : undefined,
    );
    expect(after).toMatchObject({ id: finding.id, severity: finding.severity, title: finding.title });
  });

  const graver: readonly (readonly [Finding['severity'], Partial<AcceptInput>, boolean])[] = [
    ['CRITICAL', {}, false],
    ['HIGH', {}, true],
    ['CRITICAL', { tagsAccept: 'CRITICAL' }, true],
    ['HIGH', { tagsAccept: 'MEDIUM' }, false],
    ['LOW', { tagsAccept: 'LOW' }, true],
  ];
  test.each(graver)('by a tag accepts what is %s, with %o: %s', (severity, input, taken) => {
    const grave = { ...finding, severity };
    for (const over of [{}, { actions: ['*'] }, { actions: ['sqs:*'] }]) {
      const tag = exception({ tag: 'accept', ...over });
      const some = 'actions' in over && over.actions[0] !== '*';
      const { findings, ignored, idle } = accept([tag], [grave], input);
      expect(findings).toMatchObject([{ status: taken && !some ? 'suppressed' : 'open' }]);
      if (!taken) expect(findings).toEqual([grave]);
      expect(ignored.map(({ rule, problem }) => [rule, problem])).toEqual(
        taken ? [] : [['unused-permissions', expect.stringContaining(`it is ${severity}, and tags accept at most`)]],
      );
      expect(idle).toEqual([]);
    }
    expect(accept([exception()], [grave], input).findings).toMatchObject([{ status: 'suppressed' }]);
  });

  test('by a tag says nothing of a graver finding where it expired, or is about other actions', () => {
    const grave: Finding = { ...finding, severity: 'CRITICAL' };
    for (const over of [{ until: NOW }, { actions: ['ec2:*'] }]) {
      const { findings, ignored, expired } = accept([exception({ tag: 'accept', ...over })], [grave]);
      expect([findings, ignored, expired]).toEqual([[grave], [], []]);
    }
  });

  test.each(['privilege-escalation', 'administrator-access'])(
    'by a tag of a role with a finding of %s accepts nothing of that role: what runs with it could write the tag',
    (rule) => {
      const escalation: Finding = { ...finding, rule };
      const other: Finding = { ...finding, roleArn: arnOf('other') };
      const tags = [exception({ tag: 'accept' }), exception({ tag: 'accept', role: 'other' })];
      const { findings, ignored } = accept(tags, [escalation, finding, other]);
      expect(findings.map(({ status }) => status)).toEqual(['open', 'open', 'suppressed']);
      expect(ignored.map(({ problem }) => problem)).toEqual(
        Array(2).fill(expect.stringContaining('the role can give itself further permissions')),
      );
      expect(accept([exception()], [escalation, finding]).findings).toMatchObject([
        { status: 'suppressed' },
        { status: 'suppressed' },
      ]);
    },
  );

  test('by actions accepts no finding that names none', () => {
    const without = { ...finding, actions: [] };
    expect(accept([exception({ actions: ['*'] })], [without]).findings).toEqual([without]);
  });

  test('by some actions leaves the finding open for the others, and says how many are accepted', () => {
    const [after] = accept([exception({ actions: ['s3:*'] })]).findings;
    expect(after).toMatchObject({
      status: 'open',
      actions: ['sqs:PurgeQueue'],
      acceptedActions: ['s3:PutBucketPolicy'],
      description: `1 further action is accepted until 2027-01-21: It is needed. ${finding.description}`,
    });
    expect(after?.acceptance).toBeUndefined();
  });

  test('by some actions leaves what the rule says of the others, in title and severity', () => {
    const [after] = acceptFindings([finding], {
      exceptions: [exception({ actions: ['s3:*'] })],
      now: NOW,
      wholeLook: true,
      inDoubt: [],
      without: findingWithout([wasteful], CONTEXT),
    }).findings;
    expect(finding).toMatchObject({ severity: 'HIGH', title: 'app is granted 2 permissions that it does not use' });
    expect(after).toMatchObject({
      id: finding.id,
      severity: 'MEDIUM',
      title: 'app is granted 1 permission that it does not use',
      actions: ['sqs:PurgeQueue'],
      acceptedActions: ['s3:PutBucketPolicy'],
    });
    expect(after?.description).not.toContain('s3:PutBucketPolicy');
  });

  test('is joined with others: together they may accept all, until the first of them ends', () => {
    const [after] = accept([
      exception({ actions: ['s3:*'], until: NOW + 9 * DAY, reason: 'one', writtenIn: 'a' }),
      exception({ actions: ['sqs:*'], until: NOW + 5 * DAY, reason: 'two', writtenIn: 'b' }),
    ]).findings;
    expect(after).toMatchObject({
      status: 'suppressed',
      acceptance: { until: NOW + 5 * DAY, writtenIn: 'a and b', reason: 'one; two' },
    });
  });

  test('that holds longest counts, of several', () => {
    const [after] = accept([
      exception({ reason: 'short' }),
      exception({ until: NOW + 99 * DAY, reason: 'long' }),
    ]).findings;
    expect(after?.acceptance).toMatchObject({ reason: 'long', until: NOW + 99 * DAY });
  });
});

describe('what is said of the exceptions', () => {
  const past = exception({ until: NOW - 3 * DAY, reason: 'once' });
  test('one that expired speaks up, and so does the finding', () => {
    const after = accept([past]);
    expect(after).toMatchObject({ expired: [past], ending: [], idle: [] });
    expect(after.findings[0]?.description).toBe(
      `The exception for it expired on 2026-11-19. Its reason was: once. ${finding.description}`,
    );
  });
  test('one that expired and was renewed is idle, and the finding says nothing of it', () => {
    const renewed = exception({ reason: 'again' });
    const after = accept([past, renewed]);
    expect(after).toMatchObject({ expired: [], ending: [] });
    expect(after.findings[0]).toMatchObject({ status: 'suppressed', description: finding.description });
  });
  test('one that expired for actions speaks up for those that nothing else accepts', () => {
    const old = exception({ actions: ['s3:*'], until: NOW - DAY });
    expect(accept([old, exception({ actions: ['s3:Put*'] })]).expired).toEqual([]);
    expect(accept([old, exception({ actions: ['sqs:*'] })]).expired).toEqual([old]);
  });
  test.each([
    [14, true],
    [14.01, false],
    [0.01, true],
  ])('one that ends in %s days is told of: %s', (days, told) => {
    const soon = exception({ until: NOW + days * DAY });
    expect(accept([soon]).ending).toEqual(told ? [soon] : []);
  });
  test('one that ends soon and is renewed already is not told of', () => {
    expect(accept([exception({ until: NOW + DAY }), exception()]).ending).toEqual([]);
  });
  test('one that accepts nothing is idle, whether it expired or not', () => {
    const none = [exception({ role: 'gone' }), exception({ role: 'gone', until: NOW - DAY })];
    expect(accept(none)).toMatchObject({ expired: [], ending: [], idle: none });
  });
  test('nothing is called idle by a narrower or incomplete look', () => {
    const exceptions = [exception({ role: 'gone' })];
    expect(acceptFindings([], { exceptions, now: NOW, wholeLook: false, inDoubt: [] }).idle).toEqual([]);
  });
  test('nothing is called idle while its rule lacks evidence', () => {
    const inDoubt = [{ roleArn: arnOf('app'), rule: 'unused-permissions' }];
    const about = (exceptions: readonly Exception[]) =>
      acceptFindings([], { exceptions, now: NOW, wholeLook: true, inDoubt }).idle;
    expect(about([exception()])).toEqual([]);
    expect(about([exception({ rules: ['shared-role'] })])).toHaveLength(1);
    expect(about([exception({ role: 'other' })])).toHaveLength(1);
  });
});

describe('whatever the exceptions', () => {
  const findings = oneOfEachKind();
  const all = troubledAccount();
  const actions = [...new Set(findings.flatMap((each) => each.actions))];
  const roles = [...new Set(findings.map(({ roleArn }) => roleArn))];
  const anyException = fc.record(
    {
      role: fc.oneof(
        fc.constantFrom(...roles, ...roles.map((arn) => arn.split('/').at(-1) ?? ''), '*', 'm*', '*-task', 'nobody'),
      ),
      rules: fc.oneof(
        fc.constant('all' as const),
        fc.uniqueArray(fc.constantFrom(...RULES.map(({ id }): RuleId => id)), { minLength: 1, maxLength: 4 }),
      ),
      actions: fc.array(fc.constantFrom(...actions, '*', 's3:*', 'iam:Pass*', 'ec2:RunInstances'), {
        minLength: 1,
        maxLength: 4,
      }),
      until: fc.integer({ min: -400, max: 366 }).map((days) => NOW + days * DAY),
      reason: fc.string({ minLength: 1, maxLength: 500 }),
      writtenIn: fc.constantFrom('a', 'b'),
    },
    { requiredKeys: ['role', 'rules', 'until', 'reason', 'writtenIn'] },
  ) as fc.Arbitrary<Exception>;
  const several = fc.array(anyException, { maxLength: 6 });
  const run = (exceptions: readonly Exception[]) =>
    acceptFindings(findings, {
      exceptions,
      now: NOW,
      wholeLook: true,
      inDoubt: [],
      without: findingWithout(all, CONTEXT),
    });

  test('there are as many findings as before, each itself, none worse', () => {
    fc.assert(
      fc.property(several, (exceptions) => {
        const after = run(exceptions).findings;
        expect(after.map(({ id }) => id)).toEqual(findings.map(({ id }) => id));
        for (const [index, each] of after.entries()) {
          const before = findings[index];
          const named = [...each.actions, ...(each.acceptedActions ?? [])];
          expect(named.toSorted()).toEqual([...(before?.actions ?? [])].toSorted());
          expect(each.description.length).toBeLessThanOrEqual(1024);
        }
      }),
    );
  });

  test('what none of them matches is untouched', () => {
    fc.assert(
      fc.property(several, fc.constantFrom(...findings), (exceptions, each) => {
        const name = each.roleArn.split('/').at(-1) ?? '';
        const others = exceptions.filter(
          ({ role, rules }) =>
            (rules !== 'all' && !(rules as readonly string[]).includes(each.rule)) ||
            (!role.includes('*') && role !== each.roleArn && role.toLowerCase() !== name.toLowerCase()),
        );
        expect(run(others).findings.find(({ id }) => id === each.id)).toEqual(each);
      }),
    );
  });

  test('one that expired is the same as none, but for the word about it', () => {
    fc.assert(
      fc.property(several, anyException, (exceptions, old) => {
        const past = { ...old, until: NOW - DAY };
        const plain = ({ description: _, lasting: __, ...rest }: Finding) => rest;
        const [before, after] = [run(exceptions), run([...exceptions, past])];
        expect(after.findings.map(plain)).toEqual(before.findings.map(plain));
        expect(after.ending).toEqual(before.ending);
      }),
    );
  });

  test('their order is of no account to what is suppressed', () => {
    fc.assert(
      fc.property(several, (exceptions) => {
        const statuses = (list: readonly Exception[]) =>
          run(list).findings.map(({ status, actions }) => [status, actions]);
        expect(statuses(exceptions.toReversed())).toEqual(statuses(exceptions));
      }),
    );
  });
});

describe('the tag that would accept a finding', () => {
  const tagFor = () => 'ecs-role-auditor:accept';
  const tags = (findings: readonly Finding[], over: Partial<AcceptInput> = {}) =>
    accept([], findings, { tagFor, ...over }).findings.map(({ acceptTag }) => acceptTag);

  test('is named where a tag of the role has a say', () => {
    expect(tags([finding])).toEqual(['ecs-role-auditor:accept']);
    expect(tags([finding], { tagFor: () => undefined })).toEqual([undefined]);
  });

  test('is named of no finding that is too grave for tags, of none of a role that can escalate, and of none that is accepted', () => {
    expect(tags([{ ...finding, severity: 'CRITICAL' }])).toEqual([undefined]);
    for (const rule of ['privilege-escalation', 'administrator-access']) {
      expect(tags([finding, { ...finding, rule, severity: 'LOW' }])).toEqual([undefined, undefined]);
    }
    expect(accept([exception()], [finding], { tagFor }).findings[0]?.acceptTag).toBeUndefined();
  });

  test('is named of no finding without a role of this account', () => {
    const { role: _, ...without } = finding;
    expect(tags([without])).toEqual([undefined]);
  });
});
