import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { subjectOf } from '../../src/aws/sns/sns-notifier.ts';
import { failureMessage } from '../../src/report/notification/failure-message.ts';
import { findingChanges } from '../../src/report/notification/finding-changes.ts';
import type { NotifierMessage } from '../../src/report/notification/notifier-message.ts';
import { auditMessage } from '../../src/report/notification/notifier-message.ts';
import { slackProblem } from '../../src/sandbox/services/slack-problem.ts';
import type { JsonObject } from '../../src/sandbox/wire/json.ts';
import { NOW } from '../findings/fixtures.ts';
import { arbitraryLastNotification, arbitraryResult, outsideText } from './arbitrary-result.ts';

/** All texts of blocks, whatever they are in. */
function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'text' && typeof member === 'string' ? [member] : textsOf(member),
  );
}

function expectFitsSlack(message: { readonly text: string; readonly blocks: readonly unknown[] }): void {
  // As Slack would see it: by then it is JSON.
  const sent = JSON.parse(JSON.stringify({ text: message.text, blocks: message.blocks })) as JsonObject;
  expect(slackProblem(sent)).toBeUndefined();
  const texts = textsOf(message.blocks);
  expect(message.blocks.length).toBeLessThanOrEqual(50);
  expect(Math.max(0, ...texts.map((text) => text.length))).toBeLessThanOrEqual(3_000);
  expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeLessThanOrEqual(9_000);
  expect(message.text.length).toBeLessThan(6_000);
}

/** Neither a mention nor a link for Slack, nor a character that moves or hides others. */
function expectInert(text: string): void {
  const others = text.replace(/<https:\/\/[^|<>\s]+\|(Security Hub|Report)>/g, '');
  expect(others).not.toMatch(/<[!@#h]/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/);
  expect(text.isWellFormed()).toBe(true);
}

function expectFits({ headline, text, blocks, body, amazonQ, details }: NotifierMessage): void {
  expectFitsSlack({ text, blocks });
  expect(details.length).toBeLessThanOrEqual(21);
  for (const detail of details) expectFitsSlack(detail);
  for (const each of [text, ...textsOf(blocks), ...details.flatMap((detail) => textsOf(detail.blocks))])
    expectInert(each);

  expect(Buffer.byteLength(body)).toBeLessThan(262_144);
  expect(body.isWellFormed()).toBe(true);
  expect(subjectOf(headline)).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);

  const { content, metadata } = amazonQ;
  expect(Buffer.byteLength(JSON.stringify(amazonQ))).toBeLessThan(262_144);
  expect(content.title.length).toBeLessThanOrEqual(250);
  expect(content.description.length).toBeGreaterThan(0);
  expect(content.description.length).toBeLessThanOrEqual(2_800);
  for (const each of [content.title, content.description, ...(content.nextSteps ?? [])]) expectInert(each);
  for (const [key, value] of Object.entries(metadata.additionalContext)) {
    expect(key).toMatch(/^[A-Za-z0-9_-]{1,100}$/);
    expect(value.length).toBeLessThanOrEqual(1_024);
  }
}

test('every form of a message keeps within its limits, whatever the result', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(arbitraryResult, arbitraryLastNotification, (result, last) => {
      expectFits(auditMessage(result, findingChanges(result, last), { '': { slackChannel: 'C0123456789' } }));
    }),
    { numRuns: 150 },
  );
});

test('every form of a failure does, too', () => {
  fc.assert(
    fc.property(outsideText, fc.dictionary(outsideText, outsideText, { maxKeys: 4 }), (why, where) => {
      expectFits(failureMessage({ at: NOW, why, where }));
    }),
    { numRuns: 150 },
  );
});
