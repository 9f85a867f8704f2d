import { expect, test } from 'vitest';
import { missingAuditorActions } from '../../src/report/notification/missing-auditor-actions.ts';

test('each action once, without what others refuse and what failed for another reason', () => {
  const loss = (missing?: { readonly action: string; readonly refusedBy?: string }) => ({
    what: 'it',
    why: 'because',
    ...(missing && { missing }),
  });
  const losses = [
    loss({ action: 'iam:GetRole' }),
    loss({ action: 'ecs:ListTasks' }),
    loss({ action: 'iam:GetRole' }),
    loss({ action: 'ecs:ListServices', refusedBy: 'a service control policy' }),
    loss(),
  ];
  expect(missingAuditorActions(losses)).toEqual(['ecs:ListTasks', 'iam:GetRole']);
  expect(missingAuditorActions([])).toEqual([]);
});
