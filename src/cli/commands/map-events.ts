import type { Command } from 'commander';
import { messageOf } from '../../base/attempt.ts';
import { type MappedEvent, mapEvent } from '../../cloudtrail/map-events.ts';
import { openActiveCatalog } from '../active-catalog.ts';
import { decompressedText } from '../decompressed-input.ts';
import { EXIT, type Outcome } from '../exit-status.ts';
import { withExamples } from '../help.ts';
import { recordSplitter, type SplitItem } from '../record-splitter.ts';
import { type Terminal, writeLine, writeText } from '../terminal.ts';

/** `map-events`: CloudTrail records in on standard input, one JSON line out for each. Memory does not grow with the input. */
export function addMapEventsCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('map-events')
    .summary('say which IAM actions CloudTrail records prove')
    .description(
      'Read CloudTrail records on standard input; write for each the IAM actions that it proves, as JSON Lines.',
    );
  withExamples(
    command,
    [
      ['cat *.json.gz | {} map-events', 'log files of a trail'],
      [
        'aws cloudtrail lookup-events --query "Events[].CloudTrailEvent" --output text | {} map-events',
        'the event history',
      ],
    ],
    'Reads JSON Lines, or log files {"Records":[…]}, any number of them, gzip or not.',
  ).action(async () => {
    const catalog = await openActiveCatalog(terminal);
    const splitter = recordSplitter();
    const mapped = (item: SplitItem): string => {
      written += 1;
      const line = 'text' in item ? mapText(item.text, (json) => mapEvent(json, catalog)) : unreadable(item.problem);
      if (line.certainty === 'unknown' && line.eventName === '') outcome.status = EXIT.incomplete;
      return `${JSON.stringify(line)}\n`;
    };
    if (terminal.stdinIsTerminal) {
      await writeLine(
        terminal.stderr,
        'ecs-role-auditor: reading CloudTrail records from standard input; Ctrl-D ends it',
      );
    }
    let written = 0;
    try {
      for await (const chunk of decompressedText(terminal.stdin)) {
        await writeText(terminal.stdout, splitter.push(chunk).map(mapped).join(''));
      }
      await writeText(terminal.stdout, splitter.end().map(mapped).join(''));
    } catch (error) {
      outcome.status = EXIT.incomplete;
      written += 1;
      await writeLine(terminal.stderr, `ecs-role-auditor: cannot decompress standard input: ${messageOf(error)}`);
    }
    if (written === 0) {
      await writeLine(
        terminal.stderr,
        'ecs-role-auditor: there was no record on standard input; expected JSON Lines, or log files {"Records":[…]}',
      );
    }
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
