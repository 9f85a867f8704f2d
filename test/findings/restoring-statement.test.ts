import { describe, expect, test } from 'vitest';
import { restoringStatements } from '../../src/findings/restoring-statement.ts';
import { inline } from '../support/iam.ts';

/** How a policy variable begins. */
const VARIABLE = '${';

const READ = inline({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/file-?' });

function restored(...resources: readonly string[]): unknown {
  const [statement] = READ.document.ok ? READ.document.value.statements : [];
  const text = restoringStatements([
    {
      action: 's3:GetObject',
      grantedAt: 0,
      refused: { first: 1, last: 1 },
      resources,
      ...(statement && { statement }),
    },
  ]);
  return JSON.parse(text);
}

describe('restoringStatements()', () => {
  test('gives back the refused resources alone', () => {
    expect(restored('arn:aws:s3:::reports/file-1')).toEqual({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::reports/file-1',
    });
  });

  test.each([
    ['file-*', `file-${VARIABLE}*}`],
    ['file-?', `file-${VARIABLE}?}`],
    [`${VARIABLE}aws:username}$1`, `${VARIABLE}$}{aws:username}$1`],
  ])('takes %s for a name, as whoever asks may call it so', (asked, name) => {
    expect(restored(`arn:aws:s3:::reports/${asked}`)).toMatchObject({ Resource: `arn:aws:s3:::reports/${name}` });
  });
});
