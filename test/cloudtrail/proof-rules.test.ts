import { describe, expect, it } from 'vitest';
import { type Call, callKey } from '../../src/cloudtrail/call.ts';
import type { ParameterFacets } from '../../src/cloudtrail/parameter-facets.ts';
import { proofOf, proofs, UNNAMED_CALLS } from '../../src/cloudtrail/proof.ts';
import { refusalIn } from '../../src/cloudtrail/refusal.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';

const catalog = await loadCatalog();

function call(source: string, eventName: string, parts: Partial<Call> = {}): Call {
  return { eventSource: `${source}.amazonaws.com`, eventName, parameters: { kind: 'unstated' }, ...parts };
}

const names = (...list: readonly string[]): ParameterFacets => ({ kind: 'named', names: list, values: {} });
const DENIED = { errorCode: 'AccessDenied' } as const;
const refusing = (action: string) => ({ ...DENIED, refusal: { action } }) as const;

describe('what a summary counts', () => {
  it('without naming it puts the service in doubt, and nothing else', () => {
    expect(proofOf(call('s3', UNNAMED_CALLS, { summary: 'certain' }), catalog)).toEqual({
      outcome: 'used',
      actions: [],
      passed: [],
      unknownIn: ['s3', 's3express', 's3-object-lambda', 's3-outposts'],
    });
    const plain = proofOf(call('kms', UNNAMED_CALLS, DENIED), catalog);
    expect([plain.outcome, plain.unknownIn]).toEqual(['denied', []]);
  });

  it('is possible where it may be mixed up with others, and exact where not', () => {
    const certainty = (summary: Call['summary']) =>
      proofOf(call('s3', 'PutBucketPolicy', { ...(summary && { summary }) }), catalog).actions;
    expect(certainty('uncertain')).toEqual([{ action: 's3:PutBucketPolicy', certainty: 'possible' }]);
    expect(certainty('certain')).toEqual([{ action: 's3:PutBucketPolicy', certainty: 'exact' }]);
    const uncertain = proofOf(call('s3', 'PutBucketPolicy', { summary: 'uncertain' }), catalog);
    expect([uncertain.outcome, uncertain.passed]).toEqual(['used', []]);
  });

  it('leaves an action that only the passing of a role implies as it is', () => {
    const run = call('ecs', 'RunTask', { summary: 'uncertain', parameters: names('taskDefinition') });
    expect(proofOf(run, catalog).actions).toContainEqual({ action: 'iam:PassRole', certainty: 'implied' });
  });
});

describe('an unknown call that was refused', () => {
  const unknownIn = (action?: string) =>
    proofOf(call('glue', 'DoTheUnheardOf', action === undefined ? DENIED : refusing(action)), catalog).unknownIn;

  it.each([
    ['says nothing of its service where nobody knows what was refused', undefined, []],
    ['says nothing of its service where that refused an action of its own', 'GLUE:GetTable', []],
    ['was made where another service refused one', 'iam:PassRole', ['glue']],
  ])('%s', (_, action, expected) => {
    expect(unknownIn(action)).toEqual(expected);
  });
});

describe('a call that was refused', () => {
  const tagged = { parameters: names('tags') };

  it('its own action was checked for nothing beside it', () => {
    expect(proofOf(call('sns', 'CreateTopic', { ...refusing('sns:CreateTopic'), ...tagged }), catalog)).toMatchObject({
      outcome: 'denied',
      actions: [{ action: 'sns:CreateTopic', certainty: 'exact' }],
      passed: [],
    });
  });

  it('an action beside its own had passed that, and may have passed others', () => {
    const { actions, passed } = proofOf(
      call('sns', 'CreateTopic', { ...refusing('sns:TagResource'), ...tagged }),
      catalog,
    );
    expect(actions).toEqual([{ action: 'sns:TagResource', certainty: 'exact' }]);
    expect(passed).toEqual([{ action: 'sns:CreateTopic', certainty: 'possible' }]);
  });

  it('for an object may have been for one that does not exist; of other services, and of what S3 refuses by name, not', () => {
    expect(proofOf(call('s3', 'GetObject', DENIED), catalog).passed).toEqual([
      { action: 's3:GetObject', certainty: 'possible' },
    ]);
    expect(proofOf(call('s3', 'GetObject', refusing('s3:GetObject')), catalog).passed).toEqual([]);
    expect(proofOf(call('mediastore', 'GetObject', DENIED), catalog).passed).toEqual([]);
  });

  it('for a version of an object that does not exist had passed what versions take, too', () => {
    const version = { ...DENIED, parameters: names('versionId') };
    expect(proofOf(call('s3', 'GetObject', version), catalog).passed).toContainEqual({
      action: 's3:GetObjectVersion',
      certainty: 'possible',
    });
  });
});

describe('what a service reports with a principal of its own', () => {
  it('is that principal’s call; another kind of event is taken as it is', () => {
    const of = (eventType: string) => proofOf(call('kms', 'Decrypt', { eventType }), catalog).actions;
    expect(of('AwsServiceEvent')).toEqual([{ action: 'kms:Decrypt', certainty: 'exact' }]);
    expect(of('AwsConsoleSignIn')).toEqual(
      proofOf(call('kms', 'Decrypt', { eventType: 'AwsConsoleSignIn' }), catalog).actions,
    );
  });
});

describe('proofs()', () => {
  it('works each key out once', () => {
    const proof = proofs(catalog);
    const first = proof('a', call('sqs', 'CreateQueue'));
    expect(first.actions).toEqual([{ action: 'sqs:CreateQueue', certainty: 'exact' }]);
    expect(proof('a', call('sqs', 'DeleteQueue'))).toBe(first);
    expect(proof('b', call('sqs', 'DeleteQueue')).actions).toEqual([{ action: 'sqs:DeleteQueue', certainty: 'exact' }]);
  });
});

describe('callKey()', () => {
  const plain = call('s3', 'GetObject', { parameters: names('key') });
  const variants: readonly Call[] = [
    plain,
    { ...plain, eventName: 'PutObject' },
    { ...plain, eventSource: 'sqs.amazonaws.com' },
    { ...plain, eventType: 'AwsServiceEvent' },
    { ...plain, errorCode: 'AccessDenied' },
    { ...plain, refusal: { action: 'kms:Decrypt' } },
    { ...plain, refusal: { says: 'refusedByIam' } },
    { ...plain, refusal: { says: 'badCredentials' } },
    { ...plain, invokedBy: 'athena.amazonaws.com' },
    { ...plain, summary: 'certain' },
    { ...plain, summary: 'uncertain' },
    { ...plain, parameters: { kind: 'any' } },
    { ...plain, parameters: { kind: 'unstated' } },
    { ...plain, parameters: names('key', 'tagging') },
    { ...plain, parameters: { kind: 'named', names: [], blank: true, values: {} } },
    { ...plain, parameters: { kind: 'named', names: [], values: {} } },
    { ...plain, parameters: { kind: 'named', names: ['key'], merged: true, values: {} } },
    { ...plain, parameters: { kind: 'named', names: ['key'], values: { copySource: ['version'] } } },
  ];

  it('tells calls apart that may prove different things', () => {
    expect(new Set(variants.map(callKey)).size).toBe(variants.length);
  });

  it('is the same for the same facts, in whatever order they were put together', () => {
    const parameters: ParameterFacets = { kind: 'named', names: ['key'], values: { roleNames: [], copySource: [] } };
    const turned: ParameterFacets = { kind: 'named', names: ['key'], values: { copySource: [], roleNames: [] } };
    expect(callKey({ ...plain, parameters })).toBe(callKey({ ...plain, parameters: turned }));
  });
});

it('a message that is not there refuses nothing', () => {
  expect(refusalIn(undefined)).toBeUndefined();
});
