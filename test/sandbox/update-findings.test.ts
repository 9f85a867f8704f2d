import {
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  GetFindingsCommand,
} from '@aws-sdk/client-securityhub';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { sandboxClients } from './sandbox-clients.ts';

const ACCOUNT = '418295736412';
const NOW = Date.parse('2026-11-22T03:00:00Z');
const PRODUCT = `arn:aws:securityhub:us-east-1:${ACCOUNT}:product/${ACCOUNT}/default`;
const id = (Id: string) => ({ Id, ProductArn: PRODUCT });

describe('BatchUpdateFindings', () => {
  let sandbox: Sandbox;
  let hub: ReturnType<typeof sandboxClients>['securityHub'];

  beforeEach(async () => {
    sandbox = await startSandbox({ account: emptyAccount({ now: NOW }), limits: false });
    hub = sandboxClients(sandbox.endpoint).securityHub;
    const Findings = ['a', 'b'].map((Id) => ({
      ...id(Id),
      SchemaVersion: '2018-10-08',
      GeneratorId: 'g',
      AwsAccountId: ACCOUNT,
      CreatedAt: '2026-11-20T03:00:00Z',
      UpdatedAt: '2026-11-20T03:00:00Z',
      Title: 't',
      Description: 'd',
      Resources: [{ Type: 'Other', Id: 'r' }],
      FindingProviderFields: { Severity: { Label: 'HIGH' as const }, Types: ['TTPs'] },
    }));
    await hub.send(new BatchImportFindingsCommand({ Findings }));
  });
  afterEach(() => sandbox.close());

  const stored = async () => (await hub.send(new GetFindingsCommand({ MaxResults: 100 }))).Findings ?? [];

  it('sets status and note, dates the note, and leaves UpdatedAt', async () => {
    const answer = await hub.send(
      new BatchUpdateFindingsCommand({
        FindingIdentifiers: [id('a')],
        Workflow: { Status: 'SUPPRESSED' },
        Note: { Text: 'why', UpdatedBy: 'anna' },
      }),
    );
    expect(answer).toMatchObject({ ProcessedFindings: [id('a')], UnprocessedFindings: [] });
    expect(await stored()).toMatchObject([
      {
        Id: 'a',
        UpdatedAt: '2026-11-20T03:00:00Z',
        Workflow: { Status: 'SUPPRESSED' },
        Note: { Text: 'why', UpdatedBy: 'anna', UpdatedAt: '2026-11-22T03:00:00.000Z' },
      },
      { Id: 'b', Workflow: { Status: 'NEW' } },
    ]);
  });

  it('updates the others where one is unknown, named twice, or of another product', async () => {
    const answer = await hub.send(
      new BatchUpdateFindingsCommand({
        FindingIdentifiers: [id('a'), id('b'), id('b'), id('c'), { Id: 'a', ProductArn: 'arn:aws:securityhub:other' }],
        Workflow: { Status: 'NOTIFIED' },
      }),
    );
    expect(answer.ProcessedFindings).toEqual([id('a')]);
    expect(answer.UnprocessedFindings?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'DuplicatedFindingIdentifier',
      'DuplicatedFindingIdentifier',
      'FindingNotFound',
      'FindingNotFound',
    ]);
  });

  const refused: readonly (readonly [string, Partial<ConstructorParameters<typeof BatchUpdateFindingsCommand>[0]>])[] =
    [
      ['no finding', { FindingIdentifiers: [] }],
      ['more than a hundred', { FindingIdentifiers: Array.from({ length: 101 }, (_, index) => id(String(index))) }],
      ['a note without an author', { Note: { Text: 'x', UpdatedBy: '' } }],
      ['a note without text', { Note: { Text: ' ', UpdatedBy: 'anna' } }],
      ['a note of more than 512 characters', { Note: { Text: 'x'.repeat(513), UpdatedBy: 'anna' } }],
      ['a status that is none', { Workflow: { Status: 'DONE' as 'NEW' } }],
      ['a verification state that is none', { VerificationState: 'MAYBE' as 'UNKNOWN' }],
    ];
  it.each(refused)('refuses %s', async (_name, over) => {
    const command = new BatchUpdateFindingsCommand({ FindingIdentifiers: [id('a')], ...over });
    await expect(hub.send(command)).rejects.toMatchObject({ name: 'InvalidInputException' });
  });
});
