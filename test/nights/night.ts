import type { FaultRule } from '../../src/sandbox/fault.ts';
import { nightAt, noonAfter } from './night-names.ts';
import type { World } from './world.ts';

/** One run of the story: what happens before it, and what is then to be found. Texts may be indented. */
export interface Night {
  readonly name: string;
  readonly at: number;
  readonly title: string;
  /** What people change before it. */
  readonly before?: (world: World) => Promise<void>;
  /** The configuration file from then on. */
  readonly config?: string;
  /** What goes wrong while it runs. */
  readonly faults?: readonly FaultRule[];
  /** In place of the nightly event's detail. */
  readonly detail?: (accountId: string) => unknown;
  /** Every finding in Security Hub after it; a date is the name of the night that it is of. */
  readonly hub: string;
  /** What Slack was told. */
  readonly told: string;
  /** The trend in the page that it stored. */
  readonly trend: string;
  /** What its summary says of findings, and what was lost. */
  readonly changes: string;
  /** What else is to be found after it. */
  readonly after?: (world: World) => Promise<void>;
}

type Tale = Omit<Night, 'name' | 'at' | 'title'>;

/** The run of a night, at 03:00. */
export function night(number: number, title: string, tale: Tale): Night {
  return { name: `night ${number}`, at: nightAt(number), title, ...tale };
}

/** A run by hand at noon after a night. */
export function noon(number: number, title: string, tale: Tale): Night {
  return { name: `noon after night ${number}`, at: noonAfter(number), title, ...tale };
}

/** A text without its indentation, and without empty lines at its ends. */
export function plain(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}
