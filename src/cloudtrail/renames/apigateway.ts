import type { AnyOfRow, RenameRow } from './rename-row.ts';

/** API Gateway events whose verb their name does not tell, or which have a permission of their own. */
export const API_GATEWAY_RENAMES: readonly RenameRow[] = [
  ['apigateway:GenerateClientCertificate', ['apigateway:POST'], 'POST /clientcertificates'],
  ['apigateway:ImportRestApi', ['apigateway:POST'], 'POST /restapis?mode=import'],
  ['apigateway:ImportApiKeys', ['apigateway:POST'], 'POST /apikeys?mode=import'],
  ['apigateway:ImportDocumentationParts', ['apigateway:PUT'], 'PUT /restapis/ID/documentation/parts'],
  ['apigateway:ReimportApi', ['apigateway:PUT'], 'PUT /v2/apis/ID'],
  ['apigateway:ExportApi', ['apigateway:GET'], 'GET /v2/apis/ID/exports/SPECIFICATION'],
  ['apigateway:FlushStageCache', ['apigateway:DELETE'], 'DELETE …/stages/NAME/cache/data'],
  ['apigateway:FlushStageAuthorizersCache', ['apigateway:DELETE'], 'DELETE …/stages/NAME/cache/authorizers'],
  ['apigateway:ResetAuthorizersCache', ['apigateway:DELETE'], 'DELETE /v2/apis/ID/stages/NAME/cache/authorizers'],
  ['apigateway:UntagResource', ['apigateway:DELETE'], 'DELETE /tags/ARN'],
  ['apigateway:GetTags', ['apigateway:GET'], 'GET /tags/ARN'],
  ['apigateway:PutRoutingRule', ['apigateway:UpdateRoutingRule'], 'routing rules have permissions of their own'],
  ['apigateway:RejectDomainNameAccessAssociation', ['apigateway:RejectAccessAssociation'], 'a permission of its own'],
  ['apigateway:CreateDomainNameAccessAssociation', ['apigateway:POST'], 'POST /domainnameaccessassociations'],
];

/** API Gateway events on which the two versions of the API disagree. */
export const API_GATEWAY_ANY_OF: readonly AnyOfRow[] = [
  ['apigateway:TagResource', ['apigateway:POST', 'apigateway:PUT'], 'PUT /tags in version 1, POST in version 2'],
  ['apigateway:ImportApi', ['apigateway:POST', 'apigateway:PUT'], 'PUT /v2/apis, authorised as POST by some documents'],
];
