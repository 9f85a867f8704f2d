import { constants } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { messageOf } from '../../base/attempt.ts';
import { TrailFileError } from './trail-store.ts';

/**
 * The bytes of a regular file below a directory. Whoever may write to the directory may put anything there: links are followed
 * within it alone, and a pipe or a device is not opened, since that could wait for ever, never end, or do something.
 *
 * @throws {TrailFileError} when it is anything else, or cannot be read
 */
export async function readLocalFile(path: string, directory: string): Promise<Uint8Array> {
  try {
    const [root, place] = await Promise.all([realpath(directory), realpath(path)]);
    if (!place.startsWith(root.endsWith(sep) ? root : root + sep)) {
      throw new Error(`it is a link out of ${directory}; copy there what it points to`);
    }
    const found = await stat(place);
    if (!found.isFile()) throw new Error('it is no regular file');
    // Something else may stand there by now: opening it must not wait, nor follow.
    const file = await open(place, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    try {
      const opened = await file.stat();
      if (!opened.isFile()) throw new Error('it is no regular file');
      const bytes = new Uint8Array(opened.size);
      if (bytes.length === 0) return bytes;
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      if (bytesRead < bytes.length) throw new Error(`${bytesRead} of its ${bytes.length} bytes could be read`);
      return bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new TrailFileError(messageOf(error), { cause: error });
  }
}
