import { DescribeDaemonCommand, DescribeDaemonRevisionsCommand, ListDaemonsCommand } from '@aws-sdk/client-ecs';
import { abortOptions, callApi, type Page, pages, requireField } from '../client/call-api.ts';
import { type EcsRegion, lacksOperation, type OnIncomplete } from './ecs-region.ts';
import type { Running } from './ecs-running.ts';
import { arnIn } from './ecs-task-definitions.ts';

/** Adds the daemon task definitions that a cluster's daemons run, and which of them have ECS Exec enabled. */
export async function readDaemons(
  ecs: EcsRegion,
  cluster: string,
  running: Running,
  onIncomplete: OnIncomplete,
): Promise<void> {
  let action = 'ecs:ListDaemons';
  try {
    for await (const daemons of listDaemons(ecs, cluster)) {
      for (const daemon of daemons) {
        action = 'ecs:DescribeDaemon';
        const revisions = await currentRevisions(ecs, daemon);
        if (revisions.length === 0) continue;
        action = 'ecs:DescribeDaemonRevisions';
        await noteRevisions(ecs, revisions, running);
      }
      action = 'ecs:ListDaemons';
    }
  } catch (error) {
    if (!(await lacksOperation(ecs, error))) onIncomplete(`daemons of ${cluster}`, error, action);
  }
}

function listDaemons(ecs: EcsRegion, clusterArn: string): AsyncGenerator<readonly string[]> {
  return pages((nextToken) =>
    callApi(
      () =>
        ecs.client.send(new ListDaemonsCommand({ clusterArn, maxResults: 100, nextToken }), abortOptions(ecs.signal)),
      (answer): Page<string> => ({
        items: requireField(answer.daemonSummariesList, 'daemonSummariesList').map((one) =>
          requireField(one.daemonArn, 'daemonArn'),
        ),
        next: answer.nextToken,
      }),
      ecs.clusterReads,
      ecs.signal,
    ),
  );
}

/** Two while a daemon is being deployed, else one; far below the 20 that one description takes. */
function currentRevisions(ecs: EcsRegion, daemonArn: string): Promise<string[]> {
  return callApi(
    () => ecs.client.send(new DescribeDaemonCommand({ daemonArn }), abortOptions(ecs.signal)),
    (answer) => {
      const { currentRevisions: revisions } = requireField(answer.daemon, 'daemon');
      return (revisions ?? []).map((revision) => requireField(revision.arn, 'arn'));
    },
    ecs.clusterReads,
    ecs.signal,
  );
}

async function noteRevisions(ecs: EcsRegion, daemonRevisionArns: string[], running: Running): Promise<void> {
  const revisions = await callApi(
    () => ecs.client.send(new DescribeDaemonRevisionsCommand({ daemonRevisionArns }), abortOptions(ecs.signal)),
    (answer) => requireField(answer.daemonRevisions, 'daemonRevisions'),
    ecs.clusterReads,
    ecs.signal,
  );
  for (const revision of revisions) {
    if (revision.daemonTaskDefinitionArn === undefined) continue;
    const arn = arnIn(revision.daemonTaskDefinitionArn);
    running.taskDefinitionArns.add(arn);
    if (revision.enableExecuteCommand === true) running.execEnabled.add(arn);
  }
}
