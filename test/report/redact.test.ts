import { expect, test } from 'vitest';
import { redact } from '../../src/report/redact.ts';

test.each([
  ['a webhook', 'Cannot post to https://hooks.slack.com/services/T0/B0/canary now'],
  ['its path', 'POST /services/T0/B0/canary failed'],
  ['a bot token', 'token xoxb-1-2-canary is bad'],
  ['a rotated token', 'token xoxe.xoxb-1-canary is bad'],
  ['an app token', 'token xapp-1-canary'],
  ['a header', 'authorization: Bearer canary'],
  ['a password in a URL', 'cannot reach redis://me:canary@host:6379/0'],
  ['a presigned URL', 'GET https://bucket.s3.amazonaws.com/key?X-Amz-Signature=canary'],
  ['a secret key of AWS', `the key is ${'wJalrXUtnFEMI/K7MDENG/bPxRfiCY'}canaryKEY12`],
  ['a session token', `token ${'IQoJb3JpZ2luX2VjEKb'.repeat(20)}canary`],
  ['a token behind very much text', `${'word '.repeat(1_990)}xoxb-1-${'canary'.repeat(50)}`],
])('hides %s', (_what, text) => {
  expect(redact(text, 20_000)).not.toContain('canary');
});

test('hides key ids', () => {
  expect(redact('AKIAIOSFODNN7EXAMPLE is disabled')).toBe('(not shown) is disabled');
});

test.each([
  'AccessDenied on sts:GetCallerIdentity; add it to the role arn:aws:iam::123456789012:role/ecs-role-auditor',
  'AUDITOR_MIN_AGE is "soon": expected a duration such as 30d (d, h or m)',
  'request 5f0e1c7a-3b7e-4f38-9d0a-6f1f6f1d2c11 of s3://my-bucket/reports/ failed',
])('leaves what helps: %s', (text) => {
  expect(redact(text)).toBe(text);
});

test('makes one line of it, clipped', () => {
  expect(redact('a\n b\u202e\u001b[31m c')).toBe('a b [31m c');
  expect(redact('word '.repeat(200))).toHaveLength(500);
});
