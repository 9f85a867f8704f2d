import { DescribeDaemonCommand, DescribeDaemonRevisionsCommand, ListDaemonsCommand } from '@aws-sdk/client-ecs';
import { ask, endingAt, type Page, pages, present } from '../client/call-api.ts';
import { type EcsRegion, type Lose, lacksOperation } from './ecs-region.ts';
import type { Running } from './ecs-running.ts';

/** Adds the daemon task definitions that a cluster's daemons run, and which of them have ECS Exec enabled. */
export async function readDaemons(ecs: EcsRegion, cluster: string, running: Running, lose: Lose): Promise<void> {
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
    if (!(await lacksOperation(ecs, error))) lose(`daemons of ${cluster}`, error, action);
  }
}

function listDaemons(ecs: EcsRegion, clusterArn: string): AsyncGenerator<readonly string[]> {
  return pages((nextToken) =>
    ask(
      () => ecs.client.send(new ListDaemonsCommand({ clusterArn, maxResults: 100, nextToken }), endingAt(ecs.signal)),
      (answer): Page<string> => ({
        items: present(answer.daemonSummariesList, 'daemonSummariesList').map((one) =>
          present(one.daemonArn, 'daemonArn'),
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
  return ask(
    () => ecs.client.send(new DescribeDaemonCommand({ daemonArn }), endingAt(ecs.signal)),
    (answer) => {
      const { currentRevisions: revisions } = present(answer.daemon, 'daemon');
      return (revisions ?? []).map((revision) => present(revision.arn, 'arn'));
    },
    ecs.clusterReads,
    ecs.signal,
  );
}

async function noteRevisions(ecs: EcsRegion, daemonRevisionArns: string[], running: Running): Promise<void> {
  const revisions = await ask(
    () => ecs.client.send(new DescribeDaemonRevisionsCommand({ daemonRevisionArns }), endingAt(ecs.signal)),
    (answer) => present(answer.daemonRevisions, 'daemonRevisions'),
    ecs.clusterReads,
    ecs.signal,
  );
  for (const revision of revisions) {
    const arn = revision.daemonTaskDefinitionArn;
    if (arn === undefined) continue;
    running.taskDefinitionArns.add(arn);
    if (revision.enableExecuteCommand === true) running.execEnabled.add(arn);
  }
}
