import { queryService } from '../wire/query-service.ts';

/** Amazon EC2: the Regions of the account. */
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
  },
});
