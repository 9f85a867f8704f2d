import type { SandboxDaemon, SandboxDaemonTaskDefinition } from '../sandbox-account.ts';
import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Operation } from '../wire/json-service.ts';
import { clusterArn, clusterNamed } from './ecs-clusters.ts';
import { ecsPage } from './ecs-page.ts';

/** The operations that read daemons and their task definitions, which are listed apart from all others. */
export const daemonOperations: Readonly<Record<string, Operation>> = {
  ListDaemonTaskDefinitions(fields, call) {
    const status = fields.text('status') ?? 'ACTIVE';
    const family = fields.text('family');
    const prefix = fields.text('familyPrefix') ?? '';
    const listed = definitionsIn(call)
      .filter((definition) => status === 'ALL' || definition.status === status)
      .filter((definition) => family === undefined || definition.family === family)
      .filter((definition) => definition.family.startsWith(prefix))
      .filter(
        (definition, _index, all) =>
          fields.text('revision') !== 'LAST_REGISTERED' ||
          !all.some((other) => other.family === definition.family && other.revision > definition.revision),
      );
    const page = ecsPage(listed, fields, call, `ListDaemonTaskDefinitions ${status} ${family ?? ''} ${prefix}`, 100);
    return {
      daemonTaskDefinitions: page.items.map((definition) => ({
        arn: definitionArn(definition, call),
        registeredAt: definition.registeredAt / 1000,
        registeredBy: definition.registeredBy,
        status: definition.status,
      })),
      ...page.more,
    };
  },

  DescribeDaemonTaskDefinition(fields, call) {
    const asked = fields.requiredText('daemonTaskDefinition');
    const name = asked.slice(asked.indexOf('/') + 1);
    const found = definitionsIn(call).findLast((definition) =>
      name.includes(':') ? `${definition.family}:${definition.revision}` === name : definition.family === name,
    );
    if (found === undefined) throw new AwsError('ClientException', 'Unable to describe daemon task definition.');
    return {
      daemonTaskDefinition: {
        daemonTaskDefinitionArn: definitionArn(found, call),
        family: found.family,
        revision: found.revision,
        taskRoleArn: found.taskRoleArn,
        executionRoleArn: found.executionRoleArn,
        containerDefinitions: found.containerDefinitions,
        volumes: [],
        cpu: '128',
        memory: '256',
        status: found.status,
        registeredAt: found.registeredAt / 1000,
        registeredBy: found.registeredBy,
      },
    };
  },

  ListDaemons(fields, call) {
    const cluster = fields.text('clusterArn') === undefined ? undefined : clusterNamed(fields, call).name;
    const listed = daemonsIn(call).filter((daemon) => cluster === undefined || daemon.cluster === cluster);
    const page = ecsPage(listed, fields, call, `ListDaemons ${cluster ?? ''}`, 100);
    return {
      daemonSummariesList: page.items.map((daemon) => ({
        daemonArn: daemonArn(daemon, call),
        status: 'ACTIVE',
        createdAt: daemon.createdAt / 1000,
        updatedAt: daemon.createdAt / 1000,
      })),
      ...page.more,
    };
  },

  DescribeDaemon(fields, call) {
    const asked = fields.requiredText('daemonArn');
    const daemon = daemonsIn(call).find((known) => daemonArn(known, call) === asked);
    if (daemon === undefined) throw new AwsError('DaemonNotFoundException', 'The specified daemon was not found.');
    return {
      daemon: {
        daemonArn: asked,
        clusterArn: clusterArn({ region: daemon.region, name: daemon.cluster }, call),
        status: 'ACTIVE',
        currentRevisions: [{ arn: revisionArn(daemon, call), totalRunningCount: 2, totalWithoutDaemonCount: 0 }],
        createdAt: daemon.createdAt / 1000,
        updatedAt: daemon.createdAt / 1000,
      },
    };
  },

  DescribeDaemonRevisions(fields, call) {
    const asked = fields.texts('daemonRevisionArns');
    const find = (arn: string): SandboxDaemon | undefined =>
      daemonsIn(call).find((daemon) => revisionArn(daemon, call) === arn);
    return {
      daemonRevisions: asked.flatMap((arn) => {
        const daemon = find(arn);
        if (daemon === undefined) return [];
        return [
          {
            daemonRevisionArn: arn,
            clusterArn: clusterArn({ region: daemon.region, name: daemon.cluster }, call),
            daemonArn: daemonArn(daemon, call),
            daemonTaskDefinitionArn: daemon.daemonTaskDefinitionArn,
            createdAt: daemon.createdAt / 1000,
            containerImages: [],
            enableExecuteCommand: daemon.enableExecuteCommand,
          },
        ];
      }),
      failures: asked.filter((arn) => find(arn) === undefined).map((arn) => ({ arn, reason: 'MISSING' })),
    };
  },
};

function definitionsIn(call: Call): readonly SandboxDaemonTaskDefinition[] {
  return call.account.daemonTaskDefinitions
    .filter((definition) => definition.region === call.region)
    .toSorted((a, b) => (a.family === b.family ? a.revision - b.revision : a.family < b.family ? -1 : 1));
}

function daemonsIn(call: Call): readonly SandboxDaemon[] {
  return call.account.daemons.filter((daemon) => daemon.region === call.region);
}

function definitionArn(definition: SandboxDaemonTaskDefinition, call: Call): string {
  return `arn:aws:ecs:${definition.region}:${call.account.accountId}:daemon-task-definition/${definition.family}:${definition.revision}`;
}

function daemonArn(daemon: SandboxDaemon, call: Call): string {
  return `arn:aws:ecs:${daemon.region}:${call.account.accountId}:daemon/${daemon.cluster}/${daemon.name}`;
}

function revisionArn(daemon: SandboxDaemon, call: Call): string {
  return `arn:aws:ecs:${daemon.region}:${call.account.accountId}:daemon-revision/${daemon.cluster}/${daemon.name}/1`;
}
