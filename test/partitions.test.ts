import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../src/cli/sandbox-environment.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { fakeTerminal } from './cli/fake-terminal.ts';
import { type Renames, startRewritingEndpoint } from './support/rewriting-endpoint.ts';
import { smallAccount } from './support/small-account.ts';

/** Each partition but `aws`, with the Region of its IAM and another of its own, which some have and some may have one day. */
const PARTITIONS: readonly (readonly [partition: string, home: string, other: string])[] = [
  ['aws-cn', 'cn-north-1', 'cn-northwest-1'],
  ['aws-us-gov', 'us-gov-west-1', 'us-gov-east-1'],
  ['aws-eusc', 'eusc-de-east-1', 'eusc-de-west-1'],
  ['aws-iso', 'us-iso-east-1', 'us-iso-west-1'],
  ['aws-iso-b', 'us-isob-east-1', 'us-isob-west-1'],
  ['aws-iso-e', 'eu-isoe-west-1', 'eu-isoe-east-1'],
  ['aws-iso-f', 'us-isof-south-1', 'us-isof-east-1'],
];

interface Document {
  readonly roles: readonly {
    readonly arn: string;
    readonly actions: readonly { readonly action: string; readonly verdict: string }[];
  }[];
}

let sandbox: Sandbox;
let verdictsOfAws: readonly string[];

beforeAll(async () => {
  sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  verdictsOfAws = verdictsIn(await audited({}));
});
afterAll(() => sandbox.close());

/** What an audit of the event history and of IAM's data prints. */
async function audited(environment: Readonly<Record<string, string>>): Promise<string> {
  const terminal = fakeTerminal('', { ...sandboxEnvironment(sandbox, {}), ...environment });
  const before = { ...process.env };
  Object.assign(process.env, terminal.environment);
  try {
    const args = ['audit', '--format', 'json', '--source', 'lookup', '--source', 'last-accessed', '--quiet'];
    const status = await runCommandLine(args, terminal);
    expect([status, terminal.err()]).toEqual([0, '']);
    return terminal.out();
  } finally {
    process.env = before;
  }
}

function verdictsIn(text: string): readonly string[] {
  const { roles } = JSON.parse(text) as Document;
  return roles.flatMap(({ arn, actions }) =>
    actions.map(({ action, verdict }) => `${arn.split(':').at(-1)} ${action} ${verdict}`),
  );
}

describe('an account of another partition', () => {
  test.each(PARTITIONS)('%s: the same verdicts, and nothing of arn:aws: left', async (partition, home, other) => {
    const renames: Renames = [
      ['arn:aws:', `arn:${partition}:`],
      ['arn%3Aaws%3A', `arn%3A${partition}%3A`],
      ['us-east-1', home],
      ['eu-west-1', other],
    ];
    const endpoint = await startRewritingEndpoint(sandbox.endpoint, renames);
    try {
      const text = await audited({ AWS_ENDPOINT_URL: endpoint.url, AWS_REGION: home });
      expect(verdictsIn(text)).toEqual(verdictsOfAws);
      expect(text).not.toMatch(/arn:aws:|us-east-1|eu-west-1/);
    } finally {
      await endpoint.close();
    }
  });

  test('the verdicts compared are of every kind that the small account has', () => {
    const kinds = new Set(verdictsOfAws.map((each) => each.split(' ').at(-1)));
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['unused', 'used', 'required']));
  });
});
