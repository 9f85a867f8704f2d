import { describe, expect, it } from 'vitest';
import { parseTaskDefinition } from '../../src/ecs/task-definition.ts';
import { container, definition, rawDefinition } from './definition.ts';

describe('parseTaskDefinition()', () => {
  it('keeps no value of an environment variable, and no log option that may hold a key', () => {
    const parsed = container({
      environment: [{ name: 'PASSWORD', value: 'hunter2' }],
      logConfiguration: {
        logDriver: 'awsfirelens',
        options: { Name: 'datadog', apikey: 'hunter2', Region: 'us-east-1' },
      },
    });
    expect(JSON.stringify(parsed)).not.toContain('hunter2');
    expect(parsed.containerDefinitions[0]?.logConfiguration?.options).toEqual({ name: 'datadog', region: 'us-east-1' });
  });

  it('lets unknown fields and unknown launch types pass', () => {
    const parsed = definition({ newField: { a: 1 }, requiresCompatibilities: ['FARGATE', 'MOON'] });
    expect(parsed.requiresCompatibilities).toEqual(['FARGATE']);
  });

  it('takes null, as JSON may have it, for an absent field', () => {
    const parsed = definition({ taskRoleArn: null, volumes: null, proxyConfiguration: null });
    expect(parsed).not.toHaveProperty('taskRoleArn');
    expect(parsed.volumes).toEqual([]);
    expect(parsed.appMeshProxy).toBe(false);
  });

  it('reads tags of the response', () => {
    const raw = { taskDefinition: rawDefinition(), tags: [{ key: 'team', value: 'search' }, { key: 'empty' }] };
    const parsed = parseTaskDefinition(raw, 'eu-west-1');
    expect(parsed.ok && parsed.value.tags).toEqual({ team: 'search', empty: '' });
  });

  it('reads a daemon task definition, which runs on managed instances', () => {
    const { taskDefinitionArn: _, requiresCompatibilities: __, ...fields } = rawDefinition();
    const arn = 'arn:aws:ecs:eu-west-1:123456789012:daemon-task-definition/agent:2';
    const parsed = parseTaskDefinition(
      { daemonTaskDefinition: { ...fields, family: 'agent', daemonTaskDefinitionArn: arn } },
      'eu-west-1',
    );
    expect(parsed.ok && parsed.value).toMatchObject({
      taskDefinitionArn: arn,
      family: 'agent',
      daemon: true,
      requiresCompatibilities: ['MANAGED_INSTANCES'],
    });
  });

  it('finds credential specs in both of their places, and leaves other security options out', () => {
    const parsed = container({
      credentialSpecs: ['credentialspec:arn:aws:s3:::b/a.json'],
      dockerSecurityOptions: ['no-new-privileges', 'credentialspec:arn:aws:s3:::b/b.json'],
    });
    expect(parsed.containerDefinitions[0]?.credentialSpecs).toEqual([
      { value: 'credentialspec:arn:aws:s3:::b/a.json', field: 'credentialSpecs[0]' },
      { value: 'credentialspec:arn:aws:s3:::b/b.json', field: 'dockerSecurityOptions[1]' },
    ]);
  });

  const NAMED = 'task definition "arn:aws:ecs:eu-west-1:123456789012:task-definition/my-app:7"';
  const malformed: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    [
      'a secret without valueFrom',
      { containerDefinitions: [{ secrets: [{ name: 'A' }] }] },
      'taskDefinition.containerDefinitions[0].secrets[0].valueFrom is missing: expected text',
    ],
    [
      'containers that are no list',
      { containerDefinitions: 'web' },
      'taskDefinition.containerDefinitions is "web": expected a list',
    ],
    [
      'no containers at all, as in a cut answer',
      { containerDefinitions: undefined },
      'taskDefinition.containerDefinitions is missing: expected a list',
    ],
    [
      'a status of its own',
      { status: 'SLEEPING' },
      'taskDefinition.status is "SLEEPING": expected ACTIVE, INACTIVE or DELETE_IN_PROGRESS',
    ],
    ['a revision that is no number', { revision: '7' }, 'taskDefinition.revision is "7": expected a whole number'],
    ['a role that is no text', { taskRoleArn: 7 }, 'taskDefinition.taskRoleArn is 7: expected text'],
  ];
  it.each(malformed)('names the field and the value of %s', (_, fields, expected) => {
    expect(parseTaskDefinition({ taskDefinition: rawDefinition(fields) }, 'eu-west-1')).toEqual({
      ok: false,
      problem: `Cannot read ${NAMED}: ${expected}`,
    });
  });

  it.each([undefined, null, 'text', 7, [], {}])('refuses %j with a sentence', (raw) => {
    const parsed = parseTaskDefinition(raw, 'eu-west-1');
    expect(parsed.ok ? '' : parsed.problem).toMatch(/^Cannot read a task definition: /);
  });
});
