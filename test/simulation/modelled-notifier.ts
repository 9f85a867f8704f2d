import type { Delivery, Notifier, NotifierMessage } from '../../src/ports.ts';
import type { NotifierFault } from './night-faults.ts';
import type { Gate } from './run-gate.ts';

/** A message that was sent, and not refused. */
export interface Sent {
  readonly message: NotifierMessage;
  /** Whether its readers have it. */
  readonly arrived: boolean;
}

/** A notifier as one run has it; `onSent` is told of what is sent. */
export function modelledNotifier(
  name: string,
  {
    gate,
    fault,
    onSent,
  }: { readonly gate: Gate; readonly fault: NotifierFault; readonly onSent: (sent: Sent) => void },
): Notifier {
  return {
    name,
    notify: (message) =>
      gate.effect((): Delivery => {
        if (fault === 'refused') {
          return { outcome: 'refused', incomplete: [{ what: `${name} message`, why: 'It answered 500' }] };
        }
        onSent({ message, arrived: fault !== 'lost' });
        return fault === 'none' ? { outcome: 'delivered', incomplete: [] } : unanswered(name);
      }),
  };
}

/** What a notifier says that sent a message and heard nothing: its readers may have it. */
function unanswered(name: string): Delivery {
  return { outcome: 'unclear', incomplete: [{ what: `${name} message`, why: 'No answer' }] };
}
