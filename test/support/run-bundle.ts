/**
 * `node run-bundle.ts BUNDLE MILLISECONDS`: loads a bundled handler, hands it the nightly event with that much time left, and prints its
 * answer. A process of its own, as `limitedRun` gives it a limit of memory that it may die of.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [, , bundle = '', time = '900000'] = process.argv;
const { handler }: { readonly handler: (event: unknown, context: unknown) => Promise<unknown> } = await import(
  pathToFileURL(bundle).href
);
const end = Date.now() + Number(time);
const answer = await handler(JSON.parse(readFileSync('events/nightly.json', 'utf8')), {
  functionName: 'ecs-role-auditor',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:418295736412:function:ecs-role-auditor',
  memoryLimitInMB: '1769',
  awsRequestId: '8476a536-e9f4-11e8-9739-000000000001',
  logGroupName: '/aws/lambda/ecs-role-auditor',
  logStreamName: 'limited',
  getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
});
process.stdout.write(`\n${JSON.stringify({ answer })}\n`);
process.exit(0);
