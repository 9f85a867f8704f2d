import { noticeMessage } from './notice-message.ts';
import type { NotifierMessage } from './notifier-message.ts';

/** An alarm of CloudWatch that changed its state. */
export interface Alarm {
  readonly name: string;
  /** `ALARM`, `INSUFFICIENT_DATA` or `OK`. */
  readonly state: string;
  /** What the alarm is for, as the template says it; empty where it says nothing. */
  readonly description: string;
  /** Why its state changed, as CloudWatch says it. */
  readonly reason: string;
}

/** The message about an alarm: what it is for, why it went off, and where to look. No secrets. */
export function alarmMessage(
  { name, state, description, reason }: Alarm,
  { at, where }: { readonly at: number; readonly where: Readonly<Record<string, string>> },
): NotifierMessage {
  return noticeMessage({
    kind: 'alarm',
    at,
    headline: `Alarm of the audit of ECS roles: ${name}`,
    why: [description, reason].filter((part) => part !== '').join(' ') || `Its state is ${state}.`,
    consequence: 'A run that was stopped by memory or time could not tell of it; the next one says what is known.',
    where: { Alarm: name, State: state, ...where },
  });
}
