import { typesOfEvent } from '../../cloudtrail/recorded-kind.ts';
import { shownEventsList } from '../../evidence/shown-events.ts';
import type { UsageReceiver } from '../../evidence/usage.ts';

/**
 * Hands on what rows sum up, and notes of which kinds the events were. Rows say nothing of the category: calls that are recorded as one
 * type of data events alone tell of it, and roles that were assumed of management events.
 * @param until what happened later counts for nothing
 */
export function shownByRows(receiver: UsageReceiver, until: number) {
  const shown = shownEventsList(until);
  const note = (events: string, event: { readonly eventSource: string; readonly eventName: string }, at: number) =>
    shown.add({ observations: [], recorded: [{ ...event, events, at }] });
  const noting: UsageReceiver = {
    ...receiver,
    observe(observation) {
      const { eventSource, eventName, at, repeats } = observation;
      const [type, ...others] = typesOfEvent(observation);
      if (type !== undefined && others.length === 0) {
        note(type, { eventSource, eventName }, at <= until ? at : (repeats?.first ?? at));
        shown.add({ observations: [observation] });
      }
      receiver.observe(observation);
    },
    assumed(assumption) {
      const at = assumption.at <= until ? assumption.at : (assumption.first ?? assumption.at);
      note('management', { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole' }, at);
      receiver.assumed(assumption);
    },
  };
  return { receiver: noting, all: () => shown.all() };
}
