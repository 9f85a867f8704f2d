import type { RenameRow } from './rename-row.ts';

const BATCH = 'the batch form is authorised as the single one';

/** Messaging events named otherwise than the permission (SQS, SNS). */
export const MESSAGING_RENAMES: readonly RenameRow[] = [
  ['sqs:SendMessageBatch', ['sqs:SendMessage'], BATCH],
  ['sqs:DeleteMessageBatch', ['sqs:DeleteMessage'], BATCH],
  ['sqs:ChangeMessageVisibilityBatch', ['sqs:ChangeMessageVisibility'], BATCH],
  ['sns:PublishBatch', ['sns:Publish'], BATCH],
];
