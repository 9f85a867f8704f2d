import { describe, expect, it } from 'vitest';
import type { TaskDefinition } from '../../src/ecs/task-definition.ts';
import { decodeDocument, encodeDocument } from '../../src/ledger/document-form.ts';
import { REVISION_FORM } from '../../src/ledger/revision-form.ts';
import { isMarkDue, mergeRevisions, pruneRevisions, type RevisionMemory } from '../../src/ledger/stored-revisions.ts';
import { container } from '../ecs/definition.ts';
import { ACCOUNT, daysAgo, NOW } from './seen.ts';

/** A task definition that has everything this program reads. */
const full = container(
  {
    repositoryCredentials: { credentialsParameter: 'arn:aws:secretsmanager:eu-west-1:1:secret:hub' },
    secrets: [{ name: 'KEY', valueFrom: 'arn:aws:ssm:eu-west-1:1:parameter/key' }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': '/app' },
      secretOptions: [{ name: 'token', valueFrom: 'token' }],
    },
    environmentFiles: [{ value: 'arn:aws:s3:::b/env', type: 's3' }],
    firelensConfiguration: {
      type: 'fluentbit',
      options: { 'config-file-type': 's3', 'config-file-value': 'arn:aws:s3:::b/conf' },
    },
    credentialSpecs: ['credentialspec:arn:aws:s3:::b/spec'],
    mountPoints: [{ sourceVolume: 'data', containerPath: '/data', readOnly: true }],
  },
  {
    compatibilities: ['EC2', 'FARGATE'],
    registeredAt: new Date(NOW),
    proxyConfiguration: { type: 'APPMESH' },
    volumes: [
      {
        name: 'data',
        efsVolumeConfiguration: {
          fileSystemId: 'fs-1',
          transitEncryption: 'ENABLED',
          authorizationConfig: { iam: 'ENABLED', accessPointId: 'ap-1' },
        },
      },
      { name: 'files', s3filesVolumeConfiguration: { fileSystemArn: 'arn:fs', accessPointArn: 'arn:ap' } },
      {
        name: 'share',
        fsxWindowsFileServerVolumeConfiguration: {
          fileSystemId: 'fs-2',
          authorizationConfig: { credentialsParameter: 'arn:secret' },
        },
      },
    ],
  },
);

function memoryOf(definition: TaskDefinition, days = 0): RevisionMemory {
  return new Map([[definition.taskDefinitionArn, { definition, seen: daysAgo(days) }]]);
}

describe('remembered revisions', () => {
  it('come back as they were read, every field', () => {
    const memory = memoryOf(full);
    const decoded = decodeDocument(REVISION_FORM, ACCOUNT, encodeDocument(REVISION_FORM, ACCOUNT, memory));
    expect(decoded).toEqual({ ok: true, value: memory });
  });

  it('are described again where an earlier version read less of them', () => {
    const text = encodeDocument({ ...REVISION_FORM, version: 0 }, ACCOUNT, memoryOf(full));
    expect(decodeDocument(REVISION_FORM, ACCOUNT, text)).toEqual({ ok: true, value: new Map() });
  });

  it('merge to one description that does not depend on the order', () => {
    const a = memoryOf(full, 3);
    const b = memoryOf({ ...full, tags: { team: 'shop' } }, 5);
    expect(mergeRevisions(a, b)).toEqual(mergeRevisions(b, a));
    expect(mergeRevisions(mergeRevisions(a, b), b)).toEqual(mergeRevisions(a, b));
    expect([...mergeRevisions(a, b).values()].map(({ seen }) => seen)).toEqual([daysAgo(3)]);
  });

  it('are forgotten two months after they were last met', () => {
    expect(pruneRevisions(memoryOf(full, 60), NOW).size).toBe(1);
    expect(pruneRevisions(memoryOf(full, 61), NOW).size).toBe(0);
  });

  it('are marked once a week', () => {
    expect([6, 7].map((days) => isMarkDue({ definition: full, seen: daysAgo(days) }, NOW))).toEqual([false, true]);
  });
});
