import type { AuditResult } from '../../src/report/audit-result.ts';
import type { AwsModel } from '../truth/aws-model.ts';
import { replay } from '../truth/replay.ts';
import { type ChangingAccount, FUTURE_MS } from './changing-account.ts';

/** What is wrong with a result in the light of what the workloads will do: removes what is unused from a copy of the world and lets them go on. */
export function truthOfNight(account: ChangingAccount, result: AuditResult, model: AwsModel): readonly string[] {
  const { falseUnused, broken } = replay(
    account.settled(),
    result.assessments,
    result.recommendations,
    model,
    FUTURE_MS,
  );
  return [
    ...falseUnused.map(
      ({ role, action, because, call }) => `${action} of ${role} is called unused (${because}) and needed for ${call}`,
    ),
    ...broken.map(({ role, call, refused }) => `the right-sized policy of ${role} refuses ${refused} to ${call}`),
  ];
}
