import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incompleteOfRegions } from '../../src/report/incomplete-of-regions.ts';

const denied = (region: string) => ({
  what: `CloudTrail events of ${region} before 2026-11-22`,
  why: `AccessDeniedException on cloudtrail:LookupEvents in ${region}; allow it`,
});
const other = { what: 'import of 6 findings', why: 'the service failed in us-east-1' };

describe('incompleteOfRegions()', () => {
  test('makes one of losses that are the same but for their Region', () => {
    expect(incompleteOfRegions([denied('eu-west-1'), other, denied('us-east-1')])).toEqual([
      {
        what: 'CloudTrail events of eu-west-1 and us-east-1 before 2026-11-22',
        why: 'AccessDeniedException on cloudtrail:LookupEvents in each; allow it',
      },
      other,
    ]);
  });

  test('names three of many Regions', () => {
    const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'us-east-1', 'us-east-2'];
    expect(incompleteOfRegions(regions.map(denied))).toMatchObject([
      { what: 'CloudTrail events of eu-west-1, eu-west-2, eu-west-3 and 2 more before 2026-11-22' },
    ]);
  });

  test('names Regions of every partition whole', () => {
    expect(incompleteOfRegions(['eusc-de-east-1', 'eusc-de-east-2'].map(denied))).toMatchObject([
      { what: 'CloudTrail events of eusc-de-east-1 and eusc-de-east-2 before 2026-11-22' },
    ]);
  });

  test('keeps names whole that a Region is a part of', () => {
    const tasks = (region: string) => ({
      what: `tasks of arn:aws:ecs:${region}:123456789012:cluster/main`,
      why: `AccessDeniedException on ecs:ListTasks in ${region}; add ecs:ListTasks to the auditor's role`,
    });
    const status = (region: string) => ({
      what: `status of arn:aws:cloudtrail:${region}:123456789012:trail/a in ${region}`,
      why: 'it is not there',
    });
    expect(
      incompleteOfRegions(['eu-west-1', 'us-east-1'].flatMap((region) => [tasks(region), status(region)])),
    ).toEqual([
      {
        what: 'tasks of arn:aws:ecs:*:123456789012:cluster/main in eu-west-1 and us-east-1',
        why: "AccessDeniedException on ecs:ListTasks in each; add ecs:ListTasks to the auditor's role",
      },
      {
        what: 'status of arn:aws:cloudtrail:*:123456789012:trail/a in eu-west-1 and us-east-1',
        why: 'it is not there',
      },
    ]);
  });

  test('leaves losses of one Region as they are, and those of two', () => {
    const two = { what: 'events of eu-west-1', why: 'the trail is of us-east-1' };
    const all = [two, { ...two, what: 'events of eu-west-2' }, denied('eu-west-1'), { what: 'Report', why: 'no' }];
    expect(incompleteOfRegions(all)).toEqual(all);
  });

  test('drops no loss without a Region, whatever it says', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-', '$', '&') });
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ what: text, why: text }), { selector: JSON.stringify }), (all) => {
        expect(incompleteOfRegions(all)).toEqual(all);
      }),
    );
  });
});
