import { expect, test } from 'vitest';
import { missingAuditorActions } from '../../src/report/notification/missing-auditor-actions.ts';

test('each action once, without what others refuse and what failed for another reason', () => {
  const incomplete = (missing?: { readonly action: string; readonly refusedBy?: string }) => ({
    what: 'it',
    why: 'because',
    ...(missing && { missing }),
  });
  const all = [
    incomplete({ action: 'iam:GetRole' }),
    incomplete({ action: 'ecs:ListTasks' }),
    incomplete({ action: 'iam:GetRole' }),
    incomplete({ action: 'ecs:ListServices', refusedBy: 'a service control policy' }),
    incomplete(),
  ];
  expect(missingAuditorActions(all)).toEqual(['ecs:ListTasks', 'iam:GetRole']);
  expect(missingAuditorActions([])).toEqual([]);
});
