import { isRegion } from '../../base/region.ts';
import { asArray, asObject, type JsonObject, textAt, textAtAny } from '../json.ts';
import { arnOrName, type Place } from './place.ts';

/**
 * The queue of an SQS call: `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME` (formerly `REGION.queue.amazonaws.com`), or
 * a bare name.
 */
export function sqsResources(parameters: JsonObject, place: Place): readonly string[] {
  const named = queueOfUrl(textAt(parameters, 'queueUrl') ?? '', place);
  if (named !== undefined) return [named];
  const name = textAt(parameters, 'queueName');
  const owner = textAt(parameters, 'queueOwnerAWSAccountId');
  if (name !== undefined) {
    return [arnOrName(name, 'sqs', '', owner === undefined ? place : { ...place, accountId: owner })];
  }
  return ['sourceArn', 'destinationArn'].flatMap((key) => textAt(parameters, key) ?? []);
}

function queueOfUrl(url: string, place: Place): string | undefined {
  const path = /^https?:\/\/[^/]+\/(\d{12})\/([A-Za-z0-9_.-]+)$/.exec(url);
  if (path === null) return undefined;
  const named = /^https?:\/\/(?:sqs(?:-fips)?\.)?([a-z0-9-]+)\./.exec(url)?.[1] ?? '';
  const region = isRegion(named) ? named : place.region;
  return `arn:${place.partition}:sqs:${region}:${path[1]}:${path[2]}`;
}

const SNS_ARNS = ['topicArn', 'targetArn', 'subscriptionArn', 'endpointArn', 'resourceArn', 'platformApplicationArn'];

/** The topic, endpoint or subscription of an SNS call. */
export function snsResources(parameters: JsonObject, place: Place): readonly string[] {
  const arn = textAtAny(parameters, SNS_ARNS);
  if (arn !== undefined) return [arn];
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
