import { type Action, parseAction } from '../iam/action.ts';

/** What IAM says when it refuses a call. */
export interface Denial {
  readonly action: Action;
  /** As the message names it; absent where it names none. */
  readonly resource?: string;
  readonly principal?: DeniedPrincipal;
}

/** Who was refused. */
export interface DeniedPrincipal {
  readonly kind: 'role' | 'user' | 'other';
  /** The name of the role or user. */
  readonly name: string;
  /** Of a role's session: the id of a task where ECS assumed it. */
  readonly session?: string;
}

const DENIAL =
  /(?:((?:arn:aws[a-z-]*:(?:sts|iam)::\d*:|assumed-role\/)[^\s"',;]{1,400})"?\s+)?is not authorized to perform:?\s+"?([a-z0-9-]{2,60}:[A-Za-z0-9*]{1,120})"?(?:\s+on\s+(?:the\s+)?resources?:?\s+"?([^\s"',;]{1,1200}))?/i;

/** Reads the first refusal in a text; undefined where there is none. */
export function denialIn(text: string): Denial | undefined {
  const [, principal, name = '', resource] = DENIAL.exec(text) ?? [];
  const action = parseAction(name);
  if (!action.ok) return undefined;
  const named = resource?.replace(/[.)\]]+$/, '');
  return {
    action: action.value,
    ...(named !== undefined && /^(?:\*$|arn:)/.test(named) && { resource: named }),
    ...(principal !== undefined && { principal: principalOf(principal) }),
  };
}

function principalOf(arn: string): DeniedPrincipal {
  const [, role, session] = /(?:^|:)assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  if (role !== undefined && session !== undefined) return { kind: 'role', name: role, session };
  const [, kind, name = ''] = /:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (kind === 'user' || kind === 'role') return { kind, name };
  return { kind: 'other', name: arn };
}
