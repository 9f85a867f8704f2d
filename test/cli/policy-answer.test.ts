import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { deliverPolicy, type PolicyAnswer } from '../../src/cli/policy-answer.ts';
import { POLICY_FORMS, type PolicyForm } from '../../src/report/policy/render-policy.ts';
import type { PolicyChange } from '../../src/rightsize/recommend/recommendation.ts';
import { CHANGE, LARGE_CHANGE, LARGE_ROLE, ROLE } from '../report/policy/changes.ts';
import { runOn } from '../report/policy/tools.ts';
import { fakeTerminal } from './fake-terminal.ts';

const directory = await mkdtemp(join(tmpdir(), 'policy-answer-'));
afterAll(() => rm(directory, { recursive: true }));

function answer(role: typeof ROLE, recommendation: PolicyChange): PolicyAnswer {
  const lookup = { kind: 'found', role } as const;
  return { arn: role.arn, lookup, recommendation, decided: { lookup, actions: [], required: [] } as never };
}

const NOTHING_TO_CREATE: PolicyChange = { ...CHANGE, documents: [] };

async function written(of: PolicyAnswer, forms: readonly [PolicyForm, ...PolicyForm[]]): Promise<readonly string[]> {
  const into = await mkdtemp(join(directory, 'out-'));
  expect(await deliverPolicy(of, { forms, terminal: fakeTerminal(), directory: into })).toBe(0);
  return Promise.all(
    (await readdir(into)).toSorted().map(async (name) => `${name}\n${await readFile(join(into, name), 'utf8')}`),
  );
}

describe('a right-sized policy', () => {
  test('is one JSON document on standard output', async () => {
    const terminal = fakeTerminal();
    await deliverPolicy(answer(ROLE, CHANGE), { forms: ['json'], terminal });
    expect(JSON.parse(terminal.out())).toMatchObject({ Version: '2012-10-17' });
  });

  test('that is several documents is refused on standard output, and a file each in a directory', async () => {
    const terminal = fakeTerminal();
    const several = answer(LARGE_ROLE, LARGE_CHANGE);
    await expect(deliverPolicy(several, { forms: ['json'], terminal })).rejects.toThrow(
      /^Cannot print the \d+ policies of \S+ as one document, since IAM's limits keep them apart: expected --out DIR, or --as terraform$/,
    );
    expect(terminal.out()).toBe('');
    const files = await written(several, ['json']);
    expect(files.map((file) => file.split('\n', 1)[0])).toEqual(
      LARGE_CHANGE.documents.map((_, place) => `${LARGE_ROLE.name}-${place + 1}.json`),
    );
    for (const file of files) expect(JSON.parse(file.slice(file.indexOf('\n')))).toHaveProperty('Statement');
  });

  test('that creates nothing has no template, which CloudFormation would refuse, and no JSON', async () => {
    const files = await written(answer(ROLE, NOTHING_TO_CREATE), [...POLICY_FORMS] as [PolicyForm, ...PolicyForm[]]);
    expect(files.map((file) => file.split('\n', 1)[0])).toEqual([`${ROLE.name}.diff`, `${ROLE.name}.tf`]);
  });

  test.each(['cloudformation', 'json'] as const)(
    'that creates nothing says as %s what is taken away, and in which steps',
    async (form) => {
      const printed = fakeTerminal();
      await deliverPolicy(answer(ROLE, NOTHING_TO_CREATE), { forms: [form], terminal: printed });
      expect(printed.out()).toBe('');
      const into = fakeTerminal();
      await deliverPolicy(answer(ROLE, NOTHING_TO_CREATE), { forms: [form], terminal: into, directory });
      for (const told of [printed.err(), into.err()]) {
        expect(told).toContain('There is no policy to create, and so no document: the change is to take away.');
        expect(told).toContain('Step 1: Detach or delete the policies that it replaces');
      }
      expect(into.err()).not.toContain('Written');
    },
  );

  test('is a template that cfn-lint has nothing against', async () => {
    const [file = ''] = await written(answer(LARGE_ROLE, LARGE_CHANGE), ['cloudformation']);
    const run = runOn(file.slice(file.indexOf('\n') + 1), 'role.yaml', ['cfn-lint']);
    if (run !== undefined) expect(run).toEqual({ status: 0, output: '' });
  });
});
