import type { Action } from '../../iam/action.ts';
import type { JsonObject } from '../json.ts';

/** One fact: an action behind no event of its own name, and the call that shows it: operation and parameters. */
export interface ShownOtherwiseRow {
  readonly action: Action;
  readonly eventName: string;
  readonly requestParameters: JsonObject;
}

const OF_VERSION: JsonObject = { versionId: 'v' };

/** Calls that name a version of an object need the permission on versions ("Required permissions for Amazon S3 API operations"). */
export const SHOWN_OTHERWISE: readonly ShownOtherwiseRow[] = [
  { action: 's3:DeleteObjectVersion', eventName: 'DeleteObject', requestParameters: OF_VERSION },
  { action: 's3:DeleteObjectVersionTagging', eventName: 'DeleteObjectTagging', requestParameters: OF_VERSION },
  { action: 's3:GetObjectVersion', eventName: 'GetObject', requestParameters: OF_VERSION },
  { action: 's3:GetObjectVersionAcl', eventName: 'GetObjectAcl', requestParameters: OF_VERSION },
  { action: 's3:GetObjectVersionAttributes', eventName: 'GetObjectAttributes', requestParameters: OF_VERSION },
  { action: 's3:GetObjectVersionTagging', eventName: 'GetObjectTagging', requestParameters: OF_VERSION },
  { action: 's3:PutObjectVersionAcl', eventName: 'PutObjectAcl', requestParameters: OF_VERSION },
  { action: 's3:PutObjectVersionTagging', eventName: 'PutObjectTagging', requestParameters: OF_VERSION },
];
