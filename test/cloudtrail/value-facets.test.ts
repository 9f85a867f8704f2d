import { describe, expect, it } from 'vitest';
import { isDecidedByValues } from '../../src/cloudtrail/value-facets.ts';

describe('isDecidedByValues()', () => {
  it.each([
    ['CopyObject', true],
    ['copyobject', true],
    ['CopyObject20060301', true],
    ['UploadPartCopy', true],
    ['ExecuteStatement', true],
    ['BatchExecuteTransaction', true],
    ['transactwriteitems', true],
    ['RegisterScalableTarget', true],
    ['describescalingpolicies', true],
    ['PutScheduledAction', true],
    ['DeleteScheduledAction20160206', true],
    ['GetParameter', true],
    ['GetParameters', true],
    ['RunInstances', true],
    ['NewClientConnection', true],
    ['GetParametersByPath', false],
    ['PutScheduledUpdateGroupAction', false],
    ['CreateAutoScalingGroup', false],
    ['CreateFunction20150331', false],
    ['GetObject', false],
    ['TransactGetItems', false],
    ['GetFunction20150331v2', false],
  ])('%s: %s', (eventName, expected) => {
    expect(isDecidedByValues(eventName)).toBe(expected);
  });
});
