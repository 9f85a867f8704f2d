# What the function may do, policy by policy, as in template.yaml; `when` says with which variables.

locals {
  log_streams         = "${aws_cloudwatch_log_group.audit_log_group.arn}:*"
  trail_bucket        = split("/", "${var.trail_uri}//")[2]
  second_trail_bucket = split("/", "${var.second_trail_uri}//")[2]
  athena_trail_bucket = split("/", "${var.athena_trail_uri}//")[2]
  athena_trail_place  = trimprefix(var.athena_trail_uri, "s3://")
  # A slash at the end, and what follows AWSLogs, may be given and count for nothing.
  trail_place        = trimsuffix(split("/AWSLogs", trimprefix(var.trail_uri, "s3://"))[0], "/")
  second_trail_place = trimsuffix(split("/AWSLogs", trimprefix(var.second_trail_uri, "s3://"))[0], "/")

  audit_policies = {
    lambda-runtime = {
      when = true
      statements = [
        {
          Sid      = "WriteLogs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = local.log_streams
        },
        {
          Sid      = "SendTraces"
          Effect   = "Allow"
          Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
          Resource = "*"
        },
        {
          Sid      = "ReportFailedInvocations"
          Effect   = "Allow"
          Action   = "sqs:SendMessage"
          Resource = aws_sqs_queue.dead_letter_queue.arn
        },
      ]
    }

    read-configuration = {
      when = var.config_uri != ""
      statements = [
        {
          Sid      = "ReadConfigurationFile"
          Effect   = "Allow"
          Action   = "s3:GetObject"
          Resource = "arn:${local.partition}:s3:::${trimprefix(var.config_uri, "s3://")}"
        },
      ]
    }

    decrypt-configuration = {
      when = var.config_key_arn != ""
      statements = [
        {
          Sid       = "DecryptConfigurationFile"
          Effect    = "Allow"
          Action    = "kms:Decrypt"
          Resource  = var.config_key_arn
          Condition = { StringLike = { "kms:ViaService" = "s3.*.${local.url_suffix}" } }
        },
      ]
    }

    write-report = {
      when = true
      statements = [
        {
          Sid      = "WriteReports"
          Effect   = "Allow"
          Action   = "s3:PutObject"
          Resource = "arn:${local.partition}:s3:::${local.bucket}/${var.bucket_prefix}reports/*"
        },
      ]
    }

    keep-ledger = {
      when = true
      statements = [
        {
          Sid      = "ReadAndWriteLedger"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:PutObject"]
          Resource = "arn:${local.partition}:s3:::${local.bucket}/${var.bucket_prefix}ledger/*"
        },
        {
          Sid       = "ListLedger"
          Effect    = "Allow"
          Action    = "s3:ListBucket"
          Resource  = "arn:${local.partition}:s3:::${local.bucket}"
          Condition = { StringLike = { "s3:prefix" = "${var.bucket_prefix}ledger/*" } }
        },
      ]
    }

    keep-catalog = {
      when = var.catalog_refresh == "weekly"
      statements = [
        {
          Sid      = "ReadAndWriteCatalog"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:PutObject"]
          Resource = "arn:${local.partition}:s3:::${local.bucket}/${var.bucket_prefix}catalog/*"
        },
        {
          Sid       = "ListCatalog"
          Effect    = "Allow"
          Action    = "s3:ListBucket"
          Resource  = "arn:${local.partition}:s3:::${local.bucket}"
          Condition = { StringLike = { "s3:prefix" = "${var.bucket_prefix}catalog/*" } }
        },
      ]
    }

    sign-ledger = {
      when = var.ledger_key_arn != ""
      statements = [
        {
          Sid       = "SignLedger"
          Effect    = "Allow"
          Action    = ["kms:GenerateMac", "kms:VerifyMac"]
          Resource  = var.ledger_key_arn
          Condition = { StringEquals = { "kms:MacAlgorithm" = "HMAC_SHA_256" } }
        },
      ]
    }

    anchor-ledger = {
      when = local.signs_ledger
      statements = [
        {
          Sid      = "ReadAndWriteAnchor"
          Effect   = "Allow"
          Action   = ["ssm:GetParameter", "ssm:PutParameter"]
          Resource = "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter/ecs-role-auditor/${var.name}/ledger"
        },
      ]
    }

    use-bucket-key = {
      when = var.bucket_key_arn != ""
      statements = [
        {
          Sid       = "EncryptAndDecryptObjects"
          Effect    = "Allow"
          Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource  = var.bucket_key_arn
          Condition = { StringLike = { "kms:ViaService" = "s3.*.${local.url_suffix}" } }
        },
      ]
    }

    read-trail-settings = {
      when = local.has_trail || local.has_athena || local.finds_trails
      statements = [
        {
          Sid      = "DescribeTrails"
          Effect   = "Allow"
          Action   = "cloudtrail:DescribeTrails"
          Resource = "*"
        },
        {
          Sid      = "ReadTrailSettings"
          Effect   = "Allow"
          Action   = ["cloudtrail:GetEventSelectors", "cloudtrail:GetTrailStatus"]
          Resource = "arn:${local.partition}:cloudtrail:*:*:trail/*"
        },
      ]
    }

    read-found-trails = {
      when = local.finds_trails
      statements = [
        {
          Sid      = "ListDigestKeys"
          Effect   = "Allow"
          Action   = "cloudtrail:ListPublicKeys"
          Resource = "*"
        },
        {
          Sid      = "ListLogFiles"
          Effect   = "Allow"
          Action   = "s3:ListBucket"
          Resource = "arn:${local.partition}:s3:::*"
          Condition = {
            StringEquals = { "s3:ResourceAccount" = local.account }
            StringLike = {
              "s3:prefix" = [
                "*AWSLogs/",
                "*AWSLogs/o-*/",
                "*AWSLogs/${local.account}/*",
                "*AWSLogs/o-*/${local.account}/*",
              ]
            }
          }
        },
        {
          Sid    = "ReadLogFiles"
          Effect = "Allow"
          Action = "s3:GetObject"
          Resource = [
            "arn:${local.partition}:s3:::*/AWSLogs/${local.account}/CloudTrail*/*",
            "arn:${local.partition}:s3:::*/AWSLogs/o-*/${local.account}/CloudTrail*/*",
          ]
          Condition = { StringEquals = { "s3:ResourceAccount" = local.account } }
        },
        {
          Sid      = "DecryptLogFiles"
          Effect   = "Allow"
          Action   = "kms:Decrypt"
          Resource = "arn:${local.partition}:kms:*:${local.account}:key/*"
          Condition = {
            StringLike = {
              "kms:ViaService"                           = "s3.*.${local.url_suffix}"
              "kms:EncryptionContext:aws:cloudtrail:arn" = "arn:${local.partition}:cloudtrail:*:*:trail/*"
            }
          }
        },
      ]
    }

    read-trail = {
      when = local.has_trail
      statements = [
        {
          Sid      = "ListDigestKeys"
          Effect   = "Allow"
          Action   = "cloudtrail:ListPublicKeys"
          Resource = "*"
        },
        {
          Sid       = "ListLogFiles"
          Effect    = "Allow"
          Action    = "s3:ListBucket"
          Resource  = compact(["arn:${local.partition}:s3:::${local.trail_bucket}", var.second_trail_uri == "" ? "" : "arn:${local.partition}:s3:::${local.second_trail_bucket}"])
          Condition = { StringLike = { "s3:prefix" = "*AWSLogs/*" } }
        },
        {
          Sid      = "ReadLogFiles"
          Effect   = "Allow"
          Action   = "s3:GetObject"
          Resource = compact(["arn:${local.partition}:s3:::${local.trail_place}/AWSLogs/*", var.second_trail_uri == "" ? "" : "arn:${local.partition}:s3:::${local.second_trail_place}/AWSLogs/*"])
        },
      ]
    }

    decrypt-trail = {
      when = length(var.trail_key_arn) > 0
      statements = [
        {
          Sid       = "DecryptLogFiles"
          Effect    = "Allow"
          Action    = "kms:Decrypt"
          Resource  = var.trail_key_arn
          Condition = { StringLike = { "kms:ViaService" = "s3.*.${local.url_suffix}" } }
        },
      ]
    }

    publish-findings = {
      when = var.publish_to_security_hub
      statements = [
        {
          Sid      = "ReadFindings"
          Effect   = "Allow"
          Action   = "securityhub:GetFindings"
          Resource = "arn:${local.partition}:securityhub:${local.region}:${local.account}:hub/default"
        },
        {
          Sid      = "SuppressWhatIsAccepted"
          Effect   = "Allow"
          Action   = "securityhub:BatchUpdateFindings"
          Resource = "arn:${local.partition}:securityhub:${local.region}:${local.account}:hub/default"
          Condition = {
            Null = {
              "securityhub:ASFFSyntaxPath/Confidence"                 = "true"
              "securityhub:ASFFSyntaxPath/Criticality"                = "true"
              "securityhub:ASFFSyntaxPath/RelatedFindings.Id"         = "true"
              "securityhub:ASFFSyntaxPath/RelatedFindings.ProductArn" = "true"
              "securityhub:ASFFSyntaxPath/Severity.Label"             = "true"
              "securityhub:ASFFSyntaxPath/Severity.Normalized"        = "true"
              "securityhub:ASFFSyntaxPath/Severity.Product"           = "true"
              "securityhub:ASFFSyntaxPath/Types"                      = "true"
              "securityhub:ASFFSyntaxPath/VerificationState"          = "true"
            }
          }
        },
        {
          Sid       = "ResolveNothing"
          Effect    = "Deny"
          Action    = "securityhub:BatchUpdateFindings"
          Resource  = "arn:${local.partition}:securityhub:${local.region}:${local.account}:hub/default"
          Condition = { StringEquals = { "securityhub:ASFFSyntaxPath/Workflow.Status" = ["NOTIFIED", "RESOLVED"] } }
        },
        {
          Sid      = "ImportFindings"
          Effect   = "Allow"
          Action   = "securityhub:BatchImportFindings"
          Resource = "arn:${local.partition}:securityhub:${local.region}:${local.account}:product/${local.account}/default"
        },
      ]
    }

    read-webhook-secret = {
      when = var.slack_webhook_secret_arn != ""
      statements = [
        {
          Sid      = "ReadWebhookSecret"
          Effect   = "Allow"
          Action   = "secretsmanager:GetSecretValue"
          Resource = var.slack_webhook_secret_arn
        },
      ]
    }

    read-webhook-parameter = {
      when = var.slack_webhook_parameter_name != ""
      statements = [
        {
          Sid      = "ReadWebhookParameter"
          Effect   = "Allow"
          Action   = "ssm:GetParameter"
          Resource = "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${var.slack_webhook_parameter_name}"
        },
      ]
    }

    read-token-secret = {
      when = var.slack_token_secret_arn != ""
      statements = [
        {
          Sid      = "ReadTokenSecret"
          Effect   = "Allow"
          Action   = "secretsmanager:GetSecretValue"
          Resource = var.slack_token_secret_arn
        },
      ]
    }

    read-token-parameter = {
      when = var.slack_token_parameter_name != ""
      statements = [
        {
          Sid      = "ReadTokenParameter"
          Effect   = "Allow"
          Action   = "ssm:GetParameter"
          Resource = "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${var.slack_token_parameter_name}"
        },
      ]
    }

    decrypt-slack-secret = {
      when = var.slack_key_arn != ""
      statements = [
        {
          Sid      = "DecryptSlackSecret"
          Effect   = "Allow"
          Action   = "kms:Decrypt"
          Resource = var.slack_key_arn
          Condition = {
            StringEquals = {
              "kms:ViaService" = [
                "secretsmanager.${local.region}.${local.url_suffix}",
                "ssm.${local.region}.${local.url_suffix}",
              ]
            }
          }
        },
      ]
    }

    encrypt-for-topic = {
      when = var.sns_key_arn != ""
      statements = [
        {
          Sid       = "EncryptForTopic"
          Effect    = "Allow"
          Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource  = var.sns_key_arn
          Condition = { StringLike = { "kms:ViaService" = "sns.*.${local.url_suffix}" } }
        },
      ]
    }

    publish-to-topic = {
      when = var.sns_topic_arn != ""
      statements = [
        {
          Sid      = "PublishToTopic"
          Effect   = "Allow"
          Action   = "sns:Publish"
          Resource = var.sns_topic_arn
        },
      ]
    }
  }
}

resource "aws_iam_role" "audit_role" {
  name_prefix          = "${substr(var.name, 0, 28)}-audit-"
  description          = "What ecs-role-auditor may do. It reads; it writes findings and its own reports, nothing else."
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary_arn == "" ? null : var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "audit_role" {
  for_each = merge(
    { for name, policy in local.audit_policies : name => jsonencode({ Version = "2012-10-17", Statement = policy.statements }) if policy.when },
    var.queue_key_arn == "" ? {} : { encrypt-for-queue = local.encrypt_for_queue },
  )

  name   = each.key
  role   = aws_iam_role.audit_role.id
  policy = each.value
}

# IAM takes 10,240 characters of all policies within a role, however many keys and places are named: the two longest lie beside it.
resource "aws_iam_policy" "read_inventory_policy" {
  name_prefix = "${var.name}-read-inventory-"
  description = "What ecs-role-auditor reads of ECS, IAM and CloudTrail."
  path        = var.role_path

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "ListWithoutResourceLevelPermissions"
        Effect = "Allow"
        Action = [
          "cloudtrail:LookupEvents",
          "ec2:DescribeInstances",
          "ec2:DescribeRegions",
          "ecs:DescribeTaskDefinition",
          "ecs:ListClusters",
          "ecs:ListDaemonTaskDefinitions",
          "ecs:ListDaemons",
          "ecs:ListServices",
          "ecs:ListTaskDefinitions",
          "iam:GetAccountAuthorizationDetails",
          "iam:GetServiceLastAccessedDetails",
        ]
        Resource = "*"
      },
      {
        Sid      = "StartReportsOfLastAccess"
        Effect   = "Allow"
        Action   = "iam:GenerateServiceLastAccessedDetails"
        Resource = "arn:${local.partition}:iam::${local.account}:role/*"
      },
      {
        Sid      = "ListTasks"
        Effect   = "Allow"
        Action   = "ecs:ListTasks"
        Resource = "*"
      },
      {
        Sid    = "ReadDaemons"
        Effect = "Allow"
        Action = ["ecs:DescribeDaemon", "ecs:DescribeDaemonRevisions", "ecs:DescribeDaemonTaskDefinition"]
        Resource = [
          "arn:${local.partition}:ecs:*:${local.account}:daemon/*",
          "arn:${local.partition}:ecs:*:${local.account}:daemon-revision/*",
          "arn:${local.partition}:ecs:*:${local.account}:daemon-task-definition/*",
        ]
      },
      {
        Sid      = "DescribeServices"
        Effect   = "Allow"
        Action   = "ecs:DescribeServices"
        Resource = "arn:${local.partition}:ecs:*:${local.account}:service/*"
      },
      {
        Sid      = "DescribeTasks"
        Effect   = "Allow"
        Action   = "ecs:DescribeTasks"
        Resource = "arn:${local.partition}:ecs:*:${local.account}:task/*"
      },
      {
        Sid      = "DescribeContainerInstances"
        Effect   = "Allow"
        Action   = "ecs:DescribeContainerInstances"
        Resource = "arn:${local.partition}:ecs:*:${local.account}:container-instance/*"
      },
      {
        Sid      = "ReadInstanceProfiles"
        Effect   = "Allow"
        Action   = "iam:GetInstanceProfile"
        Resource = "arn:${local.partition}:iam::${local.account}:instance-profile/*"
      },
      {
        Sid    = "ReadRoles"
        Effect = "Allow"
        Action = [
          "iam:GetRole",
          "iam:GetRolePolicy",
          "iam:ListAttachedRolePolicies",
          "iam:ListRolePolicies",
        ]
        Resource = "arn:${local.partition}:iam::${local.account}:role/*"
      },
      {
        Sid    = "ReadManagedPolicies"
        Effect = "Allow"
        Action = ["iam:GetPolicy", "iam:GetPolicyVersion"]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:policy/*",
          "arn:${local.partition}:iam::aws:policy/*",
        ]
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "read_inventory_policy" {
  role       = aws_iam_role.audit_role.name
  policy_arn = aws_iam_policy.read_inventory_policy.arn
}

resource "aws_iam_policy" "ask_athena_policy" {
  count = local.has_athena ? 1 : 0

  name_prefix = "${var.name}-ask-athena-"
  description = "How ecs-role-auditor asks for what a trail recorded."
  path        = var.role_path

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "RunQuery"
        Effect = "Allow"
        Action = [
          "athena:GetQueryExecution",
          "athena:GetQueryResults",
          "athena:StartQueryExecution",
          "athena:StopQueryExecution",
        ]
        Resource = "arn:${local.partition}:athena:${local.region}:${local.account}:workgroup/${local.trail_workgroup}"
      },
      {
        Sid      = "ReadTableMetadata"
        Effect   = "Allow"
        Action   = "athena:GetTableMetadata"
        Resource = "arn:${local.partition}:athena:${local.region}:${local.account}:datacatalog/AwsDataCatalog"
      },
      {
        Sid    = "ReadTable"
        Effect = "Allow"
        Action = ["glue:GetDatabase", "glue:GetPartitions", "glue:GetTable"]
        Resource = [
          "arn:${local.partition}:glue:${local.region}:${local.account}:catalog",
          "arn:${local.partition}:glue:${local.region}:${local.account}:database/${local.trail_database}",
          "arn:${local.partition}:glue:${local.region}:${local.account}:table/${local.trail_database}/${local.trail_table}",
        ]
      },
      {
        Sid    = "LocateBuckets"
        Effect = "Allow"
        Action = "s3:GetBucketLocation"
        Resource = [
          "arn:${local.partition}:s3:::${local.bucket}",
          "arn:${local.partition}:s3:::${local.athena_trail_bucket}",
        ]
      },
      {
        Sid       = "ListAnswers"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = "arn:${local.partition}:s3:::${local.bucket}"
        Condition = { StringLike = { "s3:prefix" = "${var.bucket_prefix}athena*" } }
      },
      {
        Sid       = "ListLogFiles"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = "arn:${local.partition}:s3:::${local.athena_trail_bucket}"
        Condition = { StringLike = { "s3:prefix" = "*AWSLogs/*" } }
      },
      {
        Sid      = "ReadLogFiles"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:${local.partition}:s3:::${local.athena_trail_place}/AWSLogs/*"
      },
      {
        Sid    = "WriteAnswers"
        Effect = "Allow"
        Action = [
          "s3:AbortMultipartUpload",
          "s3:GetObject",
          "s3:ListMultipartUploadParts",
          "s3:PutObject",
        ]
        Resource = "arn:${local.partition}:s3:::${local.bucket}/${var.bucket_prefix}athena/*"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "ask_athena_policy" {
  count = local.has_athena ? 1 : 0

  role       = aws_iam_role.audit_role.name
  policy_arn = aws_iam_policy.ask_athena_policy[0].arn
}

# Lambda's own calls, and not those of the code that it runs.
resource "aws_iam_policy" "attach_to_vpc_policy" {
  count = local.in_vpc ? 1 : 0

  name_prefix = "${var.name}-attach-to-vpc-"
  description = "How Lambda puts the functions of ecs-role-auditor into a VPC."
  path        = var.role_path

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "DescribeNetwork"
        Effect   = "Allow"
        Action   = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]
        Resource = "*"
      },
      {
        Sid    = "AttachNetworkInterfaces"
        Effect = "Allow"
        Action = [
          "ec2:AssignPrivateIpAddresses",
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = "arn:${local.partition}:ec2:${local.region}:${local.account}:*/*"
      },
      {
        Sid    = "NotByTheCode"
        Effect = "Deny"
        Action = [
          "ec2:AssignPrivateIpAddresses",
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
          "ec2:UnassignPrivateIpAddresses",
        ]
        Resource  = "*"
        Condition = { Null = { "lambda:SourceFunctionArn" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "attach_to_vpc_policy" {
  for_each = local.in_vpc ? toset(var.watch_task_starts ? ["audit", "task-stopped"] : ["audit"]) : []

  role       = each.key == "audit" ? aws_iam_role.audit_role.name : one(aws_iam_role.task_stopped_role[*].name)
  policy_arn = one(aws_iam_policy.attach_to_vpc_policy[*].arn)
}
