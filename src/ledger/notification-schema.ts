import { z } from 'zod';
import type { NotificationLog } from './notification-log.ts';
import { MESSAGE_STATUSES, type NotificationState, type SentMessage, type ToldFinding } from './notification-state.ts';
import { type Fields, mapOf, time } from './schema-parts.ts';

const told = z.strictObject({
  at: time,
  severity: z.string(),
} satisfies Fields<ToldFinding>) satisfies z.ZodType<ToldFinding>;

const message = z.strictObject({
  at: time,
  sent: time,
  status: z.enum(MESSAGE_STATUSES),
  findings: mapOf(z.string()),
} satisfies Fields<SentMessage>) satisfies z.ZodType<SentMessage>;

const state = z.strictObject({
  at: time,
  lostAt: time,
  told: mapOf(told),
  messages: mapOf(message),
  caveats: mapOf(time),
} satisfies Fields<NotificationState>) satisfies z.ZodType<NotificationState>;

/** The JSON of what notifiers told, both ways. */
export const notificationSchema = mapOf(state) satisfies z.ZodType<NotificationLog>;
