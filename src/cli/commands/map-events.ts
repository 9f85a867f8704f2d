import type { Command } from 'commander';
import { messageOf } from '../../base/attempt.ts';
import { type MappedEvent, mapEvent } from '../../cloudtrail/map-events.ts';
import { openCatalogInForce } from '../catalog-in-force.ts';
import { EXIT } from '../exit-status.ts';
import { recordSplitter, type SplitItem } from '../record-splitter.ts';
import type { Outcome } from '../run-command-line.ts';
import { type Terminal, writeText } from '../terminal.ts';

/** `map-events`: CloudTrail records in on standard input, one JSON line out for each. Memory does not grow with the input. */
export function addMapEventsCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command('map-events')
    .description(
      'Read CloudTrail records on standard input; write for each the IAM actions that it proves, as JSON Lines.',
    )
    .addHelpText(
      'after',
      '\nReads JSON Lines, or log files {"Records":[…]}, any number of them.\n\nExamples:\n  zcat *.json.gz | ecs-role-auditor map-events\n  aws cloudtrail lookup-events --query "Events[].CloudTrailEvent" --output text | ecs-role-auditor map-events',
    )
    .action(async () => {
      const catalog = await openCatalogInForce(terminal);
      const splitter = recordSplitter();
      const mapped = (item: SplitItem): string => {
        const line = 'text' in item ? mapText(item.text, (json) => mapEvent(json, catalog)) : unreadable(item.problem);
        if (line.certainty === 'unknown' && line.eventName === '') outcome.status = EXIT.incomplete;
        return `${JSON.stringify(line)}\n`;
      };
      terminal.stdin.setEncoding('utf8');
      for await (const chunk of terminal.stdin) {
        await writeText(
          terminal.stdout,
          splitter
            .push(chunk as string)
            .map(mapped)
            .join(''),
        );
      }
      await writeText(terminal.stdout, splitter.end().map(mapped).join(''));
    });
}

function mapText(text: string, map: (json: unknown) => MappedEvent): MappedEvent {
  try {
    return map(JSON.parse(text));
  } catch (error) {
    return unreadable(messageOf(error));
  }
}

function unreadable(problem: string): MappedEvent {
  return {
    eventSource: '',
    eventName: '',
    actions: [],
    certainty: 'unknown',
    note: `cannot read the record: ${problem}`,
  };
}
