# Tasks that stop for want of a permission, told as they stop: rule, queue, a second function of the bundle, and its role.

locals {
  task_stopped_queue        = join("", aws_sqs_queue.task_stopped_queue[*].arn)
  task_stopped_dead_letters = join("", aws_sqs_queue.task_stopped_dead_letter_queue[*].arn)
  task_stopped_log_group    = join("", aws_cloudwatch_log_group.task_stopped_log_group[*].arn)

  # What it may do as the first function may: read the configuration file, tell somebody, and use the bucket's key.
  task_stopped_shares = [
    "read-configuration",
    "decrypt-configuration",
    "use-bucket-key",
    "read-webhook-secret",
    "read-webhook-parameter",
    "read-token-secret",
    "read-token-parameter",
    "decrypt-slack-secret",
    "encrypt-for-topic",
    "publish-to-topic",
  ]

  task_stopped_policies = merge(
    { for name, policy in local.audit_policies : name => policy if contains(local.task_stopped_shares, name) },
    {
      lambda-runtime = {
        when = true
        statements = [
          {
            Sid      = "WriteLogs"
            Effect   = "Allow"
            Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
            Resource = "${local.task_stopped_log_group}:*"
          },
          {
            Sid      = "TakeEvents"
            Effect   = "Allow"
            Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
            Resource = local.task_stopped_queue
          },
        ]
      }

      read-role-of-task = {
        when = true
        statements = [
          {
            Sid      = "ReadDefinition"
            Effect   = "Allow"
            Action   = "ecs:DescribeTaskDefinition"
            Resource = "*"
          },
          {
            Sid      = "ReadRole"
            Effect   = "Allow"
            Action   = "iam:GetRole"
            Resource = "arn:${local.partition}:iam::${local.account}:role/*"
          },
        ]
      }

      keep-what-was-told = {
        when = true
        statements = [
          {
            Sid      = "ReadAndWriteWhatWasTold"
            Effect   = "Allow"
            Action   = ["s3:GetObject", "s3:PutObject"]
            Resource = "arn:${local.partition}:s3:::${local.bucket}/${var.bucket_prefix}task-starts/*"
          },
          {
            Sid       = "ListWhatWasTold"
            Effect    = "Allow"
            Action    = "s3:ListBucket"
            Resource  = "arn:${local.partition}:s3:::${local.bucket}"
            Condition = { StringLike = { "s3:prefix" = "${var.bucket_prefix}task-starts/*" } }
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
            Sid      = "ImportFindings"
            Effect   = "Allow"
            Action   = "securityhub:BatchImportFindings"
            Resource = "arn:${local.partition}:securityhub:${local.region}:${local.account}:product/${local.account}/default"
          },
        ]
      }
    },
  )
}

resource "aws_lambda_function" "task_stopped_function" {
  count            = var.watch_task_starts ? 1 : 0
  function_name    = "${var.name}-task-stopped"
  description      = "Tells of ECS tasks that stop for want of a permission."
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = "task-stopped.handler"
  runtime          = "nodejs24.x"
  architectures    = ["arm64"]
  memory_size      = 512
  timeout          = 60
  role             = one(aws_iam_role.task_stopped_role[*].arn)

  dynamic "vpc_config" {
    for_each = local.in_vpc ? [true] : []
    content {
      subnet_ids         = var.subnet_ids
      security_group_ids = var.security_group_ids
    }
  }

  logging_config {
    log_format            = "JSON"
    application_log_level = var.log_level
    log_group             = one(aws_cloudwatch_log_group.task_stopped_log_group[*].name)
  }

  environment {
    variables = {
      NODE_OPTIONS                    = "--enable-source-maps"
      POWERTOOLS_SERVICE_NAME         = var.name
      POWERTOOLS_METRICS_NAMESPACE    = "EcsRoleAuditor"
      AUDITOR_CONFIG                  = var.config_uri
      AUDITOR_PUBLISH                 = tostring(var.publish_to_security_hub)
      AUDITOR_SLACK_WEBHOOK_SECRET    = var.slack_webhook_secret_arn
      AUDITOR_SLACK_WEBHOOK_PARAMETER = var.slack_webhook_parameter_name
      AUDITOR_SLACK_TOKEN_SECRET      = var.slack_token_secret_arn
      AUDITOR_SLACK_TOKEN_PARAMETER   = var.slack_token_parameter_name
      AUDITOR_SLACK_CHANNEL           = var.slack_channel_id
      AUDITOR_SNS_TOPIC               = var.sns_topic_arn
      AUDITOR_SNS_FORMAT              = var.sns_format
      # What was told, beside the ledger, which this function has no access to.
      AUDITOR_LEDGER    = "s3://${local.bucket}/${var.bucket_prefix}task-starts"
      AUDITOR_LOG_LEVEL = var.log_level
    }
  }

  # Lambda refuses a VPC that it may not attach the function to.
  depends_on = [aws_iam_role_policy_attachment.attach_to_vpc_policy]
}

resource "aws_cloudwatch_event_rule" "task_stopped_rule" {
  count       = var.watch_task_starts ? 1 : 0
  name        = "${var.name}-task-stopped"
  description = "ECS tasks that did not start, or stopped for want of a permission, for ecs-role-auditor."

  event_pattern = jsonencode({
    source      = ["aws.ecs"]
    detail-type = ["ECS Task State Change"]
    detail = {
      lastStatus = ["STOPPED"]
      "$or" = [
        { stopCode = ["TaskFailedToStart"] },
        {
          stopCode      = ["EssentialContainerExited"]
          stoppedReason = [{ wildcard = "*AccessDenied*" }, { wildcard = "*not authorized*" }]
        },
        {
          stopCode   = ["EssentialContainerExited"]
          containers = { reason = [{ wildcard = "*AccessDenied*" }, { wildcard = "*not authorized*" }] }
        },
      ]
    }
  })
}

resource "aws_cloudwatch_event_target" "task_stopped_rule" {
  count     = var.watch_task_starts ? 1 : 0
  rule      = one(aws_cloudwatch_event_rule.task_stopped_rule[*].name)
  target_id = "queue"
  arn       = local.task_stopped_queue

  retry_policy {
    maximum_retry_attempts       = 5
    maximum_event_age_in_seconds = 3600
  }

  dead_letter_config {
    arn = local.task_stopped_dead_letters
  }

  depends_on = [aws_sqs_queue_policy.task_stopped_queue_policy]
}

# A loop of tasks that fail is a few invocations.
resource "aws_lambda_event_source_mapping" "task_stopped_events" {
  count                              = var.watch_task_starts ? 1 : 0
  function_name                      = one(aws_lambda_function.task_stopped_function[*].arn)
  event_source_arn                   = local.task_stopped_queue
  batch_size                         = 1000
  maximum_batching_window_in_seconds = 20

  scaling_config {
    maximum_concurrency = 2
  }

  # Lambda refuses a queue that the function may not read.
  depends_on = [aws_iam_role_policy.task_stopped_role]
}

# Events are encrypted by SQS: a key of the module's would have to let EventBridge use it.
resource "aws_sqs_queue" "task_stopped_queue" {
  count                     = var.watch_task_starts ? 1 : 0
  name                      = "${var.name}-task-stopped"
  message_retention_seconds = 14400
  # Six times as long as the function may take, as Lambda asks for.
  visibility_timeout_seconds = 360
  sqs_managed_sse_enabled    = true
  redrive_policy             = jsonencode({ deadLetterTargetArn = local.task_stopped_dead_letters, maxReceiveCount = 3 })
}

resource "aws_sqs_queue" "task_stopped_dead_letter_queue" {
  count                     = var.watch_task_starts ? 1 : 0
  name                      = "${var.name}-task-stopped-dead-letters"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

# At each queue its own: SQS wants a policy to cover the queue that it stands at, and no other.
resource "aws_sqs_queue_policy" "task_stopped_queue_policy" {
  for_each = !var.watch_task_starts ? {} : {
    queue        = { url = one(aws_sqs_queue.task_stopped_queue[*].url), arn = local.task_stopped_queue }
    dead-letters = { url = one(aws_sqs_queue.task_stopped_dead_letter_queue[*].url), arn = local.task_stopped_dead_letters }
  }
  queue_url = each.value.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EventsOfTheRule"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = each.value.arn
      Condition = {
        ArnEquals    = { "aws:SourceArn" = one(aws_cloudwatch_event_rule.task_stopped_rule[*].arn) }
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    }]
  })
}

resource "aws_iam_role" "task_stopped_role" {
  count                = var.watch_task_starts ? 1 : 0
  name_prefix          = "${substr(var.name, 0, 24)}-task-stopped-"
  description          = "What ecs-role-auditor may do when a task stops. It reads the task's role, and writes findings and what it told."
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

resource "aws_iam_role_policy" "task_stopped_role" {
  for_each = { for name, policy in local.task_stopped_policies : name => jsonencode({ Version = "2012-10-17", Statement = policy.statements }) if policy.when && var.watch_task_starts }

  name   = each.key
  role   = one(aws_iam_role.task_stopped_role[*].id)
  policy = each.value
}

resource "aws_cloudwatch_log_group" "task_stopped_log_group" {
  count             = var.watch_task_starts ? 1 : 0
  name              = "/aws/lambda/${var.name}-task-stopped"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn == "" ? null : var.log_key_arn
}

resource "aws_cloudwatch_metric_alarm" "task_stopped_alarm" {
  count               = var.watch_task_starts ? 1 : 0
  alarm_name          = "${var.name}-task-stopped"
  alarm_description   = "Nobody could be told of tasks that do not start; their events are in the dead-letter queue, and the log group of the second function says why."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = one(aws_sqs_queue.task_stopped_dead_letter_queue[*].name) }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
}
