import type { Check } from './evaluator.ts';
import type { Random } from './random.ts';
import { ACCOUNT } from './resources.ts';
import type { TruthRole } from './truth-account.ts';

/** S3's answer to those who may list the bucket. */
export const NO_SUCH_KEY = { errorCode: 'NoSuchKey', errorMessage: 'The specified key does not exist.' };
/** S3's answer to all others. */
export const UNNAMED_REFUSAL = { errorCode: 'AccessDenied', errorMessage: 'Access Denied' };

/** The error of a call that was refused: mostly it names the action. */
export function refusalOf(
  { action, resource }: Check,
  role: TruthRole,
  session: string,
  named: boolean,
  service: string,
  random: Random,
): Readonly<Record<string, string>> {
  if (!named) return UNNAMED_REFUSAL;
  const errorCode =
    service === 'ec2' ? 'Client.UnauthorizedOperation' : random.pick(['AccessDenied', 'AccessDeniedException']);
  const caller = `arn:aws:sts::${ACCOUNT}:assumed-role/${role.name}/${session}`;
  if (action.startsWith('kms:') && service === 'secretsmanager')
    return { errorCode, errorMessage: 'Access to KMS is not allowed' };
  const spelled = random.pick([
    action,
    action,
    `\`${action}'`,
    action
      .toUpperCase()
      .split(':')[0]
      ?.concat(action.slice(action.indexOf(':'))) ?? action,
  ]);
  const because = random.pick(['', ` because no identity-based policy allows the ${action} action`]);
  return {
    errorCode,
    errorMessage: `User: ${caller} is not authorized to perform: ${spelled} on resource: ${resource}${because}`,
  };
}
