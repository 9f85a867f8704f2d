import { describe, expect, it } from 'vitest';
import { pairStatements, type StatementObject } from '../../../src/report/policy/pair-statements.ts';

const allow = (Sid: string, Action: string | readonly string[], Resource = '*'): StatementObject => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

function sids(before: readonly StatementObject[], after: readonly StatementObject[]): readonly string[] {
  return pairStatements(before, after).map((pair) => `${pair.before?.['Sid'] ?? ''} → ${pair.after?.['Sid'] ?? ''}`);
}

describe('pairStatements()', () => {
  it('sets a statement against the one that is about the same, wherever it stands', () => {
    const before = [
      allow('Data', ['dynamodb:GetItem', 'dynamodb:Scan'], 'table'),
      allow('Files', ['s3:PutObject', 's3:GetObject'], 'bucket/*'),
      allow('Queue', 'sqs:*'),
    ];
    const after = [
      allow('UsedSqs', 'sqs:SendMessage'),
      allow('UsedS3', 's3:PutObject', 'bucket/*'),
      allow('UsedDynamodb', 'dynamodb:GetItem', 'table'),
    ];
    expect(sids(before, after)).toEqual(['Data → UsedDynamodb', 'Files → UsedS3', 'Queue → UsedSqs']);
  });

  it('prefers the statement with the same resources among those of one service', () => {
    const before = [allow('A', 's3:*', 'a/*'), allow('B', 's3:*', 'b/*')];
    expect(sids(before, [allow('OfB', 's3:GetObject', 'b/*')])).toEqual(['A → ', 'B → OfB']);
  });

  it('pairs no denial with a grant, and nothing by a wildcard resource alone', () => {
    const deny = { ...allow('No', 's3:*'), Effect: 'Deny' };
    expect(sids([deny, allow('Logs', 'logs:*')], [allow('Used', 's3:GetObject')])).toEqual([
      'No → ',
      'Logs → ',
      ' → Used',
    ]);
  });

  it('takes lists in the order of today, so that only what differs is shown', () => {
    const [pair] = pairStatements(
      [allow('Files', ['s3:PutObject', 's3:GetObject', 's3:ListBucket'])],
      [allow('Used', ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'])],
    );
    expect(pair?.after?.['Action']).toEqual(['s3:PutObject', 's3:GetObject', 's3:DeleteObject']);
  });
});
