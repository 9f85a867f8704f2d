import { byText } from '../../base/by-text.ts';
import { grouped } from '../../base/format.ts';
import { getOrInsert } from '../../base/get-or-insert.ts';
import { type Action, serviceOf } from '../../iam/action.ts';
import type { PolicyChange } from './recommendation.ts';

/** What a change does to the actions of one service, in numbers. */
export interface ServiceChange {
  readonly service: string;
  readonly keeps: number;
  readonly drops: number;
}

/** A change service by service: those that lose most come first, then by name. */
export function changeByService(
  granted: readonly Action[],
  { dropped, ineffective, unproven }: Pick<PolicyChange, 'dropped' | 'ineffective' | 'unproven'>,
): readonly ServiceChange[] {
  const gone = new Set([...dropped, ...ineffective, ...unproven].map((action) => action.toLowerCase()));
  const services = new Map<string, { keeps: number; drops: number }>();
  for (const action of granted) {
    const counts = getOrInsert(services, serviceOf(action), () => ({ keeps: 0, drops: 0 }));
    counts[gone.has(action.toLowerCase()) ? 'drops' : 'keeps'] += 1;
  }
  return [...services]
    .map(([service, counts]) => ({ service, ...counts }))
    .sort((a, b) => b.drops - a.drops || byText(a.service, b.service));
}

/** `rds: keep 1, drop 46`. */
export function serviceChangeText({ service, keeps, drops }: ServiceChange): string {
  const parts = [...(keeps > 0 ? [`keep ${grouped(keeps)}`] : []), ...(drops > 0 ? [`drop ${grouped(drops)}`] : [])];
  return `${service}: ${parts.join(', ')}`;
}
