import { messageOf } from '../../base/attempt.ts';
import { MalformedAnswer } from '../client/aws-error.ts';

/**
 * Reads the body of an object. The SDK sends again what gets no answer, not what breaks off in the body. S3 states the checksum of
 * what was written, so a body that was garbled on its way ends in an error too; either is asked for again.
 *
 * @throws {MalformedAnswer} when the body broke off or was garbled
 */
export async function readBody(body: { transformToByteArray(): Promise<Uint8Array> }): Promise<Uint8Array> {
  try {
    return await body.transformToByteArray();
  } catch (error) {
    throw new MalformedAnswer(messageOf(error), { cause: error });
  }
}
