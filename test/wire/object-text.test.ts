import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../src/aws/client/session.ts';
import { readObjectText } from '../../src/aws/s3/s3-object-text.ts';
import { missingAuditorPermissionIn } from '../../src/base/missing-auditor-permission.ts';
import { CREDENTIALS } from '../support/sandbox-session.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1-2';

/** What the reading of an object throws where S3 answers like this. */
async function readFrom(answer: (response: ServerResponse) => void): Promise<unknown> {
  const server = createServer((_, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const session = await openSession({ region: 'us-east-1', endpoint, credentials: CREDENTIALS, maxAttempts: 1 });
  onTestFinished(() => {
    session.close();
    server.closeAllConnections();
    server.close();
  });
  return readObjectText(session, 'settings', 'auditor.yaml', 1_000).catch((error: unknown) => error);
}

test.each([
  [
    'the key',
    `User: u is not authorized to perform: kms:Decrypt on resource: ${KEY} because no identity-based policy allows the kms:Decrypt action`,
    "AccessDenied on s3:GetObject in us-east-1; add kms:Decrypt to the auditor's role",
    { action: 'kms:Decrypt', resource: KEY },
  ],
  [
    'the object',
    'Access Denied',
    "AccessDenied on s3:GetObject in us-east-1; add s3:GetObject to the auditor's role (or there is no such object)",
    { action: 's3:GetObject', resource: 'arn:aws:s3:::settings/auditor.yaml' },
  ],
  [
    'what is not there',
    'User: u is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::settings" because no identity-based policy allows the s3:ListBucket action',
    'there is no such object',
    undefined,
  ],
])('an object is not read where %s may not be used, and what is missing is named', async (_, message, why, missing) => {
  const error = await readFrom((response) => {
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`);
  });
  expect(error).toMatchObject({ message: why });
  expect(missingAuditorPermissionIn(error)).toEqual(missing);
});

test('an object is read up to the limit; a longer one is not fetched to its end', async () => {
  const text = (length: number) => (response: ServerResponse) => {
    response.writeHead(200, { 'content-length': length });
    response.write('x'.repeat(Math.min(length, 1_000)));
    if (length <= 1_000) response.end();
  };
  expect(await readFrom(text(1_000))).toBe('x'.repeat(1_000));
  expect(await readFrom(text(1_000_000_000))).toMatchObject({
    message: expect.stringContaining('the object has 1000000000 bytes, of which at most 1000 are read'),
  });
});
