# The resources of template.yaml, named as there; what it says of each holds here, too.

terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.25" # It knows nodejs24.x.
    }
  }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account    = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.id
  url_suffix = data.aws_partition.current.dns_suffix

  sources       = join(",", var.sources)
  has_trail     = var.trail_uri != ""
  has_athena    = var.athena_trail_uri != ""
  finds_trails  = var.read_trails == "auto" && (local.sources == "" || contains(var.sources, "auto"))
  leaves_trails = var.read_trails == "none" && local.sources == ""
  makes_bucket  = var.bucket_name == ""
  in_vpc        = length(var.subnet_ids) > 0
  signs_ledger  = var.make_ledger_key || var.ledger_key_arn != ""

  bucket = local.makes_bucket ? one(aws_s3_bucket.state_bucket[*].bucket) : var.bucket_name
  anchor = "/ecs-role-auditor/${var.name}/ledger"
}

resource "aws_lambda_function" "audit_function" {
  function_name    = var.name
  description      = "Audits the IAM roles of ECS task definitions."
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = "audit.handler"
  runtime          = "nodejs24.x"
  architectures    = ["arm64"]
  memory_size      = var.memory_size
  timeout          = 900
  role             = aws_iam_role.audit_role.arn

  dynamic "vpc_config" {
    for_each = local.in_vpc ? [true] : []
    content {
      subnet_ids         = var.subnet_ids
      security_group_ids = var.security_group_ids
    }
  }

  tracing_config {
    mode = "Active"
  }

  logging_config {
    log_format            = "JSON"
    application_log_level = var.log_level
    log_group             = aws_cloudwatch_log_group.audit_log_group.name
  }

  environment {
    variables = {
      NODE_OPTIONS                             = "--enable-source-maps"
      POWERTOOLS_SERVICE_NAME                  = var.name
      POWERTOOLS_METRICS_NAMESPACE             = "EcsRoleAuditor"
      POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS = "false"
      AUDITOR_CONFIG                           = var.config_uri
      AUDITOR_REGIONS                          = var.audit_regions
      AUDITOR_IGNORE_REGIONS                   = var.ignore_regions
      AUDITOR_CATALOG_REFRESH                  = var.catalog_refresh
      AUDITOR_FAMILIES                         = var.families
      AUDITOR_SOURCES                          = local.leaves_trails ? "lookup,last-accessed" : local.sources
      AUDITOR_TRAIL_URI                        = trimspace("${var.trail_uri} ${var.second_trail_uri}")
      AUDITOR_ATHENA_TABLE                     = local.has_athena ? "${local.trail_database}.${local.trail_table}" : ""
      AUDITOR_ATHENA_WORKGROUP                 = local.has_athena ? local.trail_workgroup : ""
      AUDITOR_LOOKBACK                         = var.lookback
      AUDITOR_MIN_AGE                          = var.min_age
      AUDITOR_MIN_WATCHED                      = var.min_watched
      AUDITOR_REFRESH                          = var.refresh
      AUDITOR_PUBLISH                          = tostring(var.publish_to_security_hub)
      AUDITOR_SLACK_WEBHOOK_SECRET             = var.slack_webhook_secret_arn
      AUDITOR_SLACK_WEBHOOK_PARAMETER          = var.slack_webhook_parameter_name
      AUDITOR_SLACK_TOKEN_SECRET               = var.slack_token_secret_arn
      AUDITOR_SLACK_TOKEN_PARAMETER            = var.slack_token_parameter_name
      AUDITOR_SLACK_CHANNEL                    = var.slack_channel_id
      AUDITOR_SNS_TOPIC                        = var.sns_topic_arn
      AUDITOR_SNS_FORMAT                       = var.sns_format
      AUDITOR_QUIET_NIGHTS                     = var.quiet_nights
      AUDITOR_TIME_ZONE                        = var.schedule_timezone
      AUDITOR_REPORT_BUCKET                    = local.bucket
      AUDITOR_REPORT_PREFIX                    = "${var.bucket_prefix}reports/"
      AUDITOR_LEDGER                           = "s3://${local.bucket}/${var.bucket_prefix}ledger"
      AUDITOR_LEDGER_KEY                       = var.make_ledger_key ? one(aws_kms_key.ledger_key[*].arn) : var.ledger_key_arn
      AUDITOR_LEDGER_ANCHOR                    = local.signs_ledger ? local.anchor : ""
      AUDITOR_LOG_LEVEL                        = var.log_level
    }
  }

  # The rules of template.yaml.
  lifecycle {
    precondition {
      condition     = length(compact([var.slack_webhook_secret_arn, var.slack_webhook_parameter_name, var.slack_token_secret_arn, var.slack_token_parameter_name])) <= 1
      error_message = "Give one of slack_webhook_secret_arn, slack_webhook_parameter_name, slack_token_secret_arn and slack_token_parameter_name."
    }
    precondition {
      condition     = (var.slack_channel_id != "") == (var.slack_token_secret_arn != "" || var.slack_token_parameter_name != "")
      error_message = "Give slack_channel_id with the token of a bot, and only then."
    }
    precondition {
      condition     = !local.has_trail || contains(var.sources, "trail") || local.finds_trails
      error_message = "trail_uri is read only when trail or auto is among sources. Add it, such as sources = [\"lookup\", \"trail\"], or leave trail_uri empty."
    }
    precondition {
      condition     = !contains(var.sources, "trail") || local.has_trail || contains(var.sources, "auto")
      error_message = "The source trail needs trail_uri, where a trail delivers its log files, such as s3://my-trail-bucket/my-prefix."
    }
    precondition {
      condition     = var.second_trail_uri == "" || local.has_trail
      error_message = "second_trail_uri is read only beside trail_uri."
    }
    precondition {
      condition     = !local.has_athena || contains(var.sources, "athena") || local.finds_trails
      error_message = "athena_trail_uri is asked only when athena or auto is among sources. Add it, such as sources = [\"lookup\", \"athena\"], or leave athena_trail_uri empty."
    }
    precondition {
      condition     = !contains(var.sources, "athena") || local.has_athena
      error_message = "The source athena needs athena_trail_uri, where a trail delivers its log files, such as s3://my-trail-bucket/my-prefix."
    }
    precondition {
      condition     = !contains(var.sources, "auto") || var.read_trails == "auto"
      error_message = "sources = [\"auto\"] reads the trails of the account. Leave read_trails = \"auto\", or name the sources, such as [\"lookup\", \"last-accessed\"]."
    }
    precondition {
      condition     = (length(var.subnet_ids) == 0) == (length(var.security_group_ids) == 0)
      error_message = "Give subnet_ids and security_group_ids, or none of them."
    }
    precondition {
      condition     = !var.make_ledger_key || var.ledger_key_arn == ""
      error_message = "Give ledger_key_arn, or make_ledger_key = true, not both."
    }
    precondition {
      condition     = var.schedule_expression == "cron(0 3 * * ? *)" || var.hours_between_runs != "nightly"
      error_message = "With a schedule_expression of your own, give hours_between_runs, such as 24 for every night, 72 without weekends, 168 for every week."
    }
  }

  # Without its permissions a first run would be one of losses.
  depends_on = [
    aws_iam_role_policy.audit_role,
    aws_iam_role_policy_attachment.read_inventory_policy,
    aws_iam_role_policy_attachment.ask_athena_policy,
    aws_iam_role_policy_attachment.attach_to_vpc_policy,
  ]
}

resource "aws_lambda_function_event_invoke_config" "audit_function" {
  function_name                = aws_lambda_function.audit_function.function_name
  maximum_retry_attempts       = 1
  maximum_event_age_in_seconds = 21600

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead_letter_queue.arn
    }
  }
}

resource "aws_scheduler_schedule" "audit_schedule" {
  name                         = var.name
  description                  = "Starts the audit of the IAM roles of ECS task definitions."
  state                        = var.schedule_state
  schedule_expression          = var.schedule_expression
  schedule_expression_timezone = var.schedule_timezone

  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 15
  }

  target {
    arn      = aws_lambda_function.audit_function.arn
    role_arn = aws_iam_role.schedule_role.arn

    retry_policy {
      maximum_retry_attempts       = 5
      maximum_event_age_in_seconds = 14400
    }

    dead_letter_config {
      arn = aws_sqs_queue.dead_letter_queue.arn
    }
  }
}

resource "aws_cloudwatch_log_group" "audit_log_group" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn == "" ? null : var.log_key_arn
}

resource "aws_sqs_queue" "dead_letter_queue" {
  name                      = "${var.name}-dead-letters"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = var.queue_key_arn == "" ? true : null
  kms_master_key_id         = var.queue_key_arn == "" ? null : var.queue_key_arn
}
