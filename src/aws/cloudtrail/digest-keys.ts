import { CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import type { DigestKeys } from '../../sources/trail/validation/digest-keys.ts';
import { toIncomplete } from '../client/aws-error.ts';
import { abortOptions, callApi, pages, requireField } from '../client/call-api.ts';
import { TRAIL_READS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';

/** The public keys that CloudTrail signs digests with, from ListPublicKeys. */
export function createDigestKeys(session: AwsSession): DigestKeys {
  return {
    async of(region, { from, to }) {
      const client = session.client(CloudTrailClient, region);
      const listing = pages((NextToken) => {
        const asked = {
          StartTime: new Date(from),
          EndTime: new Date(to),
          ...(NextToken !== undefined && { NextToken }),
        };
        return callApi(
          () => client.send(new ListPublicKeysCommand(asked), abortOptions(session.signal)),
          (answer) => ({ items: requireField(answer.PublicKeyList, 'PublicKeyList'), next: answer.NextToken }),
          session.rateLimiter(TRAIL_READS, region),
          session.signal,
        );
      });
      const keys = new Map<string, Uint8Array>();
      for await (const page of listing) {
        for (const { Fingerprint, Value } of page) {
          if (Fingerprint !== undefined && Value !== undefined) keys.set(Fingerprint, Value);
        }
      }
      return keys;
    },
    incompleteOf: (what, region, error) => toIncomplete(what, error, { action: 'cloudtrail:ListPublicKeys', region }),
  };
}
