import { isJsonObject, type Json, type JsonObject } from '../wire/json.ts';

/** Limits of Block Kit ("Block Kit reference", Slack) and, measured, of all block text of one message together. */
const MOST_BLOCKS = 50;
const LONGEST_SECTION = 3000;
const LONGEST_HEADER = 150;
const MOST_FIELDS = 10;
const LONGEST_FIELD = 2000;
const MOST_CONTEXT_ELEMENTS = 10;
const MOST_ACTION_ELEMENTS = 25;
const LONGEST_BUTTON = 75;
const LONGEST_URL = 3000;
const LONGEST_BLOCKS_TEXT = 13_000;
const LONGEST_TEXT = 40_000;

const TEXT_TYPES = ['plain_text', 'mrkdwn'];

/** The error with which Slack refuses a message; `undefined` for one that it shows. */
export function slackProblem(message: JsonObject): string | undefined {
  const { text, blocks } = message;
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  if (typeof text !== 'string' && !hasBlocks) return 'no_text';
  if (typeof text === 'string' && text.length > LONGEST_TEXT) return 'msg_too_long';
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks) || blocks.length > MOST_BLOCKS || !blocks.every(isValidBlock)) return 'invalid_blocks';
  return textLength(blocks) > LONGEST_BLOCKS_TEXT ? 'msg_blocks_too_long' : undefined;
}

function isValidBlock(block: Json): boolean {
  if (!isJsonObject(block)) return false;
  switch (block['type']) {
    case 'divider':
      return true;
    case 'header':
      return isText(block['text'], LONGEST_HEADER, ['plain_text']);
    case 'section':
      return isValidSection(block);
    case 'context':
      return hasItems(
        block['elements'],
        MOST_CONTEXT_ELEMENTS,
        (item) => isText(item, LONGEST_SECTION) || isImage(item),
      );
    case 'actions':
      return hasItems(block['elements'], MOST_ACTION_ELEMENTS, isButton);
    case 'image':
      return isImage(block);
    case 'rich_text':
    case 'table':
    case 'markdown':
      return true;
    default:
      return false;
  }
}

function isValidSection(block: JsonObject): boolean {
  const { text, fields, accessory } = block;
  if (text === undefined && fields === undefined) return false;
  if (text !== undefined && !isText(text, LONGEST_SECTION)) return false;
  if (accessory !== undefined && !isButton(accessory) && !isImage(accessory)) return false;
  return fields === undefined || hasItems(fields, MOST_FIELDS, (field) => isText(field, LONGEST_FIELD));
}

function isText(value: Json | undefined, longest: number, types: readonly string[] = TEXT_TYPES): boolean {
  if (!isJsonObject(value) || !types.includes(String(value['type']))) return false;
  const text = value['text'];
  return typeof text === 'string' && text.length >= 1 && text.length <= longest;
}

function isButton(value: Json): boolean {
  if (!isJsonObject(value) || value['type'] !== 'button') return false;
  const url = value['url'] ?? '';
  return isText(value['text'], LONGEST_BUTTON, ['plain_text']) && typeof url === 'string' && url.length <= LONGEST_URL;
}

function isImage(value: Json): boolean {
  return isJsonObject(value) && typeof value['image_url'] === 'string' && typeof value['alt_text'] === 'string';
}

function hasItems(value: Json | undefined, most: number, valid: (item: Json) => boolean): boolean {
  return Array.isArray(value) && value.length >= 1 && value.length <= most && value.every(valid);
}

/** All `text` members that are texts, at any depth. */
function textLength(value: Json | undefined): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  if (!isJsonObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, member]) => sum + (name === 'text' && typeof member === 'string' ? member.length : textLength(member)),
    0,
  );
}
