import { bucketName, bucketPolicy, type Deployment, selectorValue } from './deployment.ts';

/** The trails and their bucket as commands of the AWS CLI, for a POSIX shell; a trail that exists has its selectors replaced. */
export function evidenceCommands(
  deployment: Deployment,
  head: readonly string[],
  existing: ReadonlySet<string>,
): string {
  const { plan, region, keptDays } = deployment;
  const bucket = bucketName(deployment);
  const place =
    region === 'us-east-1' ? '' : ` --create-bucket-configuration ${quoted({ LocationConstraint: region })}`;
  const lifecycle = {
    Rules: [
      {
        ID: 'forget',
        Status: 'Enabled',
        Filter: {},
        Expiration: { Days: keptDays },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ],
  };
  const encryption = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] };
  const s3 = (operation: string, rest: string) => `aws s3api ${operation} --bucket ${bucket} --region ${region}${rest}`;
  const closed = 'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true';
  const forBucket = [
    ...(existing.size > 0 ? [] : [s3('create-bucket', place)]),
    s3('put-public-access-block', ` --public-access-block-configuration ${closed}`),
    s3('put-bucket-encryption', ` --server-side-encryption-configuration ${quoted(encryption)}`),
    s3('put-bucket-lifecycle-configuration', ` --lifecycle-configuration ${quoted(lifecycle)}`),
    s3('put-bucket-policy', ` --policy ${quoted(bucketPolicy(deployment))}`),
  ];
  const forTrails = plan.trails.flatMap(({ name, selectors }) => {
    const trail = `--region ${region} --name ${name}`;
    const set = `aws cloudtrail put-event-selectors --region ${region} --trail-name ${name} --advanced-event-selectors ${quoted(selectors.map(selectorValue))}`;
    if (existing.has(name)) return [set];
    return [
      `aws cloudtrail create-trail ${trail} --s3-bucket-name ${bucket} --is-multi-region-trail --include-global-service-events --enable-log-file-validation`,
      set,
      `aws cloudtrail start-logging ${trail}`,
    ];
  });
  return ['set -e', ...head.map((line) => `# ${line}`), ...forBucket, ...forTrails].map((line) => `${line}\n`).join('');
}

/** A value as JSON between the single quotes of a shell, which leave everything but themselves as it is. */
function quoted(value: unknown): string {
  return `'${JSON.stringify(value).replaceAll("'", "'\\''")}'`;
}
