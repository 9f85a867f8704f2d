import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  DescribeHubCommand,
  GetFindingsCommand,
} from '@aws-sdk/client-securityhub';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { sandboxClients } from './sandbox-clients.ts';

const ACCOUNT = '418295736412';
const NOW = Date.parse('2026-11-22T03:00:00Z');
const PRODUCT = `arn:aws:securityhub:us-east-1:${ACCOUNT}:product/${ACCOUNT}/default`;

function finding(change: Partial<AwsSecurityFinding> = {}): AwsSecurityFinding {
  return {
    SchemaVersion: '2018-10-08',
    Id: 'ecs-role-auditor/one',
    ProductArn: PRODUCT,
    GeneratorId: 'ecs-role-auditor/unused-permissions',
    AwsAccountId: ACCOUNT,
    CreatedAt: '2026-11-20T03:00:00Z',
    UpdatedAt: '2026-11-20T03:00:00Z',
    Title: 'Unused permissions',
    Description: 'The role has permissions that it does not use.',
    Resources: [{ Type: 'AwsIamRole', Id: `arn:aws:iam::${ACCOUNT}:role/app` }],
    FindingProviderFields: {
      Severity: { Label: 'HIGH' },
      Types: ['Software and Configuration Checks/AWS Security Best Practices/Unused Permission'],
    },
    RecordState: 'ACTIVE',
    ...change,
  };
}

describe('Security Hub', () => {
  let sandbox: Sandbox;
  let hub: ReturnType<typeof sandboxClients>['securityHub'];

  beforeEach(async () => {
    sandbox = await startSandbox({ account: emptyAccount({ now: NOW }), limits: false });
    hub = sandboxClients(sandbox.endpoint).securityHub;
  });
  afterEach(() => sandbox.close());

  const importAll = (...Findings: AwsSecurityFinding[]) => hub.send(new BatchImportFindingsCommand({ Findings }));
  const stored = async () => (await hub.send(new GetFindingsCommand({ MaxResults: 100 }))).Findings ?? [];

  it('stores a finding and fills in what the service adds', async () => {
    const answer = await importAll(finding());
    expect(answer).toMatchObject({ SuccessCount: 1, FailedCount: 0, FailedFindings: [] });
    expect(await stored()).toMatchObject([
      {
        Id: 'ecs-role-auditor/one',
        Region: 'us-east-1',
        Severity: { Label: 'HIGH', Normalized: 70 },
        Workflow: { Status: 'NEW' },
        RecordState: 'ACTIVE',
      },
    ]);
  });

  it('updates a finding when UpdatedAt has grown, and keeps its CreatedAt', async () => {
    await importAll(finding());
    await importAll(finding({ Title: 'Newer', CreatedAt: '2026-11-21T03:00:00Z', UpdatedAt: '2026-11-21T03:00:00Z' }));
    expect(await stored()).toMatchObject([{ Title: 'Newer', CreatedAt: '2026-11-20T03:00:00Z' }]);
  });

  it.each([
    ['the same', '2026-11-20T03:00:00Z'],
    ['older', '2026-11-19T03:00:00Z'],
  ])('ignores an import whose UpdatedAt is %s, and calls it a success', async (_name, UpdatedAt) => {
    await importAll(finding());
    expect(await importAll(finding({ Title: 'Ignored', UpdatedAt }))).toMatchObject({ SuccessCount: 1 });
    expect(await stored()).toMatchObject([{ Title: 'Unused permissions' }]);
  });

  it('keeps what users set, whatever is imported', async () => {
    await importAll(finding());
    const identifier = { Id: 'ecs-role-auditor/one', ProductArn: PRODUCT };
    const update = await hub.send(
      new BatchUpdateFindingsCommand({
        FindingIdentifiers: [identifier, { ...identifier, Id: 'nobody' }],
        Workflow: { Status: 'SUPPRESSED' },
        Note: { Text: 'known', UpdatedBy: 'ana' },
      }),
    );
    expect(update.ProcessedFindings).toEqual([identifier]);
    expect(update.UnprocessedFindings).toMatchObject([{ ErrorCode: 'FindingNotFound' }]);
    await importAll(finding({ UpdatedAt: '2026-11-21T03:00:00Z', Workflow: { Status: 'NEW' } }));
    expect(await stored()).toMatchObject([{ Workflow: { Status: 'SUPPRESSED' }, Note: { Text: 'known' } }]);
  });

  it('keeps the severity that users set, and the provider’s own beside it', async () => {
    await importAll(finding());
    const FindingIdentifiers = [{ Id: 'ecs-role-auditor/one', ProductArn: PRODUCT }];
    await hub.send(new BatchUpdateFindingsCommand({ FindingIdentifiers, Severity: { Label: 'INFORMATIONAL' } }));
    await importAll(finding({ UpdatedAt: '2026-11-21T03:00:00Z', Title: 'Newer' }));
    const [kept] = await stored();
    expect(kept).toMatchObject({ Title: 'Newer', Severity: { Label: 'INFORMATIONAL' } });
    expect(kept?.FindingProviderFields?.Severity?.Label).toBe(finding().FindingProviderFields?.Severity?.Label);
  });

  it('makes a resolved finding new when it comes back from the archive', async () => {
    await importAll(finding());
    const FindingIdentifiers = [{ Id: 'ecs-role-auditor/one', ProductArn: PRODUCT }];
    await hub.send(new BatchUpdateFindingsCommand({ FindingIdentifiers, Workflow: { Status: 'RESOLVED' } }));
    await importAll(finding({ RecordState: 'ARCHIVED', UpdatedAt: '2026-11-21T03:00:00Z' }));
    expect(await stored()).toMatchObject([{ RecordState: 'ARCHIVED', Workflow: { Status: 'RESOLVED' } }]);
    await importAll(finding({ UpdatedAt: '2026-11-22T03:00:00Z' }));
    expect(await stored()).toMatchObject([{ RecordState: 'ACTIVE', Workflow: { Status: 'NEW' } }]);
  });

  it.each<[string, Partial<AwsSecurityFinding>, string]>([
    ['a title of 257 characters', { Title: 'x'.repeat(257) }, 'Title should NOT be longer than 256'],
    ['a description of 1025 characters', { Description: 'x'.repeat(1025) }, 'Description should NOT be longer'],
    ['an id of 513 characters', { Id: 'x'.repeat(513) }, 'Id should NOT be longer than 512'],
    ['no resource', { Resources: [] }, 'Resources should have between 1 and 32 items'],
    ['33 resources', { Resources: Array.from({ length: 33 }, (_, i) => ({ Type: 'Other', Id: `${i}` })) }, 'between 1'],
    ['no severity', { FindingProviderFields: { Types: ['TTPs'] } }, 'Severity.Label'],
    ['no types', { FindingProviderFields: { Severity: { Label: 'LOW' } } }, 'Types should have between 1 and 50'],
    [
      'an unknown type namespace',
      { FindingProviderFields: { Severity: { Label: 'LOW' }, Types: ['Mine'] } },
      'namespace',
    ],
    ['a time without zone', { UpdatedAt: '2026-11-20T03:00:00' }, 'UpdatedAt should match format'],
    ['an empty generator', { GeneratorId: '' }, "required property 'GeneratorId'"],
    ['a long recommendation', { Remediation: { Recommendation: { Text: 'x'.repeat(513) } } }, 'Recommendation.Text'],
    ['a long product field', { ProductFields: { 'a/b': 'x'.repeat(2049) } }, "ProductFields['a/b']"],
    [
      '51 product fields',
      { ProductFields: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])) },
      '50',
    ],
    ['another account', { AwsAccountId: '111122223333' }, 'is not the account of the caller'],
  ])('refuses a finding with %s and takes the others', async (_name, change, message) => {
    const answer = await importAll(finding(change), finding({ Id: 'ecs-role-auditor/two' }));
    expect(answer).toMatchObject({ SuccessCount: 1, FailedCount: 1 });
    expect(answer.FailedFindings?.[0]?.ErrorMessage).toContain(message);
    expect((await stored()).map(({ Id }) => Id)).toEqual(['ecs-role-auditor/two']);
  });

  it('refuses a batch of 101 findings', async () => {
    const many = Array.from({ length: 101 }, (_, index) => finding({ Id: `f${index}` }));
    await expect(importAll(...many)).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  it("refuses another product's findings", async () => {
    const ProductArn = PRODUCT.replace('us-east-1', 'eu-west-1');
    await expect(importAll(finding({ ProductArn }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('filters as GetFindings does, page by page', async () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      finding({ Id: `f${index}`, RecordState: index < 5 ? 'ARCHIVED' : 'ACTIVE' }),
    );
    await importAll(...many, finding({ Id: 'other', GeneratorId: 'somebody-else/rule' }));
    const found: string[] = [];
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await hub.send(
        new GetFindingsCommand({
          Filters: {
            ProductArn: [{ Value: PRODUCT, Comparison: 'EQUALS' }],
            GeneratorId: [{ Value: 'ecs-role-auditor/', Comparison: 'PREFIX' }],
            RecordState: [{ Value: 'ACTIVE', Comparison: 'EQUALS' }],
            Id: [{ Value: 'f2', Comparison: 'PREFIX_NOT_EQUALS' }],
          },
          MaxResults: 6,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      found.push(...(page.Findings ?? []).map(({ Id }) => Id ?? ''));
      NextToken = page.NextToken;
      pages += 1;
    } while (NextToken !== undefined);
    expect(found).toEqual(Array.from({ length: 15 }, (_, index) => `f${index + 5}`));
    expect(pages).toBe(3);
  });

  it('is switched off in Regions that have not enabled it', async () => {
    const elsewhere = sandboxClients(sandbox.endpoint, 'eu-west-1').securityHub;
    await expect(elsewhere.send(new DescribeHubCommand({}))).rejects.toMatchObject({ name: 'InvalidAccessException' });
    expect((await hub.send(new DescribeHubCommand({}))).HubArn).toContain('hub/default');
  });
});
