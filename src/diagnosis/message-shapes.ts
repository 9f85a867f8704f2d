import type { MessageShape } from './message-shape.ts';
import { ACCESS_SHAPES } from './shapes/access-shapes.ts';
import { IMAGE_SHAPES } from './shapes/image-shapes.ts';
import { INITIALIZATION_SHAPES } from './shapes/initialization-shapes.ts';
import { RUN_SHAPES } from './shapes/run-shapes.ts';

/** The messages of ECS and IAM that are known, one row each; of those that fit a text, the first counts. */
export const MESSAGE_SHAPES: readonly MessageShape[] = [
  ...IMAGE_SHAPES.filter(({ id }) => id === 'pull-rate-limit' || id === 'pull-architecture'),
  ...RUN_SHAPES.filter(({ id }) => id.startsWith('exec-')),
  ...ACCESS_SHAPES.filter(({ id }) => !id.startsWith('denied')),
  ...INITIALIZATION_SHAPES,
  ...IMAGE_SHAPES.filter(({ id }) => id !== 'pull-rate-limit' && id !== 'pull-architecture'),
  ...RUN_SHAPES.filter(({ id }) => !id.startsWith('exec-') && id !== 'essential-container' && id !== 'no-route'),
  ...ACCESS_SHAPES.filter(({ id }) => id.startsWith('denied')),
  ...RUN_SHAPES.filter(({ id }) => id === 'essential-container' || id === 'no-route'),
];
