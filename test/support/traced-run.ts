/** Runs the handler once in a process of its own, as the environment says. Arguments: the account id. */
import { invokeHandler } from '../../src/cli/demo-lambda.ts';

const environment = Object.fromEntries(
  Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
);
await invokeHandler({ detail: {} }, environment, process.argv[2] ?? '');
