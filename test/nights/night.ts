import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, vi } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import { invokeHandler } from '../../src/cli/demo-lambda.ts';
import type { AuditSummary } from '../../src/report/audit-summary.ts';
import type { FaultRule } from '../../src/sandbox/fault.ts';
import { CREDENTIALS } from '../support/sandbox-session.ts';
import { HOME, type World } from './world.ts';

/** One run of the story: what happens before it, and what is expected after it. Texts may be indented. */
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
  /** Every finding in Security Hub after it, as `hubTable` shows them. */
  readonly hub: string;
  /** The one message that Slack received. */
  readonly notification: string;
  /** The trend in the stored page. */
  readonly trend: string;
  /** What the summary says of findings, and what is incomplete. */
  readonly changes: string;
}

type Story = Omit<Night, 'name' | 'at' | 'title'>;

/** The run of a night, at 03:00. */
export function night(number: number, title: string, story: Story): Night {
  return { name: `night ${number}`, at: nightAt(number), title, ...story };
}

/** A run by hand at the noon after a night. */
export function noon(number: number, title: string, story: Story): Night {
  return { name: `noon after night ${number}`, at: noonAfter(number), title, ...story };
}

/** 03:00 of the first night, a Monday. */
export const FIRST_NIGHT = Date.UTC(2026, 10, 16, 3);

/** When the run of a night starts: milliseconds since the epoch. */
export function nightAt(number: number): number {
  return FIRST_NIGHT + (number - 1) * DAY_MS;
}

function noonAfter(number: number): number {
  return nightAt(number) + 9 * HOUR_MS;
}

/**
 * The story's name of a time: `3` for the third night's run and for the midnight before it, `3½` for the noon that
 * follows; the time itself where it is none of these, `-` where there is none.
 */
export function nightName(time: string | undefined): string {
  const at = Date.parse(time ?? '');
  const number = Math.floor((at - FIRST_NIGHT + 3 * HOUR_MS) / DAY_MS) + 1;
  if (at === nightAt(number) || at === nightAt(number) - 3 * HOUR_MS) return String(number);
  if (at === noonAfter(number)) return `${number}½`;
  return time ?? '-';
}

/** Time that stands still until it is set. */
export interface SimulatedClock {
  set(at: number): void;
}

/** Replaces `Date.now()` of this process until the tests of the file are done. Timers and other processes keep the real time. */
export function simulatedClock(): SimulatedClock {
  let present = FIRST_NIGHT;
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => present);
  afterAll(() => spy.mockRestore());
  return {
    set(at) {
      present = at;
    },
  };
}

const nightly = JSON.parse(readFileSync('events/nightly.json', 'utf8')) as { detail: unknown };

/** Runs the Lambda handler, unmodified, in this process against a world. */
export function runNight(
  world: World,
  detail: unknown = nightly.detail,
  settings: Readonly<Record<string, string>> = {},
): Promise<AuditSummary> {
  const environment = {
    PATH: process.env['PATH'] ?? '',
    AWS_ENDPOINT_URL: world.endpoint,
    AWS_REGION: HOME,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    POWERTOOLS_SERVICE_NAME: 'ecs-role-auditor',
    POWERTOOLS_METRICS_NAMESPACE: 'EcsRoleAuditor',
    POWERTOOLS_METRICS_DISABLED: 'true',
    AUDITOR_LOG_LEVEL: 'ERROR',
    // moto knows neither last-accessed data nor what its trails would record.
    AUDITOR_SOURCES: 'lookup',
    AUDITOR_REPORT_BUCKET: world.bucket,
    AUDITOR_SLACK_WEBHOOK_SECRET: world.webhookSecret,
    ...settings,
  };
  return invokeHandler({ ...nightly, id: randomUUID(), detail }, environment, world.accountId);
}
