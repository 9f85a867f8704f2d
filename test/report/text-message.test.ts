import { expect, test } from 'vitest';
import { amazonQMessage } from '../../src/report/notification/amazon-q-message.ts';
import { slackMessage } from '../../src/report/slack/slack-message.ts';
import { textMessage } from '../../src/report/text/text-message.ts';
import { auditOf, rememberedAfter } from './audit-fixture.ts';

const first = auditOf();

test('an e-mail has what is new, then the totals, then where to look', () => {
  const text = textMessage(first);
  expect(text.split('\n').slice(0, 4)).toEqual([
    'ECS roles in account 123456789012: 13 new, 1 resolved',
    '',
    'New since the last run',
    '- CRITICAL admin-tool is granted every action on every resource — admin-tool',
  ]);
  const places = [
    'New since',
    'Resolved\n- old-tool',
    'Open 13: 1 critical, 4 high',
    'What this audit could not see',
    'Report: https://',
    'Security Hub: https://',
  ];
  expect(places.map((place) => text.indexOf(place))).toEqual(
    places.map((place) => text.indexOf(place)).toSorted((a, b) => a - b),
  );
  expect(places.filter((place) => !text.includes(place))).toEqual([]);
  expect(text).not.toMatch(/[`*_]\w/);
});

test('an e-mail names to look at first what it does not tell as new', () => {
  const known = rememberedAfter(first).filter(({ rule }) => rule !== 'missing-role');
  const text = textMessage(auditOf(undefined, known));
  const roles = text.slice(text.indexOf('Look at these first'), text.indexOf('What this audit'));
  expect(roles).toContain('- CRITICAL admin-tool');
  expect(roles).not.toContain('does not exist');
  expect(textMessage(first)).not.toContain('Look at these first');
});

test('an e-mail of a night without changes is short', () => {
  const text = textMessage(auditOf(undefined, rememberedAfter(first)));
  expect(text.split('\n\n')[0]).toBe('ECS roles in account 123456789012: nothing new');
  expect(text.split('\n\n')[1]).toMatch(/^Open 13: 1 critical.* low\.\nInformational: 2\.\n/);
  expect(text).not.toContain('Look at these first');
});

test('a run that could read nothing says so first, in every form, and claims no number of open findings', () => {
  const lost = {
    what: 'clusters in us-east-1',
    why: "AccessDeniedException; add ecs:ListClusters to the auditor's role",
  };
  const result = { ...auditOf([], []), incomplete: [lost] };
  const headline = 'ECS roles in account 123456789012: nothing was audited, as not all could be read';
  const [slack, text, amazonQ] = [slackMessage(result), textMessage(result), amazonQMessage(result)];
  expect(slack.text).toBe(`${headline}. What is open is not known`);
  expect(text.split('\n\n').slice(0, 2)).toEqual([
    headline,
    'What is open is not known.\n0 roles in us-east-1 and eu-west-1.',
  ]);
  expect(amazonQ.content.title).toBe(headline);
  for (const form of [JSON.stringify(slack), text, JSON.stringify(amazonQ)]) {
    expect(form).toContain('add ecs:ListClusters');
    expect(form).not.toMatch(/No open findings|Open 0|: audited/);
  }
  // An account without ECS has nothing to be found.
  expect(textMessage(auditOf([], []))).toContain('No open findings');
});

test('a custom notification has exactly the members that Amazon Q Developer knows', () => {
  const message = amazonQMessage(first);
  expect(message).toMatchObject({
    version: '1.0',
    source: 'custom',
    id: 'ecs-role-auditor/123456789012/2026-11-22T03:00:00Z',
    content: { textType: 'client-markdown', title: 'ECS roles in account 123456789012: 13 new, 1 resolved' },
  });
  expect(Object.keys(message.content)).toEqual(['textType', 'title', 'description', 'nextSteps', 'keywords']);
  expect(Object.keys(message.metadata)).toEqual(['summary', 'eventType', 'relatedResources', 'additionalContext']);
  expect(message.content.description).toContain(
    '🔴 admin-tool is granted every action on every resource — new since the last run',
  );
  expect(message.content.description).toContain('Open 13');
  expect(message.content.nextSteps).toContainEqual(expect.stringMatching(/^Read the report: https:/));
  expect(message.content.keywords).toEqual(['ecs-role-auditor', 'CRITICAL', 'HIGH']);
});
