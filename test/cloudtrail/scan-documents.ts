import fc from 'fast-check';

/** Log files as AWS writes them, and as nobody should: material for comparing two ways to read them. */

const ROLE = 'arn:aws:iam::123456789012:role/svc/team/app-task';
const OTHER = 'arn:aws:iam::123456789012:role/other';

/** JSON text of a string, with some of its characters escaped for no reason. */
const quoted = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(text, fc.constantFrom('plain', 'plain', 'plain', 'plain', 'slash', 'unicode', 'all'))
    .map(([value, style]) => {
      const json = JSON.stringify(value);
      if (style === 'slash') return json.replaceAll('/', '\\/');
      if (style === 'unicode') return json.replaceAll('/', '\\u002f').replaceAll(':', '\\u003A');
      if (style === 'all' && !json.includes('\\')) {
        return `"${[...value].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
      }
      return json;
    });

const space = fc.constantFrom('', '', '', '', ' ', '\n', '\t', '\r\n  ');

const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    '{"Records":[',
    '}]}',
    '"',
    '\\',
    '\\"',
    '"eventName":"DeleteTable"',
    ROLE,
    'é€𝄞\u2028',
    '\u0001',
    '\ufeffmark',
    'version=1?versionId=2',
    'NONE',
  ),
  fc.string({ maxLength: 8 }),
);

const WRONG = [
  '01',
  '1.',
  '-',
  '+1',
  '.5',
  '1e',
  'tru',
  'nul',
  'True',
  '"\\x"',
  '"\\u12"',
  '"\n"',
  '[1,]',
  '{"a" 1}',
  "'a'",
  'a',
];

const scalar = fc.oneof(
  { weight: 6, arbitrary: quoted(hostileText) },
  { weight: 2, arbitrary: fc.constantFrom('true', 'false', 'null', '0', '-0', '1.5e+3', '12E9', '-7.25') },
  { weight: 1, arbitrary: fc.constantFrom(`${'9'.repeat(400)}`, '1e999', `${'['.repeat(70)}${']'.repeat(70)}`) },
  // Only a parser sees that these are wrong.
  { weight: 1, arbitrary: fc.nat(60).map((nth) => WRONG[nth] ?? 'null') },
  { weight: 1, arbitrary: fc.integer().map(String) },
);

const parameterKey = fc.constantFrom(
  'bucketName',
  'key',
  'tableName',
  'tagSet',
  'tags',
  'propagateTags',
  'credentials',
  'attributeValue',
  'roleArn',
  'ROLE',
  'iamInstanceProfile',
  'versionId',
  'x-amz-copy-source',
  'omitted',
  'reason',
  'names',
  'statement',
  'eventName',
  'userIdentity',
  'policyArn',
  'roleName',
  'secretId',
  'serviceNamespace',
  '__proto__',
);

/** Members `key:value` with spaces anywhere, in the order given. */
function objectOf(members: readonly (readonly [string, string])[], gap: string): string {
  return `{${gap}${members.map(([key, value]) => `${key}${gap}:${gap}${value}`).join(`${gap},${gap}`)}${gap}}`;
}

const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: scalar },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.array(fc.tuple(quoted(parameterKey), tie('tree')), { maxLength: 4 }), space)
        .map(([members, gap]) => objectOf(members, gap)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.array(tie('tree'), { maxLength: 3 }), space)
        .map(([items, gap]) => `[${gap}${items.join(`${gap},`)}${gap}]`),
    },
  ),
}));

const parameters = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.array(fc.tuple(quoted(parameterKey), tree), { maxLength: 4 }), space)
      .map(([m, g]) => objectOf(m, g)),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      '{"bucketName":"b","key":"k"}',
      '{"bucketName":"b","key":"other"}',
      '{"bucketName":"c","key":""}',
      '{"tableName":"t"}',
      `{"roleArn":"${OTHER}","roleSessionName":"s"}`,
      `{"taskDefinition":"t","executionRoleArn":"${OTHER}"}`,
      '{"omitted":true,"originalSize":100,"reason":"requestParameters too large"}',
      '{"roleName":"app-task","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('null', '"text"', '"{\\"bucketName\\":\\"b\\"}"', '[]', '7') },
);

const sessionArn = fc.constantFrom(
  'arn:aws:sts::123456789012:assumed-role/app-task/0123456789abcdef',
  'arn:aws:sts::123456789012:assumed-role/app-task/fedcba9876543210',
  'arn:aws:sts::123456789012:assumed-role/other/i-0abc',
  'arn:aws:iam::123456789012:user/someone',
);

const issuer = fc
  .tuple(
    fc.constantFrom('Role', 'Role', 'User'),
    fc.constantFrom(ROLE, ROLE, OTHER, 'no arn'),
    fc.constantFrom('AROAEXAMPLE1', 'AROAEXAMPLE2'),
  )
  .chain(([type, arn, id]) =>
    fc.shuffledSubarray(
      [
        ['"type"', `"${type}"`],
        ['"arn"', `"${arn}"`],
        ['"principalId"', `"${id}"`],
        ['"userName"', '"app-task"'],
        ['"accountId"', '"123456789012"'],
      ] as [string, string][],
      { minLength: 3 },
    ),
  )
  .map((members) => objectOf(members, ''));

const userIdentity = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.constantFrom('AssumedRole', 'AssumedRole', 'AssumedRole', 'IAMUser'),
        quoted(sessionArn),
        issuer,
        fc.constantFrom('2026-09-20T04:00:00Z', '2026-09-20T10:00:00Z'),
        fc.constantFrom('"athena.amazonaws.com"', '"athena\\u002eamazonaws.com"', '""', 'null'),
        space,
      )
      .chain(([type, arn, from, created, invokedBy, gap]) =>
        fc
          .shuffledSubarray(
            [
              ['"type"', `"${type}"`],
              ['"arn"', arn],
              ['"principalId"', '"AROAEXAMPLE1:0123456789abcdef"'],
              ['"accountId"', '"123456789012"'],
              ['"invokedBy"', invokedBy],
              ['"sessionContext"', `{"attributes":{"creationDate":"${created}"},"sessionIssuer":${from}}`],
            ] as [string, string][],
            { minLength: 3 },
          )
          .map((members) => objectOf(members, gap)),
      ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '{"type":"AWSService","invokedBy":"ecs-tasks.amazonaws.com"}',
      '{"type":"Root"}',
      '{}',
      'null',
      '"x"',
    ),
  },
);

type Event = readonly [source: string, name: string];

const EVENTS: readonly Event[] = [
  ['s3.amazonaws.com', 'GetObject'],
  ['s3.amazonaws.com', 'GetObject'],
  ['s3.amazonaws.com', 'PutObject'],
  ['s3.amazonaws.com', 'CopyObject'],
  ['dynamodb.amazonaws.com', 'GetItem'],
  ['dynamodb.amazonaws.com', 'ExecuteStatement'],
  ['dynamodb.amazonaws.com', 'TransactWriteItems'],
  ['kms.amazonaws.com', 'Decrypt'],
  ['autoscaling.amazonaws.com', 'PutScalingPolicy'],
  ['ecs.amazonaws.com', 'RunTask'],
  ['ecs.amazonaws.com', 'RegisterTaskDefinition'],
  ['ec2.amazonaws.com', 'RunInstances'],
  ['lambda.amazonaws.com', 'GetFunction20150331v2'],
  ['iam.amazonaws.com', 'PutRolePolicy'],
  ['iam.amazonaws.com', 'AttachRolePolicy'],
  ['iam.amazonaws.com', 'GetRole'],
  ['sts.amazonaws.com', 'AssumeRole'],
  ['sts.amazonaws.com', 'GetCallerIdentity'],
  ['S3.amazonaws.com', 'ListBuckets'],
  ['unheard-of.amazonaws.com', 'DoThings'],
];

const eventTime = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.integer({ min: 18, max: 21 }), fc.integer({ min: 0, max: 3 }))
      .map(([day, second]) => `"2026-09-${day}T10:00:0${second}Z"`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '"2026-09-20T24:00:00Z"',
      '"2026-02-30T10:00:00Z"',
      '"2026-09-20T10:00:00.123Z"',
      '"yesterday"',
      '1789000000',
      'null',
      '"2026-09-20T10:61:00Z"',
      '"2026-09-20T1a:00:00Z"',
      '"1970-01-01T00:00:00Z"',
      '"2012-12-31T23:59:59Z"',
      '"2013-01-01T00:00:00Z"',
      '"2026-08-20T10:00:00Z"',
      '"2026-08-20T10:00:01Z"',
      '"2026-09-22T09:59:59Z"',
      '"2026-09-22T10:00:00Z"',
      '"2099-01-01T00:00:00Z"',
      '-1',
      '9e18',
    ),
  },
);

/** A record of one of a few events and callers, so that a file holds records alike. */
const recordOf = (events: readonly Event[], identities: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...events),
      fc.constantFrom(...identities),
      eventTime,
      parameters,
      fc.integer({ min: 0, max: 30 }),
      fc.nat(6),
      tree,
      space,
    )
    .chain(([[source, name], identity, time, params, id, error, odd, gap]) => {
      const usual: (readonly [string, string])[] = [
        ['"userIdentity"', identity],
        ['"eventTime"', time],
        ['"eventSource"', `"${source}"`],
        ['"eventName"', `"${name}"`],
        ['"awsRegion"', '"us-east-1"'],
        ['"eventID"', `"id-${id}"`],
        ['"requestParameters"', params],
      ];
      const errors: (readonly [string, string])[][] = [
        [],
        [],
        [],
        [],
        [['"errorCode"', '"AccessDenied"']],
        [['"errorCode"', '"NoSuchKey"']],
        [['"errorCode"', 'null']],
      ];
      const extras: (readonly [string, string])[] = [
        ['"eventType"', '"AwsApiCall"'],
        ['"eventType"', '"AwsServiceEvent"'],
        ['"eventCategory"', '"Data"'],
        ['"eventCategory"', '"Aggregated"'],
        ['"eventCategory"', '"Insight"'],
        ['"resources"', '[{"ARN":"arn:aws:s3:::b/k","type":"AWS::S3::Object"}]'],
        ['"resources"', odd],
        ['"recipientAccountId"', '"123456789012"'],
        ['"additionalEventData"', odd],
        ['"responseElements"', odd],
        [
          '"responseElements"',
          '{"tasks":[{"taskArn":"arn:aws:ecs:us-east-1:1:task/main/t1","taskDefinitionArn":"arn:aws:ecs:us-east-1:1:task-definition/api:7"}]}',
        ],
        ['"eventName"', '"DeleteObject"'],
        ['"event\\u004eame"', '"DeleteBucket"'],
        ['"eventSource"', '"sq\\u0073.amazonaws.com"'],
        ['"eventID"', '7'],
        ['"awsRegion"', '"eu-west-1"'],
        ['"awsRegion"', '""'],
        ['"userIdentity"', '{"type":"Root"}'],
        ['"errorMessage"', '"User is not authorized to perform: iam:PassRole on resource"'],
        ['"errorMessage"', '"not authorized to perform: s3:Get\\u004fbject"'],
        ['"errorMessage"', 'null'],
        ['"requestParameters"', '{"a":{"b":"x","b":"y"}}'],
        ['"userIdentity"', '{"type":"Root","type":"AssumedRole"}'],
        ['"Records"', '[{"eventName":"DeleteTable"}]'],
      ];
      return fc
        .tuple(fc.subarray(extras, { maxLength: 3 }), fc.boolean(), fc.nat(40), fc.infiniteStream(fc.nat(1_000)))
        .map(([some, shuffled, missing, order]) => {
          const members = [...usual, ...(errors[error] ?? []), ...some].filter((_, index) => index !== missing);
          if (shuffled) members.sort(() => (order.next().value ?? 0) - 500);
          return objectOf(members, gap);
        });
    });

const task = (session: string, created: string, more = ''): string =>
  `{"type":"AssumedRole","principalId":"AROAEXAMPLE1:${session}","arn":"arn:aws:sts::123456789012:assumed-role/app-task/${session}","accountId":"123456789012","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE1","arn":"${ROLE}","accountId":"123456789012","userName":"app-task"},"attributes":{"creationDate":"${created}"}}${more}}`;

/** Further parameters that are much alike, of which one may decide and another not. */
const FURTHER: readonly (readonly string[])[] = [
  ['', ',"versionId":"7"', ',"versionId":""'],
  ['', ',"tags":[]', ',"tags":[{"key":"a"}]', ',"tags":null'],
  [',"roleArn":"text"', `,"roleArn":"${OTHER}"`, ',"roleArn":""'],
  [`,"nested":[{"serviceRole":"${OTHER}"}]`, ',"nested":[{"serviceRole":"x"}]'],
  [',"ROLEarn":"text"', `,"ROLEarn":"${OTHER}"`],
  [',"x-amz-copy-source":"b/k?versionId=7"', ',"x-amz-copy-source":"b/k"'],
  [',"statement":"SELECT * FROM tables"', ',"statement":"DELETE FROM tables"'],
  [',"iamInstanceProfile":{"name":"p"}', ',"iamInstanceProfile":{}', ',"iamInstanceProfile":""'],
  [',"propagateTags":"NONE"', ',"propagateTags":"TASK_DEFINITION"', ',"propagateTags":""'],
  [',"serviceNamespace":"ecs"', ',"serviceNamespace":"rds"', ',"serviceNamespace":""'],
  [',"credentials":"text"', `,"credentials":"${OTHER}"`],
  [',"omitted":true,"reason":"large"', ',"omitted":false,"reason":"large"', ',"omitted":true'],
  [`,"ro\\u006ce":"${OTHER}"`, ',"ro\\u006ce":"x"'],
  [',"transactItems":[{"put":{"x":1}}]', ',"transactItems":[{"delete":{"x":1}}]'],
];

/** Records as they mostly are, alike but for what decides: parameters of few shapes, few sessions, two days. */
const ordinaryRecord = (events: readonly Event[], further: readonly string[]): fc.Arbitrary<string> =>
  fc
    .record({
      event: fc.constantFrom(...events),
      identity: fc.constantFrom(
        task('a', '1'),
        task('a', '1'),
        task('a', '2'),
        task('a', '1', ',"invokedBy":"athena.amazonaws.com"'),
        task('b', '1'),
        '{"type":"Root"}',
      ),
      day: fc.constantFrom(20, 20, 20, 21),
      second: fc.nat(9),
      key: fc.constantFrom('k', 'k', 'l', 'm', 'n', ''),
      further: fc.constantFrom(...further),
      region: fc.constantFrom('us-east-1', 'us-east-1', 'us-east-1', 'eu-west-1'),
      type: fc.constantFrom('AwsApiCall', 'AwsApiCall', 'AwsApiCall', 'AwsServiceEvent'),
      category: fc.constantFrom('Data', 'Data', 'Data', 'Management', 'Aggregated'),
      resources: fc.constantFrom(
        '',
        '',
        ',"resources":[]',
        ',"resources":[{"ARN":"arn:aws:s3:::b/k"}]',
        ',"resources":[{"ARN":"arn:aws:s3:::c"}]',
      ),
      error: fc.constantFrom('', '', '', '', '', ',"errorCode":"AccessDenied"'),
    })
    .map(
      ({ event: [source, name], ...r }) =>
        `{"eventVersion":"1.11","userIdentity":${r.identity},"eventTime":"2026-09-${r.day}T10:00:0${r.second}Z","eventSource":"${source}","eventName":"${name}","awsRegion":"${r.region}","requestParameters":{"bucketName":"b","key":"${r.key}"${r.further}},"eventID":"${r.second}${r.key}","eventType":"${r.type}","eventCategory":"${r.category}"${r.resources}${r.error},"recipientAccountId":"123456789012"}`,
    );

/** Roles assumed, by services and roles, now and then in an odd way. */
const assumingRecord: fc.Arbitrary<string> = fc
  .record({
    identity: fc.constantFrom(
      '{"type":"AWSService","invokedBy":"ecs-tasks.amazonaws.com"}',
      '{"type":"AWSService","invokedBy":"ecs-tasks.amazonaws.com"}',
      '{"type":"AWSService"}',
      task('a', '1'),
      task('a', '2'),
    ),
    day: fc.constantFrom(20, 20, 21),
    second: fc.nat(3),
    name: fc.constantFrom('AssumeRole', 'AssumeRole', 'AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoot', 'AssumeRoleX'),
    role: fc.constantFrom(
      `"roleArn":"${ROLE}"`,
      `"roleArn":"${ROLE}"`,
      `"roleArn":"${OTHER}"`,
      `"roleArn":"${OTHER}","roleArn":"${ROLE}"`,
      `"roleArn":"${ROLE}","roleArn":7`,
      `"roleArn":"${ROLE.replaceAll('/', '\\/')}"`,
      `"role\\u0041rn":"${OTHER}"`,
      '"roleArn":"no arn"',
      '"roleArn":""',
      `"a":{"roleArn":"${OTHER}"}`,
    ),
    session: fc.constantFrom(
      ',"roleSessionName":"s"',
      ',"roleSessionName":"t"',
      ',"roleSessionName":"ß"',
      ',"roleSessionName":"NONE"',
      ',"roleSessionName":""',
      `,"roleSessionName":"${'x'.repeat(64)}"`,
      `,"roleSessionName":"${'y'.repeat(200)}"`,
      ',"roleSessionName":"a session with a name too long for NONE\\u0062"',
      ',"roleSessionName":"a\\u0062"',
      ',"roleSessionName":null',
      ',"tags":[{"key":"roleSessionName"}]',
      '',
    ),
    further: fc.constantFrom(
      '',
      '',
      '',
      ',"errorCode":"AccessDenied"',
      ',"errorCode":null',
      ',"eventCategory":"Insight"',
      ',"eventCategory":"Management"',
      `,"resources":[{"ARN":"${OTHER}","type":"AWS::IAM::Role"}]`,
      ',"awsRegion":"eu-west-1"',
    ),
  })
  .map(
    (r) =>
      `{"userIdentity":${r.identity},"eventTime":"2026-09-${r.day}T10:00:0${r.second}Z","eventSource":"sts.amazonaws.com","eventName":"${r.name}","awsRegion":"us-east-1","requestParameters":{${r.role}${r.session}},"eventID":"${r.second}"${r.further}}`,
  );

const records = fc
  .tuple(
    fc.subarray([...EVENTS], { minLength: 1, maxLength: 2 }),
    fc.array(userIdentity, { minLength: 1, maxLength: 2 }),
    fc.constantFrom(...FURTHER),
  )
  .chain(([events, identities, further]) =>
    fc.oneof(
      fc.array(ordinaryRecord(events, further), { maxLength: 25, size: 'max' }),
      fc.array(assumingRecord, { maxLength: 12, size: 'max' }),
      fc.array(
        fc.oneof(
          { weight: 20, arbitrary: recordOf(events, identities) },
          { weight: 20, arbitrary: ordinaryRecord(events, further) },
          { weight: 1, arbitrary: scalar },
        ),
        { maxLength: 10, size: 'max' },
      ),
    ),
  );

/** A log file of a few records; whole, or cut, or with something else about it. */
export const logFile: fc.Arbitrary<string> = fc
  .tuple(records, space, fc.nat(39), fc.nat(100_000))
  .map(([items, gap, defect, where]) => {
    const text = `${gap}{${gap}"Records"${gap}:${gap}[${gap}${items.join(`${gap},${gap}`)}${gap}]${gap}}${gap}`;
    const at = where % (text.length + 1);
    switch (defect) {
      case 0:
        return text.slice(0, at);
      case 1:
        return `\ufeff${text}`;
      case 2:
        return `${text}${text}`;
      case 3:
        return text.replace('"Records"', '"Recor\\u0064s"');
      case 4:
        return text.replace('{', '{"Records":[],');
      case 5:
        return `${text.slice(0, at)}${text.slice(at + 1)}`;
      case 6:
        return `${text.slice(0, at)},${text.slice(at)}`;
      case 7:
        return `${text.slice(0, at)}\u0007${text.slice(at)}`;
      case 8:
        return `${text.slice(0, at)}0${text.slice(at)}`;
      case 9:
        return `[${items.join(',')}]`;
      default:
        return text;
    }
  });

/** The bytes of a log file; of some, a few are others, which may be no UTF-8. */
export const logFileBytes: fc.Arbitrary<Uint8Array> = fc
  .tuple(logFile, fc.nat(9), fc.array(fc.tuple(fc.nat(100_000), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }))
  .map(([text, isOdd, changes]) => {
    const bytes = new TextEncoder().encode(text);
    if (isOdd === 0) for (const [where, byte] of changes) if (bytes.length > 0) bytes[where % bytes.length] = byte;
    return bytes;
  });
