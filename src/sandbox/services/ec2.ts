import { stableIamId } from '../stable-id.ts';
import { AwsError } from '../wire/aws-error.ts';
import { isJsonObject, type Json } from '../wire/json.ts';
import { queryService } from '../wire/query-service.ts';

/** Amazon EC2: the Regions of the account, and its instances. */
export const ec2 = queryService({
  name: 'ec2',
  namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  dialect: 'ec2Query',
  operations: {
    DescribeRegions: (fields, call) => ({
      regionInfo: call.account.regions
        .filter((region) => fields.flag('AllRegions') || region.optInStatus !== 'not-opted-in')
        .map((region) => ({
          regionName: region.name,
          regionEndpoint: `ec2.${region.name}.amazonaws.com`,
          optInStatus: region.optInStatus,
        })),
    }),
    DescribeInstances(fields, call) {
      const filters = fields.objects('Filter').map(({ Name: name, Value: value }) => ({ name, ids: idsIn(value) }));
      const wrong = filters.find(({ name }) => name !== 'instance-id');
      if (wrong !== undefined) {
        throw new AwsError('InvalidParameterValue', `The filter '${String(wrong.name)}' is invalid`);
      }
      const found = call.account.instances.filter(
        ({ id, region }) => region === call.region && filters.every(({ ids }) => ids.includes(id)),
      );
      return {
        reservationSet: found.map(({ id, roleName }) => ({
          instancesSet: [
            {
              instanceId: id,
              ...(roleName !== undefined && {
                iamInstanceProfile: {
                  arn: `arn:aws:iam::${call.account.accountId}:instance-profile/${roleName}`,
                  id: stableIamId('AIPA', roleName),
                },
              }),
            },
          ],
        })),
      };
    },
  },
});

/** `Value.1`, `Value.2` of a filter. */
function idsIn(value: Json | undefined): readonly (Json | undefined)[] {
  return isJsonObject(value) ? Object.values(value) : [];
}
