import { expect, test } from 'vitest';
import { ACCOUNT } from './fixtures.ts';
import { oneOfEachKind } from './one-of-each-kind.ts';

test.each(['trust-missing-ecs', 'trust-too-wide', 'trust-without-source-condition'])(
  'the remedy of %s holds a whole statement, the same as that of the others',
  (rule) => {
    const text = oneOfEachKind().find((finding) => finding.rule === rule)?.remediation.text ?? '';
    expect(text.length).toBeLessThanOrEqual(512);
    expect(JSON.parse(text.slice(text.indexOf('{')))).toEqual({
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT },
        ArnLike: { 'aws:SourceArn': `arn:aws:ecs:*:${ACCOUNT}:*` },
      },
    });
  },
);
