import type { Action } from '../iam/action.ts';

/** When it happens: before the containers run, or while they do. */
export type DiagnosisPhase = 'start-up' | 'run-time' | 'unknown';

/** Whose permissions it is about: `caller` is whoever calls ECS, `none` neither role's. */
export type DiagnosisRole = 'execution' | 'task' | 'caller' | 'none' | 'unknown';

/** One row of the table of messages: how a message reads, and what it means. */
export interface MessageShape {
  /** kebab-case, unique. */
  readonly id: string;
  /** The title of the AWS page that tells of the message. */
  readonly source: string;
  /** How the message reads, whatever the names in it. Linear: texts come from strangers. */
  readonly matches: RegExp;
  readonly phase: DiagnosisPhase;
  readonly role: DiagnosisRole;
  /** What has to be granted, where the message itself does not say. */
  readonly actions?: readonly Action[];
  /** On what, found in the text: the first ARN of this service, the repository of the image, or nothing. */
  readonly resource?: string;
  readonly because: string;
  readonly next: readonly string[];
}

/** Titles of pages that several rows rest on. */
export const PAGES = {
  stopped: 'Amazon ECS stopped task error messages',
  pull: 'CannotPullContainer task errors in Amazon ECS',
  initialization: 'Troubleshooting Amazon ECS ResourceInitialization errors',
  executionRole: 'Amazon ECS task execution IAM role',
  taskRole: 'Amazon ECS task IAM role',
  exec: 'Troubleshooting issues with Amazon ECS Exec',
  events: 'Amazon ECS service event messages',
  failures: 'Amazon ECS API failure reasons',
  denied: 'Troubleshoot access denied error messages',
  efs: 'Using Amazon EFS volumes with Amazon ECS',
  secrets: 'Pass sensitive data to an Amazon ECS container',
  logs: 'Send Amazon ECS logs to CloudWatch',
} as const;
