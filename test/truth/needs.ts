import type { AwsModel, Operation } from './aws-model.ts';
import type { Random } from './random.ts';

/** What calls of one kind are really checked for, in AWS's order, and what their parameters tell of it. */
export interface Needs {
  readonly actions: readonly string[];
  /** Actions that the service uses with the caller's permissions, which its own record shows (forward access sessions). */
  readonly forwarded: ReadonlySet<string>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** How likely a call is really checked for a further action of AWS's list. */
const NEEDED = 0.3;
/** How likely the parameters then tell. */
const TOLD = 0.4;
/** AWS lists hundreds of actions for a few operations. */
const MOST_FURTHER = 5;

/** Further checks of S3's object operations and the parameter that each depends on ("Required permissions for Amazon S3 API operations"). */
const S3_OBJECTS: Readonly<
  Record<string, readonly (readonly [action: string, parameters: Readonly<Record<string, unknown>>])[]>
> = {
  GetObject: [['s3:GetObjectVersion', { versionId: 'v1' }]],
  HeadObject: [['s3:GetObjectVersion', { versionId: 'v1' }]],
  PutObject: [
    // Nobody says that records show these headers.
    ['s3:PutObjectTagging', {}],
    ['s3:PutObjectRetention', {}],
    ['s3:PutObjectLegalHold', {}],
    ['s3:PutObjectAcl', { 'x-amz-acl': 'public-read' }],
  ],
  DeleteObject: [
    ['s3:DeleteObjectVersion', { versionId: 'v1' }],
    ['s3:GetObject', { 'if-match': '"e1"' }],
  ],
  // The keys, and whether they name versions or ETags, are in no record.
  DeleteObjects: [
    ['s3:DeleteObjectVersion', {}],
    ['s3:GetObject', {}],
  ],
  ListObjectsV2: [],
};
const S3_MAIN: Readonly<Record<string, string>> = {
  HeadObject: 's3:GetObject',
  DeleteObjects: 's3:DeleteObject',
  ListObjectsV2: 's3:ListBucket',
};

/** Statements decide what these are checked for: they are tested by tables. */
const LEFT_OUT = new Set([
  'dynamodb:ExecuteStatement',
  'dynamodb:BatchExecuteStatement',
  'dynamodb:ExecuteTransaction',
]);

/** The keys that encrypt what these operations read and write: KMS records each use, named as the role's ("Forward access sessions"). */
const ENCRYPTED: Readonly<Record<string, string>> = {
  'secretsmanager:GetSecretValue': 'kms:Decrypt',
  'ssm:GetParameter': 'kms:Decrypt',
  'ssm:GetParameters': 'kms:Decrypt',
  's3:GetObject': 'kms:Decrypt',
  's3:PutObject': 'kms:GenerateDataKey',
  'sqs:SendMessage': 'kms:GenerateDataKey',
  'sqs:ReceiveMessage': 'kms:Decrypt',
  'sns:Publish': 'kms:GenerateDataKey',
  'dynamodb:GetItem': 'kms:Decrypt',
};

/** Draws what calls of an operation are really checked for; `undefined` where no action is known for it. */
export function needsOf(operation: Operation, model: AwsModel, random: Random): Needs | undefined {
  const key = `${operation.service}:${operation.name}`;
  if (LEFT_OUT.has(key)) return undefined;
  const drawn =
    operation.service === 's3' && S3_OBJECTS[operation.name]
      ? ofObjects(operation, random)
      : drawNeeds(operation, model, random);
  if (drawn === undefined) return undefined;
  const encrypting = ENCRYPTED[key];
  if (encrypting === undefined || !random.chance(0.3)) return drawn;
  return {
    ...drawn,
    actions: [...new Set([...drawn.actions, encrypting])],
    forwarded: new Set([...drawn.forwarded, encrypting]),
  };
}

function ofObjects({ name }: Operation, random: Random): Needs {
  const chosen = (S3_OBJECTS[name] ?? []).filter(() => random.chance(NEEDED));
  const main = S3_MAIN[name] ?? `s3:${name}`;
  return {
    actions: [main, ...chosen.map(([action]) => action)],
    forwarded: new Set(),
    parameters: Object.assign({}, ...chosen.map(([, parameters]) => parameters)),
  };
}

function drawNeeds({ service, name, authorized }: Operation, { catalog }: AwsModel, random: Random): Needs | undefined {
  const own = `${service}:${name}`;
  const isBeside = (action: string) => /^iam:PassRole$|:\w*tag/i.test(action);
  const possible = authorized.filter((action) => !action.startsWith('s3-object-lambda:') || service !== 's3');
  const likely = possible.filter((action) => !isBeside(action));
  const main =
    possible.includes(own) || possible.length === 0 ? own : random.pick(likely.length > 0 ? likely : possible);
  if (catalog.indexOf(main) === undefined) return undefined;
  const share = Math.min(NEEDED, MOST_FURTHER / Math.max(1, possible.length));
  const further = possible.filter((action) => action !== main && random.chance(share));
  let parameters: Readonly<Record<string, unknown>> = {};
  for (const action of further) {
    if (!random.chance(TOLD)) continue;
    if (action === 'iam:PassRole') parameters = { ...parameters, roleArn: 'arn:aws:iam::123456789012:role/passed' };
    else if (isBeside(action)) parameters = { ...parameters, tags: [{ key: 'team', value: 'shop' }] };
  }
  const elsewhere = further.filter((action) => !action.startsWith(`${service}:`) && action !== 'iam:PassRole');
  return {
    actions: [main, ...further],
    forwarded: new Set(elsewhere.filter(() => random.chance(0.5))),
    parameters,
  };
}
