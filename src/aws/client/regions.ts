import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { parseRegion } from '../../base/region.ts';
import type { RegionDirectory } from '../../ports.ts';
import { MalformedAnswer, toIncomplete } from './aws-error.ts';
import { abortOptions, callApi, requireField, requireParsed } from './call-api.ts';
import type { AwsSession } from './session.ts';

/** Lists the Regions that are on by default or opted into, sorted. */
export function createRegionDirectory(session: AwsSession): RegionDirectory {
  return {
    async enabledRegions() {
      try {
        const regions = await callApi(
          () =>
            session
              .client(EC2Client)
              .send(new DescribeRegionsCommand({ AllRegions: false }), abortOptions(session.signal)),
          (answer) => {
            const listed = requireField(answer.Regions, 'Regions');
            if (listed.length === 0) throw new MalformedAnswer('it lists no Region at all');
            return listed
              .filter((region) => region.OptInStatus !== 'not-opted-in')
              .map((region) => requireParsed(parseRegion(requireField(region.RegionName, 'RegionName'))))
              .sort();
          },
        );
        return { value: regions, incomplete: [] };
      } catch (error) {
        const call = { action: 'ec2:DescribeRegions', region: session.region };
        return { value: [], incomplete: [toIncomplete('the list of enabled Regions', error, call)] };
      }
    },
  };
}
