import { z } from 'zod';
import type { NotificationSettings } from '../config/notification-settings.ts';
import { type Alarm, alarmMessage } from '../report/notification/alarm-message.ts';
import { type NotifyBudget, notifyAll } from './notify-all.ts';

/** The event with which CloudWatch invokes a function ("Invoke a Lambda function from an alarm", its user guide). */
const alarmEvent = z.object({
  source: z.literal('aws.cloudwatch'),
  alarmArn: z.string(),
  alarmData: z.object({
    alarmName: z.string().min(1),
    state: z.object({ value: z.string(), reason: z.string().optional() }),
    configuration: z.object({ description: z.string().optional() }).optional(),
  }),
});

/** The alarm that an event tells of; undefined for any other event. */
export function alarmIn(event: unknown): Alarm | undefined {
  const parsed = alarmEvent.safeParse(event);
  if (!parsed.success) return undefined;
  const { alarmName: name, state, configuration } = parsed.data.alarmData;
  return { name, state: state.value, reason: state.reason ?? '', description: configuration?.description ?? '' };
}

/** What the function answers to an alarm. */
export interface AlarmAnswer {
  readonly alarm: string;
  readonly state: string;
  /** How many notifiers were told. */
  readonly told: number;
}

/**
 * Hands an alarm on to everybody whom the settings name.
 *
 * @throws {Error} when nobody could be told, so that Lambda tries again and keeps the event
 */
export async function notifyAlarm(
  notifications: NotificationSettings,
  alarm: Alarm,
  run: NotifyBudget & { readonly at: number; readonly where: Readonly<Record<string, string>> },
): Promise<AlarmAnswer> {
  const message = alarmMessage(alarm, run);
  const deliveries = await notifyAll(notifications, message, { ...run, what: `Message about alarm ${alarm.name}` });
  const told = deliveries.filter(({ outcome }) => outcome !== 'refused').length;
  if (deliveries.length > 0 && told === 0) {
    const why = deliveries.flatMap(({ incomplete }) => incomplete.map((each) => `${each.what}: ${each.why}`));
    throw new Error(`Cannot tell anybody of alarm ${alarm.name}: ${why.join('; ')}`);
  }
  return { alarm: alarm.name, state: alarm.state, told };
}
