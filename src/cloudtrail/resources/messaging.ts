import { asArray, asObject, type JsonObject, textAt, textAtAny } from '../json.ts';
import { arnOrName, type Place } from './place.ts';

/** The queue of an SQS call: `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`, or a bare name. */
export function sqsResources(parameters: JsonObject, place: Place): readonly string[] {
  const url = textAt(parameters, 'queueUrl');
  const named = url === undefined ? undefined : queueOfUrl(url, place);
  if (named !== undefined) return [named];
  const name = textAt(parameters, 'queueName');
  const owner = textAt(parameters, 'queueOwnerAWSAccountId');
  if (name !== undefined) {
    return [arnOrName(name, 'sqs', '', owner === undefined ? place : { ...place, accountId: owner })];
  }
  return ['sourceArn', 'destinationArn'].flatMap((key) => textAt(parameters, key) ?? []);
}

function queueOfUrl(url: string, place: Place): string | undefined {
  const match = /^https?:\/\/([^/]+)\/(\d{12})\/([A-Za-z0-9_.-]+)$/.exec(url);
  if (match === null) return undefined;
  const [, host = '', accountId, name] = match;
  const region =
    /^(?:sqs(?:-fips)?\.)?([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(host)?.[1] ?? /^([a-z-]+\d)\.queue\./.exec(host)?.[1];
  return `arn:${place.partition}:sqs:${region ?? place.region}:${accountId}:${name}`;
}

/** The topic, endpoint or subscription of an SNS call. */
export function snsResources(parameters: JsonObject, place: Place): readonly string[] {
  const arn = textAtAny(parameters, ['topicArn', 'targetArn', 'subscriptionArn', 'endpointArn', 'resourceArn']);
  if (arn !== undefined) return [arn];
  const platform = textAt(parameters, 'platformApplicationArn');
  if (platform !== undefined) return [platform];
  const name = textAt(parameters, 'name');
  return name === undefined ? [] : [arnOrName(name, 'sns', '', place)];
}

/** Rules, buses and targets of an EventBridge call. */
export function eventsResources(parameters: JsonObject, place: Place): readonly string[] {
  const names: string[] = [];
  const bus = textAt(parameters, 'eventBusName');
  const rule = textAt(parameters, 'rule');
  if (rule !== undefined) {
    const path = bus === undefined || bus === 'default' ? rule : `${bus.replace(/^.*event-bus\//, '')}/${rule}`;
    names.push(arnOrName(path, 'events', 'rule/', place));
  } else if (bus !== undefined) {
    names.push(arnOrName(bus, 'events', 'event-bus/', place));
  }
  for (const entry of asArray(parameters['entries'])) {
    const name = textAt(asObject(entry), 'eventBusName') ?? 'default';
    names.push(arnOrName(name, 'events', 'event-bus/', place));
  }
  return names;
}

/** State machines, executions and activities of a Step Functions call. */
export function statesResources(parameters: JsonObject): readonly string[] {
  return [
    'stateMachineArn',
    'executionArn',
    'activityArn',
    'stateMachineVersionArn',
    'stateMachineAliasArn',
    'mapRunArn',
  ].flatMap((key) => textAt(parameters, key) ?? []);
}
