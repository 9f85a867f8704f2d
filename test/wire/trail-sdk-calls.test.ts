import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../src/aws/client/session.ts';
import { createTrailCalls } from '../../src/aws/s3/trail-sdk-calls.ts';
import { bucketTrailStore } from '../../src/sources/trail/bucket-trail-store.ts';
import type { FileGroup, TrailStore } from '../../src/sources/trail/trail-store.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A bucket that answers every request alike; what was asked is kept. */
async function bucketAnswering({ status, body }: Answer) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    response.writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const session = await openSession({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  onTestFinished(() => {
    session.close();
    server.closeAllConnections();
    server.close();
  });
  return { store: bucketTrailStore(createTrailCalls(session), 's3://the-trail/team'), asked };
}

function refusal(code: string, message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

async function groupsOf(store: TrailStore): Promise<readonly FileGroup[]> {
  const groups: FileGroup[] = [];
  for await (const group of store.groups({})) groups.push(group);
  return groups;
}

const FILE = { address: 's3://the-trail/team/AWSLogs/a.json.gz', size: 1 };
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1-2';

test.each([
  [
    'the role may not use the key',
    403,
    refusal(
      'AccessDenied',
      `User: u is not authorized to perform: kms:Decrypt on resource: ${KEY} because no identity-based policy allows the kms:Decrypt action`,
    ),
    /^AccessDenied: the trail's files are encrypted with a KMS key; add kms:Decrypt on that key/,
  ],
  [
    'the key is disabled',
    400,
    refusal('KMS.DisabledException', `${KEY} is disabled.`),
    /^KMS\.DisabledException: the trail's files are encrypted with a KMS key/,
  ],
  [
    'the bucket is another account’s and does not allow it',
    403,
    refusal('AccessDenied', 'Access Denied'),
    /s3:GetObject.*a bucket of another account must allow it too, in its bucket policy.*kms:Decrypt/,
  ],
  ['the file is gone', 404, refusal('NoSuchKey', 'The specified key does not exist.'), /NoSuchKey/],
])('where %s, the message says so', async (_, status, body, expected) => {
  const { store } = await bucketAnswering({ status, body });
  await expect(store.read(FILE)).rejects.toThrow(expected);
});

test('a listing that another account’s bucket refuses says what must allow it', async () => {
  const { store } = await bucketAnswering({ status: 403, body: refusal('AccessDenied', 'Access Denied') });
  const groups = await groupsOf(store);
  expect(groups[0]?.incomplete?.why).toMatch(/s3:ListBucket.*bucket of another account must allow it too/);
});

test('the requester offers to pay, for listing and for reading', async () => {
  const listing =
    '<ListBucketResult><Name>the-trail</Name><Prefix></Prefix><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>';
  const { store, asked } = await bucketAnswering({ status: 200, body: listing });
  await groupsOf(store);
  await store.read(FILE);
  expect(asked.length).toBeGreaterThan(2);
  expect(asked.map(({ headers }) => headers['x-amz-request-payer'])).toEqual(asked.map(() => 'requester'));
});
