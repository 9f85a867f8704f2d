import { setImmediate } from 'node:timers/promises';
import type { AwsSecurityFinding, BatchImportFindingsResponse } from '@aws-sdk/client-securityhub';
import { describe, expect, test } from 'vitest';
import type { AwsSession } from '../../src/aws/client/session.ts';
import { importFindings } from '../../src/aws/security-hub/security-hub-import.ts';
import { type Rate, rateLimiter } from '../../src/base/rate-limiter.ts';
import { realTimer } from '../../src/real-timer.ts';

function finding(id: string, title = id): AwsSecurityFinding {
  return {
    Id: id,
    Title: title,
    SchemaVersion: '2018-10-08',
    ProductArn: '',
    GeneratorId: '',
    AwsAccountId: '',
    CreatedAt: '',
    UpdatedAt: '',
    Description: '',
    Resources: [],
  };
}

/** A session whose Security Hub answers with a function of the batch and of how many batches came before. */
function scripted(answer: (ids: string[], call: number) => BatchImportFindingsResponse): {
  readonly session: AwsSession;
  readonly batches: string[][];
} {
  const batches: string[][] = [];
  const client = {
    destroy() {},
    send: async (command: { input: { Findings: AwsSecurityFinding[] } }) => {
      const ids = command.input.Findings.map((one) => one.Id ?? '');
      batches.push(ids);
      return answer(ids, batches.length - 1);
    },
  };
  const session = {
    region: 'us-east-1',
    signal: undefined,
    client: () => client,
    rateLimiter: (rate: Rate) => rateLimiter(rate, realTimer),
    close() {},
  } as unknown as AwsSession;
  return { session, batches };
}

function refusing(ids: readonly string[], refused: readonly string[], code: string): BatchImportFindingsResponse {
  const failed = ids.filter((id) => refused.includes(id));
  return {
    SuccessCount: ids.length - failed.length,
    FailedCount: failed.length,
    FailedFindings: failed.map((Id) => ({ Id, ErrorCode: code, ErrorMessage: 'because' })),
  };
}

function failure(name: string): Error {
  return Object.assign(new Error('no'), { name, $metadata: {} });
}

const abc = ['a', 'b', 'c'].map((id) => finding(id));

describe('importFindings', () => {
  test('sends again what was refused for a passing reason, and only that', async () => {
    const { session, batches } = scripted((ids, call) =>
      refusing(ids, call === 0 ? ['b'] : [], 'ConcurrentUpdateError'),
    );
    expect(await importFindings(session, abc, 0)).toEqual({ imported: 3, incomplete: [] });
    expect(batches).toEqual([['a', 'b', 'c'], ['b']]);
  });

  test('gives up on a finding that stays refused after three sends, and says what Security Hub said', async () => {
    const { session, batches } = scripted((ids) => refusing(ids, ['b'], 'InternalError'));
    expect(await importFindings(session, abc, 0)).toEqual({
      imported: 2,
      incomplete: [{ what: 'import of finding "b" (b)', why: 'Security Hub refused it: InternalError: because' }],
    });
    expect(batches).toEqual([['a', 'b', 'c'], ['b'], ['b']]);
  });

  test('names a refused finding under whatever id Security Hub gives it', async () => {
    const { session } = scripted(() => ({
      SuccessCount: 2,
      FailedCount: 1,
      FailedFindings: [{ Id: 'B', ErrorCode: 'InternalError', ErrorMessage: 'because' }],
    }));
    expect(await importFindings(session, abc, 0)).toEqual({
      imported: 2,
      incomplete: [{ what: 'finding "B"', why: 'Security Hub refused it: InternalError: because' }],
    });
  });

  test('says once that the product is switched off, and sends no more of it', async () => {
    const { session, batches } = scripted((ids) => refusing(ids, ids, 'InvalidAccess'));
    const many = Array.from({ length: 250 }, (_, index) => finding(`finding-${index}`));
    expect(await importFindings(session, many, 0)).toEqual({
      imported: 0,
      incomplete: [
        { what: 'import of 250 findings into Security Hub', why: 'Security Hub refused it: InvalidAccess: because' },
      ],
    });
    expect(batches).toHaveLength(1);
  });

  test.each(['InvalidInput', 'InvalidAccess'])('does not send again what %s refused', async (code) => {
    const { session, batches } = scripted((ids) => refusing(ids, ['b'], code));
    expect((await importFindings(session, abc, 0)).imported).toBe(2);
    expect(batches).toHaveLength(1);
  });

  test('says once why a whole batch was refused finding by finding', async () => {
    const { session } = scripted((ids) => refusing(ids, ids, 'InvalidAccess'));
    expect(await importFindings(session, abc, 0)).toEqual({
      imported: 0,
      incomplete: [{ what: 'import of 3 findings into Security Hub', why: expect.stringContaining('InvalidAccess') }],
    });
  });

  test('finds by halves the one finding for which a whole batch is refused', async () => {
    const findings = Array.from({ length: 100 }, (_, index) => finding(String(index)));
    const { session, batches } = scripted((ids) => {
      if (ids.includes('37')) throw failure('InvalidInputException');
      return refusing(ids, [], '');
    });
    const outcome = await importFindings(session, findings, 0);
    expect(outcome.imported).toBe(99);
    expect(outcome.incomplete).toMatchObject([{ what: 'import of finding "37" (37)' }]);
    expect(batches.length).toBeLessThan(20);
  });

  test('does not take an answer for success that counts failures without naming them', async () => {
    const { session } = scripted(() => ({ SuccessCount: 0, FailedCount: 3, FailedFindings: [] }));
    const outcome = await importFindings(session, abc, 0);
    expect(outcome.imported).toBe(0);
    expect(outcome.incomplete).toMatchObject([{ why: expect.stringContaining('"FailedFindings" is missing') }]);
  });

  test('names a finding that is too large for any call, and imports the others', async () => {
    const { session } = scripted((ids) => refusing(ids, [], ''));
    const outcome = await importFindings(session, [...abc, finding('big', 'x'.repeat(250_000))], 0);
    expect(outcome.imported).toBe(3);
    expect(outcome.incomplete).toMatchObject([{ why: expect.stringContaining('240 KB at most') }]);
  });

  test('sends the first batch by itself, and then four at once', async () => {
    const findings = Array.from({ length: 900 }, (_, index) => finding(String(index)));
    const { session } = scripted((ids) => refusing(ids, [], ''));
    const underWay: number[] = [];
    let now = 0;
    const slow = {
      ...session,
      rateLimiter: () => async () => {
        now += 1;
        underWay.push(now);
        await setImmediate();
        now -= 1;
      },
    };
    expect(await importFindings(slow, findings, 0)).toEqual({ imported: 900, incomplete: [] });
    expect(underWay.slice(0, 5)).toEqual([1, 1, 2, 3, 4]);
    expect(Math.max(...underWay)).toBe(4);
  });

  test('does not try the other batches once a denial came', async () => {
    const findings = Array.from({ length: 250 }, (_, index) => finding(String(index)));
    const { session, batches } = scripted(() => {
      throw failure('AccessDeniedException');
    });
    const outcome = await importFindings(session, findings, 0);
    expect(batches).toHaveLength(1);
    expect(outcome.incomplete).toMatchObject([
      {
        what: 'import of 250 findings into Security Hub',
        why: expect.stringContaining('add securityhub:BatchImportFindings'),
      },
    ]);
  });
});
