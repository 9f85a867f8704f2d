import type { BatchUpdateFindingsRequest, BatchUpdateFindingsResponse } from '@aws-sdk/client-securityhub';
import { describe, expect, test } from 'vitest';
import type { AwsSession } from '../../src/aws/client/session.ts';
import { updateFindings } from '../../src/aws/security-hub/security-hub-update.ts';
import { noRateLimit } from '../../src/base/rate-limiter.ts';
import type { WorkflowMark } from '../../src/findings/finding.ts';
import type { FindingId } from '../../src/findings/finding-id.ts';

const PRODUCT = 'arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default';

function mark(id: string, over: Partial<WorkflowMark> = {}): WorkflowMark {
  return { id: id as FindingId, status: 'SUPPRESSED', note: 'Accepted until 2027-01-31 (UTC): x', ...over };
}

/** A session whose Security Hub answers with a function of the ids and of how many calls came before. */
function scripted(refuse: (ids: readonly string[], call: number) => Readonly<Record<string, string>>) {
  const calls: BatchUpdateFindingsRequest[] = [];
  const client = {
    destroy() {},
    send: async ({ input }: { input: BatchUpdateFindingsRequest }): Promise<BatchUpdateFindingsResponse> => {
      calls.push(input);
      const identifiers = input.FindingIdentifiers ?? [];
      const codes = refuse(
        identifiers.map(({ Id }) => Id ?? ''),
        calls.length - 1,
      );
      return {
        ProcessedFindings: identifiers.filter(({ Id }) => codes[Id ?? ''] === undefined),
        UnprocessedFindings: identifiers
          .filter(({ Id }) => codes[Id ?? ''] !== undefined)
          .map((FindingIdentifier) => ({
            FindingIdentifier,
            ErrorCode: codes[FindingIdentifier.Id ?? ''],
            ErrorMessage: 'because',
          })),
      };
    },
  };
  const session = {
    region: 'us-east-1',
    client: () => client,
    rateLimiter: () => noRateLimit,
  } as unknown as AwsSession;
  const ids = () => calls.map((call) => call.FindingIdentifiers?.map(({ Id }) => Id));
  return { session, calls, ids };
}

function failure(name: string, message = 'no'): Error {
  return Object.assign(new Error(message), { name, $metadata: {} });
}

describe('updateFindings', () => {
  test('sets status and note, in the name of this program, the same in one call', async () => {
    const { session, calls } = scripted(() => ({}));
    const marks = [mark('a'), mark('b'), mark('c', { status: 'NEW', note: 'No exception.' })];
    expect(await updateFindings(session, PRODUCT, marks, 0)).toEqual([]);
    expect(calls).toEqual([
      {
        FindingIdentifiers: [
          { Id: 'a', ProductArn: PRODUCT },
          { Id: 'b', ProductArn: PRODUCT },
        ],
        Note: { Text: 'Accepted until 2027-01-31 (UTC): x', UpdatedBy: 'ecs-role-auditor' },
        Workflow: { Status: 'SUPPRESSED' },
      },
      {
        FindingIdentifiers: [{ Id: 'c', ProductArn: PRODUCT }],
        Note: { Text: 'No exception.', UpdatedBy: 'ecs-role-auditor' },
        Workflow: { Status: 'NEW' },
      },
    ]);
  });

  test('takes a hundred a call, and no finding twice', async () => {
    const { session, ids } = scripted(() => ({}));
    const marks = Array.from({ length: 250 }, (_, index) => mark(`finding-${index}`));
    expect(await updateFindings(session, PRODUCT, [...marks, mark('finding-7')], 0)).toEqual([]);
    expect(ids().map((each) => each?.length)).toEqual([100, 100, 50]);
    expect(new Set(ids().flat()).size).toBe(250);
  });

  test('makes no call for nothing', async () => {
    const { session, calls } = scripted(() => ({}));
    expect(await updateFindings(session, PRODUCT, [], 0)).toEqual([]);
    expect(calls).toEqual([]);
  });

  test.each(['ConcurrentUpdateError', 'InternalFailure', 'FindingNotFound'])(
    'sends again what %s kept out',
    async (code) => {
      const { session, ids } = scripted((_, call) => (call === 0 ? { b: code } : {}));
      expect(await updateFindings(session, PRODUCT, [mark('a'), mark('b')], 0)).toEqual([]);
      expect(ids()).toEqual([['a', 'b'], ['b']]);
    },
  );

  test('gives up after three sends, and names the finding', async () => {
    const { session, calls } = scripted(() => ({ b: 'InternalFailure' }));
    expect(await updateFindings(session, PRODUCT, [mark('a'), mark('b')], 0)).toEqual([
      { what: 'workflow status of finding b', why: 'Security Hub did not set it: InternalFailure: because' },
    ]);
    expect(calls).toHaveLength(3);
  });

  test.each(['InvalidInput', 'FindingSizeExceeded', 'DuplicatedFindingIdentifier'])(
    'does not send again what %s refused',
    async (code) => {
      const { session, calls } = scripted(() => ({ a: code, b: code }));
      expect(await updateFindings(session, PRODUCT, [mark('a'), mark('b')], 0)).toEqual([
        { what: 'workflow status of 2 findings', why: `Security Hub did not set it: ${code}: because` },
      ]);
      expect(calls).toHaveLength(1);
    },
  );

  test('loses of a call that is refused as a whole the finding alone that it is refused for', async () => {
    const { session, ids } = scripted((all) => {
      if (all.includes('bad')) throw failure('InvalidInputException');
      return {};
    });
    const marks = [mark('a'), mark('bad'), mark('b'), mark('c', { note: 'Accepted until 2027-01-31 (UTC): y' })];
    expect(await updateFindings(session, PRODUCT, marks, 0)).toMatchObject([
      { what: 'workflow status of finding bad' },
    ]);
    expect(ids()).toEqual([['a', 'bad', 'b'], ['c'], ['a', 'bad'], ['b'], ['a'], ['bad']]);
  });

  test('sends a throttled call again', async () => {
    const { session, calls } = scripted((_, call) => {
      if (call === 0) throw failure('TooManyRequestsException');
      return {};
    });
    expect(await updateFindings(session, PRODUCT, [mark('a')], 0)).toEqual([]);
    expect(calls).toHaveLength(2);
  });

  test.each([
    'AccessDeniedException',
    'InvalidAccessException',
    'UnknownOperationException',
    'TooManyRequestsException',
  ])('says once that %s kept all of them out', async (name) => {
    const { session } = scripted(() => {
      throw failure(name);
    });
    const marks = Array.from({ length: 250 }, (_, index) => mark(`finding-${index}`));
    const incomplete = await updateFindings(session, PRODUCT, marks, 0);
    expect(incomplete).toHaveLength(1);
    expect(incomplete[0]?.what).toBe('workflow status of 250 findings');
  });
});
