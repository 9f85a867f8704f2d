import type { NotifierMessage } from '../../src/ports.ts';

/** A message to be sent; what matters to a test is put over it. */
export function notifierMessage(over: Partial<NotifierMessage> = {}): NotifierMessage {
  return {
    headline: 'ECS roles in account 123456789012: 2 new',
    text: 'Nightly audit',
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*2 new*' } }],
    body: 'ECS roles in account 123456789012: 2 new\n\nNew\n- HIGH app-task is granted too much',
    amazonQ: {
      version: '1.0',
      source: 'custom',
      id: 'ecs-role-auditor/123456789012/2026-11-22T03:00:00Z',
      content: { textType: 'client-markdown', title: '2 new', description: 'app-task is granted too much' },
      metadata: { summary: '2 new', eventType: 'ecs-role-auditor-audit', additionalContext: {} },
    },
    details: [],
    ...over,
  };
}
