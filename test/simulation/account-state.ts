import type { Region } from '../../src/base/region.ts';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import type { AwsModel } from '../truth/aws-model.ts';
import type { Draft } from '../truth/draw-workload.ts';
import type { Random } from '../truth/random.ts';
import type { TrailModel } from '../truth/trail-model.ts';
import type { TruthRole } from '../truth/truth-account.ts';
import type { Workload } from '../truth/workload.ts';

/** A family with the workload that runs it. */
export interface Family {
  readonly workload: Workload;
  /** When it was registered. */
  readonly since: number;
  /** Whether its roles came with it, so that they are no older than it is. */
  readonly own: boolean;
}

/** An account at one time of its life; changes of it write here. */
export interface AccountState {
  readonly random: Random;
  readonly model: AwsModel;
  readonly regions: readonly Region[];
  /** Until when starts of tasks are known: long after the last night. */
  readonly end: number;
  readonly roles: Map<string, TruthRole>;
  /** Whom each role is for, also of roles that were deleted and are still named. */
  readonly drafts: Map<string, Draft>;
  readonly tags: Map<string, Readonly<Record<string, string>>>;
  families: readonly Family[];
  trail: TrailModel | undefined;
  /** Families that there ever were; names are not used twice. */
  named: number;
}

/** A family younger than this may yet do something for the first time; see the assumptions of the campaign. */
const SETTLED_MS = 50 * DAY_MS;

/** Whether what a family will do follows from what it did, or its roles are too young to be judged. */
export function isSettled({ since, own }: Family, now: number): boolean {
  return own || now - since >= SETTLED_MS + HOUR_MS;
}

/** Whether a family names a role. */
export function names({ workload }: Family, role: string): boolean {
  return workload.taskRole === role || workload.executionRole === role;
}
