import type { SandboxRegion } from '../sandbox-account.ts';
import { AwsError } from '../wire/aws-error.ts';
import { pageOf } from '../wire/page.ts';
import { restJsonService } from '../wire/rest-json-service.ts';

const STATUS: Readonly<Record<SandboxRegion['optInStatus'], string>> = {
  'opt-in-not-required': 'ENABLED_BY_DEFAULT',
  'opted-in': 'ENABLED',
  'not-opted-in': 'DISABLED',
};

/** AWS Account Management: the Regions of the account, enabled or not. */
export const account = restJsonService('account', 'ValidationException', [
  {
    operation: 'ListRegions',
    method: 'POST',
    path: '/listRegions',
    answer(fields, call) {
      const asked = fields.texts('RegionOptStatusContains');
      const page = pageOf(
        call.account.regions.filter((region) => asked.length === 0 || asked.includes(STATUS[region.optInStatus])),
        {
          list: `ListRegions ${asked.join()}`,
          token: fields.text('NextToken'),
          size: fields.number('MaxResults') ?? 20,
          invalidToken: () => new AwsError('ValidationException', 'Invalid NextToken'),
        },
      );
      return {
        Regions: page.items.map((region) => ({
          RegionName: region.name,
          RegionOptStatus: STATUS[region.optInStatus],
        })),
        NextToken: page.next,
      };
    },
  },
]);
