import type { MessageShape } from './message-shape.ts';
import { AGENT_SHAPES } from './shapes/agent-shapes.ts';
import { DENIED_SHAPES } from './shapes/denied-shapes.ts';
import { IMAGE_SHAPES } from './shapes/image-shapes.ts';
import { INITIALIZATION_SHAPES, OTHER_INITIALIZATION_SHAPES } from './shapes/initialization-shapes.ts';
import { LAST_SHAPES } from './shapes/last-shapes.ts';
import { ROLE_SHAPES } from './shapes/role-shapes.ts';
import { RUN_SHAPES } from './shapes/run-shapes.ts';
import { STORAGE_SHAPES } from './shapes/storage-shapes.ts';

/** The messages of ECS and IAM that are known, one row each; of those that fit a text, the first counts. */
export const MESSAGE_SHAPES: readonly MessageShape[] = [
  ...AGENT_SHAPES,
  ...ROLE_SHAPES,
  ...IMAGE_SHAPES,
  ...INITIALIZATION_SHAPES,
  ...STORAGE_SHAPES,
  ...OTHER_INITIALIZATION_SHAPES,
  ...RUN_SHAPES,
  ...DENIED_SHAPES,
  ...LAST_SHAPES,
];
