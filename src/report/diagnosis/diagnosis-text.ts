import { listed } from '../../base/format.ts';
import type { Diagnosis } from '../../diagnosis/diagnose.ts';
import type { DiagnosisPhase, DiagnosisRole } from '../../diagnosis/message-shape.ts';
import type { Styler } from '../text/styler.ts';

const PHASES: Readonly<Record<DiagnosisPhase, string>> = {
  'start-up': 'at the start, before the container runs',
  'run-time': 'while the container runs',
  unknown: 'the message does not say',
};

const ROLES: Readonly<Record<DiagnosisRole, string>> = {
  execution: 'the execution role (executionRoleArn)',
  task: 'the task role (taskRoleArn)',
  caller: 'neither of the two roles: whoever calls ECS, or the trust policy',
  none: 'neither of the two roles',
  unknown: 'the message does not say',
};

/** A diagnosis for people. */
export function diagnosisText(
  { phase, role, actions, resource, because, next, source }: Diagnosis,
  styler: Styler,
): string {
  const rows: readonly (readonly [string, string])[] = [
    ['When', PHASES[phase]],
    ['Whose', ROLES[role]],
    ...(actions.length === 0 ? [] : [['Actions', listed(actions, 12)] as const]),
    ...(resource === '' ? [] : [['On', resource] as const]),
    ['Because', because],
  ];
  return [
    ...rows.map(([name, value]) => `${styler.heading(name.padEnd(8))} ${value}`),
    '',
    styler.heading('Next'),
    ...next.map((step, index) => `${index + 1}. ${step}`),
    ...(source === undefined ? [] : ['', styler.faint(`AWS documentation: ${source}`)]),
    '',
  ].join('\n');
}
