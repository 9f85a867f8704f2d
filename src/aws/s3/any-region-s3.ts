import { S3Client } from '@aws-sdk/client-s3';
import type { ClientSettings } from '../client/session.ts';

/** A bucket that somebody else made may lie in any Region: the client follows S3's redirect there. */
export class AnyRegionS3Client extends S3Client {
  constructor(settings: ClientSettings) {
    super({ ...settings, followRegionRedirects: true });
  }
}
