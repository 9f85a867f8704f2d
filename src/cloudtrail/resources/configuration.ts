import { asArray, type JsonObject, textAt } from '../json.ts';
import { arnOrName, type Place } from './place.ts';

/**
 * Secrets of a Secrets Manager call. A bare name stands for an ARN that ends in six random characters, written here as
 * policies write them: `secret:NAME-??????`.
 */
export function secretsManagerResources(parameters: JsonObject, place: Place): readonly string[] {
  const ids = [textAt(parameters, 'secretId'), textAt(parameters, 'name'), ...asArray(parameters['secretIdList'])];
  return ids.flatMap((id) => {
    if (typeof id !== 'string' || id === '') return [];
    return [id.startsWith('arn:') ? id : arnOrName(`${id}-??????`, 'secretsmanager', 'secret:', place)];
  });
}

/**
 * Parameters of a Parameter Store call: names, with or without a leading slash, or ARNs (`:version` and `:label` fall
 * away), and the path of a call for all below it, which IAM checks as it was given.
 */
export function ssmResources(parameters: JsonObject, place: Place): readonly string[] {
  const names = [textAt(parameters, 'name'), ...asArray(parameters['names'])];
  const path = textAt(parameters, 'path');
  const found = names.flatMap((name) => (typeof name === 'string' && name !== '' ? [parameterArn(name, place)] : []));
  if (path !== undefined) found.push(parameterArn(path, place));
  return found;
}

function parameterArn(name: string, place: Place): string {
  if (name.startsWith('arn:')) return name.replace(/^((?:[^:]*:){5}parameter[^:]*):.*$/, '$1');
  const bare = name.replace(/:[^/:]*$/, '').replace(/^\//, '');
  // What AWS publishes belongs to no account ("Discovering public parameters in Parameter Store").
  const owner = name.startsWith('/aws/') ? { ...place, accountId: '' } : place;
  return arnOrName(bare, 'ssm', 'parameter/', owner);
}

/** Keys and aliases of a KMS call: key id, alias name, or the ARN of either. */
export function kmsResources(parameters: JsonObject, place: Place): readonly string[] {
  const ids = ['keyId', 'sourceKeyId', 'destinationKeyId', 'aliasName', 'targetKeyId'].flatMap(
    (key) => textAt(parameters, key) ?? [],
  );
  return ids.map((id) => arnOrName(id, 'kms', id.startsWith('alias/') ? '' : 'key/', place));
}

/** Repositories of an ECR call; `registryId` names the account of a foreign one. */
export function ecrResources(parameters: JsonObject, place: Place): readonly string[] {
  const registry = textAt(parameters, 'registryId');
  const where = registry === undefined ? place : { ...place, accountId: registry };
  const names = [textAt(parameters, 'repositoryName'), ...asArray(parameters['repositoryNames'])];
  return names.flatMap((name) =>
    typeof name === 'string' && name !== '' ? [arnOrName(name, 'ecr', 'repository/', where)] : [],
  );
}

/** Log groups and streams of a CloudWatch Logs call. */
export function logsResources(parameters: JsonObject, place: Place): readonly string[] {
  const group = textAt(parameters, 'logGroupName') ?? textAt(parameters, 'logGroupIdentifier');
  const groups = [...asArray(parameters['logGroupNames']), ...asArray(parameters['logGroupIdentifiers'])];
  const names = groups.flatMap((name) =>
    typeof name === 'string' ? [arnOrName(name, 'logs', 'log-group:', place)] : [],
  );
  if (group === undefined) return names;
  const arn = arnOrName(group, 'logs', 'log-group:', place);
  const stream = textAt(parameters, 'logStreamName');
  return [stream === undefined ? arn : `${arn}:log-stream:${stream}`, ...names];
}

/** Functions and layers of a Lambda call: name, partial ARN (`ACCOUNT:function:NAME`) or ARN, with or without qualifier. */
export function lambdaResources(parameters: JsonObject, place: Place): readonly string[] {
  const name = textAt(parameters, 'functionName');
  const layer = textAt(parameters, 'layerName');
  const found: string[] = [];
  if (name !== undefined) found.push(functionArn(name, textAt(parameters, 'qualifier'), place));
  if (layer !== undefined) found.push(arnOrName(layer, 'lambda', 'layer:', place));
  return found;
}

function functionArn(name: string, qualifier: string | undefined, place: Place): string {
  const [, accountId = place.accountId, bare = name] = /^(?:(\d{12}):function:|function:)(.+)$/.exec(name) ?? [];
  const arn = arnOrName(bare, 'lambda', 'function:', { ...place, accountId });
  return qualifier === undefined || arn.split(':').length > 7 ? arn : `${arn}:${qualifier}`;
}
