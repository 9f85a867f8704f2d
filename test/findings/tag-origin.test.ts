import { expect, test } from 'vitest';
import { interpretRecord } from '../../src/cloudtrail/interpret-record.ts';
import { grantChangeKey, parseGrantChange } from '../../src/evidence/grant-change-key.ts';
import { grantLog } from '../../src/evidence/grant-log.ts';
import { ACCEPT_TAG, taggedExceptions } from '../../src/findings/exceptions/tagged-exceptions.ts';
import { DAY, NOW, roleNamed } from './fixtures.ts';

const VALUE = 'until=2027-01-31 rule=wildcard-resource BILL-204 narrows it';
const ALICE = 'arn:aws:sts::123456789012:assumed-role/admin/alice';

/** Where the exception is said to be written, after these events; as it is told by the ledger the night after. */
function writtenIn(...events: readonly Readonly<Record<string, unknown>>[]): string | undefined {
  const grants = grantLog();
  for (const event of events) {
    const { grantChange } = interpretRecord({
      eventSource: 'iam.amazonaws.com',
      eventName: 'TagRole',
      eventTime: '2026-11-20T10:00:00Z',
      userIdentity: {
        type: 'AssumedRole',
        arn: ALICE,
        sessionContext: { sessionIssuer: { type: 'Role', arn: ALICE } },
      },
      requestParameters: { roleName: 'app', tags: [{ key: ACCEPT_TAG, value: VALUE }] },
      ...event,
    });
    if (grantChange !== undefined) grants.add(parseGrantChange(grantChangeKey(grantChange), grantChange));
  }
  const role = roleNamed('app', { tags: { [ACCEPT_TAG]: VALUE }, createdAt: NOW - 30 * DAY });
  return taggedExceptions([role], ACCEPT_TAG, NOW, new Set(), grants).exceptions[0]?.writtenIn;
}

const UNSEEN = `tag ${ACCEPT_TAG} of app, not seen being set`;
const tags = (key: string, value = VALUE) => ({ requestParameters: { roleName: 'app', tags: [{ key, value }] } });

test('an exception in a tag tells who set it, and when', () => {
  expect(writtenIn({})).toBe(`tag ${ACCEPT_TAG} of app, set by ${ALICE} at 2026-11-20T10:00:00Z`);
});

test.each<readonly [string, readonly Readonly<Record<string, unknown>>[], string]>([
  ['nothing', [], UNSEEN],
  ['a call that failed', [{ errorCode: 'AccessDenied' }], UNSEEN],
  ['another tag', [tags('team')], UNSEEN],
  ['another role', [{ requestParameters: { roleName: 'b', tags: [{ key: ACCEPT_TAG, value: VALUE }] } }], UNSEEN],
  ['a role of the same name before it', [{ eventTime: '2026-10-01T10:00:00Z' }], UNSEEN],
  ['a tag that ends nothing', [tags(ACCEPT_TAG, 'x')], UNSEEN],
  ['the role being made with it', [{ eventName: 'CreateRole' }], '2026-11-20T10:00:00Z'],
  ['the key in other letters', [tags(ACCEPT_TAG.toUpperCase())], '2026-11-20T10:00:00Z'],
  ['two settings', [{ eventTime: '2026-11-21T10:00:00Z' }, {}], '2026-11-21T10:00:00Z'],
  [
    'a later setting of another tag',
    [{}, { ...tags(`${ACCEPT_TAG}:2`), eventTime: '2026-11-21T10:00:00Z' }],
    '2026-11-20',
  ],
  [
    'a service',
    [{ userIdentity: { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' } }],
    'set by cloudformation',
  ],
])('of %s it tells what was seen', (_what, events, told) => {
  expect(writtenIn(...events)).toContain(told);
});
