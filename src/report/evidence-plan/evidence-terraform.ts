import { hclAttributes, hclString } from '../policy/hcl.ts';
import { bucketName, bucketPolicy, type Deployment, operatorsOf, selectorName } from './deployment.ts';

/** The trails and their bucket as Terraform configuration of the provider `hashicorp/aws`, as `terraform fmt` lays it out. */
export function evidenceTerraform(deployment: Deployment, head: readonly string[]): string {
  const { plan, keptDays } = deployment;
  const bucket = 'aws_s3_bucket.evidence.id';
  const blocks = [
    block('resource "aws_s3_bucket" "evidence"', hclAttributes([['bucket', hclString(bucketName(deployment))]], '  ')),
    block(
      'resource "aws_s3_bucket_server_side_encryption_configuration" "evidence"',
      hclAttributes([['bucket', bucket]], '  '),
      '',
      '  rule {',
      '    apply_server_side_encryption_by_default {',
      '      sse_algorithm = "AES256"',
      '    }',
      '  }',
    ),
    block(
      'resource "aws_s3_bucket_public_access_block" "evidence"',
      hclAttributes(
        [
          ['bucket', bucket],
          ['block_public_acls', 'true'],
          ['block_public_policy', 'true'],
          ['ignore_public_acls', 'true'],
          ['restrict_public_buckets', 'true'],
        ],
        '  ',
      ),
    ),
    block(
      'resource "aws_s3_bucket_lifecycle_configuration" "evidence"',
      hclAttributes([['bucket', bucket]], '  '),
      '',
      '  rule {',
      hclAttributes(
        [
          ['id', '"forget"'],
          ['status', '"Enabled"'],
        ],
        '    ',
      ),
      '',
      '    filter {}',
      '',
      '    expiration {',
      `      days = ${keptDays}`,
      '    }',
      '',
      '    abort_incomplete_multipart_upload {',
      '      days_after_initiation = 7',
      '    }',
      '  }',
    ),
    block(
      'resource "aws_s3_bucket_policy" "evidence"',
      hclAttributes(
        [
          ['bucket', bucket],
          ['policy', hclString(JSON.stringify(bucketPolicy(deployment)))],
        ],
        '  ',
      ),
    ),
    ...plan.trails.map(({ name, selectors }, index) =>
      block(
        `resource "aws_cloudtrail" "evidence${index === 0 ? '' : `_${index + 1}`}"`,
        hclAttributes(
          [
            ['name', hclString(name)],
            ['s3_bucket_name', bucket],
            ['is_multi_region_trail', 'true'],
            ['include_global_service_events', 'true'],
            ['enable_log_file_validation', 'true'],
            ['depends_on', '[aws_s3_bucket_policy.evidence]'],
          ],
          '  ',
        ),
        ...selectors.flatMap((selector, place) => [
          '',
          '  advanced_event_selector {',
          `    name = ${hclString(selectorName(selector, place))}`,
          ...selector.fields.flatMap(({ field, ...operators }) => [
            '',
            '    field_selector {',
            hclAttributes(
              [
                ['field', hclString(field)],
                ...operatorsOf(operators).map(([operator, values]): [string, string] => [
                  operator.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase(),
                  `[${values.map(hclString).join(', ')}]`,
                ]),
              ],
              '      ',
            ),
            '    }',
          ]),
          '  }',
        ]),
      ),
    ),
  ];
  return `${head.map((line) => `# ${line}\n`).join('')}\n${blocks.join('\n')}`;
}

function block(opening: string, ...lines: readonly string[]): string {
  return `${opening} {\n${lines.join('\n')}\n}\n`;
}
