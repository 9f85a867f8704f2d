import { messageOf } from '../../base/attempt.ts';
import { MalformedAnswer } from '../client/aws-error.ts';

/** How long a body may be, in bytes. */
export interface BodySize {
  /** As S3 states it (`ContentLength`). */
  readonly stated: number | undefined;
  readonly most: number;
}

/**
 * Reads the body of an object. The SDK sends again what gets no answer, not what breaks off in the body. S3 states the checksum of
 * what was written, so a body that was garbled on its way ends in an error too; either is asked for again.
 *
 * @throws {MalformedAnswer} when the body broke off or was garbled
 * @throws {Error} when it is longer than it may be; it is then not read
 */
export async function readBody(
  body: { transformToByteArray(): Promise<Uint8Array>; destroy?: () => unknown },
  { stated = 0, most }: BodySize,
): Promise<Uint8Array> {
  if (stated > most) {
    body.destroy?.();
    throw new Error(`the object has ${stated} bytes, of which at most ${most} are read`);
  }
  try {
    return await body.transformToByteArray();
  } catch (error) {
    throw new MalformedAnswer(messageOf(error), { cause: error });
  }
}
