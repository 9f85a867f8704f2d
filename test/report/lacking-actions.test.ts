import { expect, test } from 'vitest';
import { lackingActions } from '../../src/report/notification/lacking-actions.ts';

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
  expect(lackingActions(losses)).toEqual(['ecs:ListTasks', 'iam:GetRole']);
  expect(lackingActions([])).toEqual([]);
});
