import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { credentialsHint } from '../../src/cli/credentials-hint.ts';

const folder = mkdtempSync(join(tmpdir(), 'aws-'));
const AWS_CONFIG_FILE = join(folder, 'config');
const AWS_SHARED_CREDENTIALS_FILE = join(folder, 'credentials');
writeFileSync(
  AWS_CONFIG_FILE,
  `[profile production]
credential_process = /usr/bin/vault --token s3cr3t-canary
[profile people]
sso_session = people
[profile codes]
role_arn = arn:aws:iam::123456789012:role/audit
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile lost]
role_arn = arn:aws:iam::123456789012:role/audit
source_profile = kesy
`,
);
writeFileSync(AWS_SHARED_CREDENTIALS_FILE, '[keys]\naws_access_key_id = a\naws_secret_access_key = s3cr3t-canary\n');

test.each<[string, Record<string, string>, RegExp]>([
  ['a profile that is not there', { AWS_PROFILE: 'prodution' }, /has such a profile \(did you mean production\?\)\)$/],
  [
    'its credential_process',
    { AWS_PROFILE: 'production' },
    /^ \(the credential_process of profile "production" failed/,
  ],
  ['a sign-in that ran out', { AWS_PROFILE: 'people' }, /aws sso login --profile people/],
  [
    'a code that nobody could be asked for',
    { AWS_PROFILE: 'codes' },
    /a code of arn:aws:iam::123456789012:mfa\/me, for/,
  ],
  ['a source that is not there', { AWS_PROFILE: 'lost' }, /source_profile "kesy", and .*did you mean keys\?/],
  ['a profile with keys that were of no use', { AWS_PROFILE: 'keys' }, /^ \(AWS_PROFILE is "keys"\)$/],
  [
    'a container’s endpoint',
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/s3cr3t-canary' },
    /^ \(the endpoint of AWS_CONTAINER_CREDENTIALS_FULL_URI gave none\)$/,
  ],
  ['nothing where nothing is configured', {}, /^$/],
])('names %s, and no secret', async (_, environment, expected) => {
  const hint = await credentialsHint({ AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, ...environment });
  expect(hint).toMatch(expected);
  expect(hint).not.toContain('canary');
});
