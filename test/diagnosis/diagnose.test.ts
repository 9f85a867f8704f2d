import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { MESSAGE_SHAPES } from '../../src/diagnosis/message-shapes.ts';
import { fakeTerminal } from '../cli/fake-terminal.ts';

interface MessageCase {
  readonly shape: string;
  readonly text: string;
  readonly phase: string;
  readonly role: string;
  readonly actions: readonly string[];
  readonly resource: string;
}

const CASES = JSON.parse(readFileSync('test/cases/diagnose-messages.json', 'utf8')) as readonly MessageCase[];

test.each(CASES)('$shape: $text', ({ shape, text, phase, role, actions, resource }) => {
  expect(diagnose(text)).toMatchObject({ shape, phase, role, actions, resource });
});

interface UnseenCase extends Omit<MessageCase, 'shape' | 'resource'> {
  readonly seen: string;
  readonly atFirst: 'hit' | 'miss';
  readonly now: 'hit' | 'miss';
}

const UNSEEN = (
  JSON.parse(readFileSync('test/cases/diagnose-unseen.json', 'utf8')) as { readonly cases: readonly UnseenCase[] }
).cases;

test.each(UNSEEN)(
  'of the messages that the table was not made from, $seen is a $now',
  ({ text, phase, role, actions, now }) => {
    const found = diagnose(text);
    const right = { phase: found.phase, role: found.role, actions: found.actions };
    if (now === 'hit') expect(right).toEqual({ phase, role, actions });
    else expect(right).not.toEqual({ phase, role, actions });
  },
);

test('fourteen of twenty such messages were right at first', () => {
  expect(UNSEEN.filter(({ atFirst }) => atFirst === 'hit')).toHaveLength(14);
  expect(UNSEEN).toHaveLength(20);
});

test('every row of the table has an example, and an id of its own', () => {
  const ids = MESSAGE_SHAPES.map(({ id }) => id);
  expect([...new Set(ids)]).toEqual(ids);
  expect(new Set(CASES.map(({ shape }) => shape))).toEqual(new Set(ids));
  expect(ids.length).toBeGreaterThanOrEqual(40);
});

test('every row says why, what to do and where AWS tells of it', () => {
  for (const { id, because, next, source } of MESSAGE_SHAPES) {
    expect({ id, because: because.endsWith('.'), source: source.length > 8 }).toEqual({
      id,
      because: true,
      source: true,
    });
    // Of a plain refusal the statement to add is made of the message.
    if (!['denied', 'denied-no-policy'].includes(id)) expect({ id, next: next.length }).not.toEqual({ id, next: 0 });
  }
});

const USER = 'arn:aws:sts::123456789012:assumed-role';
const TASK = '0123456789abcdef0123456789abcdef';
test.each([
  [`${USER}/my-app-task/${TASK}`, 's3:GetObject', 'run-time', 'task'],
  [`${USER}/ecsTaskExecutionRole/${TASK}`, 'secretsmanager:GetSecretValue', 'start-up', 'execution'],
  [`${USER}/shop/${TASK}`, 'ecr:BatchGetImage', 'start-up', 'execution'],
  [`${USER}/ecsInstanceRole/i-0123456789abcdef0`, 'dynamodb:GetItem', 'run-time', 'task'],
  [`${USER}/AWSReservedSSO_Developer_1/ann`, 'ecs:UpdateService', 'unknown', 'caller'],
  [`${USER}/github-deploy/GitHubActions`, 'ecs:RegisterTaskDefinition', 'unknown', 'caller'],
  [`${USER}/something/session`, 'sqs:SendMessage', 'unknown', 'unknown'],
  ['arn:aws:iam::123456789012:user/ci', 'ecs:RunTask', 'unknown', 'caller'],
])('a refusal of %s for %s is of phase %s and role %s', (principal, action, phase, role) => {
  const text = `User: ${principal} is not authorized to perform: ${action} on resource: *`;
  expect(diagnose(text)).toMatchObject({ phase, role, actions: [action] });
});

test('names the statement to add, on the resource of the message', () => {
  const { next } = diagnose(
    `AccessDenied: User: ${USER}/my-app-task/${TASK} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::shop/x" because no identity-based policy allows the s3:PutObject action`,
  );
  expect(next).toEqual([
    'Add to a policy of the task role (my-app-task): {"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::shop/x"}',
  ]);
});

test('proposes no statement where a policy decides that none outweighs', () => {
  for (const id of [
    'denied-service-control-policy',
    'denied-boundary',
    'denied-explicitly',
    'denied-endpoint-policy',
  ]) {
    const { text = '' } = CASES.find(({ shape }) => shape === id) ?? {};
    expect(diagnose(text).next.join(' ')).not.toContain('"Effect"');
  }
});

test('says of a start-up refusal by the organization that it is the organization', () => {
  const { role, because, next } = diagnose(
    `ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: AccessDeniedException: User: ${USER}/exec/${TASK} is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf with an explicit deny in a service control policy`,
  );
  expect(role).toBe('execution');
  expect(because).toContain('service control policy');
  expect(next.join(' ')).not.toContain('"Effect"');
});

test.each([
  ['the sky is blue', 'unknown'],
  ['ResourceInitializationError: something nobody has seen', 'start-up'],
  ['java.lang.IllegalStateException: no such bean', 'run-time'],
])('says of "%s" that it is unknown, and still the phase: %s', (text, phase) => {
  const { shape, role, ...rest } = diagnose(text);
  expect({ shape, role, phase: rest.phase }).toEqual({ shape: undefined, role: 'unknown', phase });
});

test('reads a hostile text in no time', () => {
  const started = performance.now();
  for (const text of [
    'is not authorized to perform: '.repeat(50_000),
    'CannotPull '.repeat(100_000),
    `EFS ${'a'.repeat(1_000_000)}`,
  ]) {
    expect(diagnose(text).phase).toMatch(/^(start-up|run-time|unknown)$/);
  }
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('diagnose prints the document, of an argument as of standard input', async () => {
  const text = 'OutOfMemoryError: Container killed due to memory usage';
  const byArgument = fakeTerminal();
  expect(await runCommandLine(['diagnose', text, '--format', 'json'], byArgument)).toBe(0);
  const byInput = fakeTerminal(`${text}\n`);
  expect(await runCommandLine(['diagnose', '-', '--format', 'json'], byInput)).toBe(0);
  expect(byInput.out()).toBe(byArgument.out());
  expect(JSON.parse(byArgument.out())).toMatchObject({
    version: 1,
    phase: 'run-time',
    role: 'none',
    actions: [],
    resource: '',
  });
});

test('an empty text is wrong usage', async () => {
  expect(await runCommandLine(['diagnose', '-'], fakeTerminal('\n'))).toBe(2);
});

test('words of a command are no error, whatever they read like', () => {
  const words =
    'unable to pull secrets: User: x is not authorized to perform: secretsmanager:GetSecretValue on resource: *';
  const said = `CannotStartContainerError: Error response from daemon: exec: "${words} \\"twice\\" ": executable file not found in $PATH`;
  expect(diagnose(said)).toMatchObject({ shape: 'command-not-found', role: 'none', actions: [] });
});
