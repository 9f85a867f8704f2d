locals {
  # CloudWatch publishes to topics of its own Region alone, and to encrypted ones only where their key lets it.
  topic_parts          = split(":", "${var.sns_topic_arn}::::")
  topic_takes_alarms   = var.sns_topic_arn != "" && var.sns_key_arn == "" && local.topic_parts[3] == local.region && local.topic_parts[4] == local.account
  tells_somebody       = anytrue([for place in [var.slack_webhook_secret_arn, var.slack_webhook_parameter_name, var.slack_token_secret_arn, var.slack_token_parameter_name, var.sns_topic_arn] : place != ""])
  function_takes_alarm = local.tells_somebody && var.alarm_topic_arn == "" && !local.topic_takes_alarms
  topics               = var.alarm_topic_arn != "" ? [var.alarm_topic_arn] : local.topic_takes_alarms ? [var.sns_topic_arn] : []
  alarm_actions        = local.function_takes_alarm ? [aws_lambda_function.audit_function.arn] : local.topics

  # Hours without a finished audit after which one is overdue: the pause, and two hours for the window, the run and its retries.
  overdue_hours = var.hours_between_runs == "nightly" ? 26 : tonumber(var.hours_between_runs) + 2
  # Seven days are the most that an alarm looks back.
  watches_silence = var.schedule_state == "ENABLED" && local.overdue_hours < 168
}

# Where no topic takes alarms, the function hands them on. Memory and time end a run, not the next invocation.
resource "aws_lambda_permission" "alarm_permission" {
  count          = local.function_takes_alarm ? 1 : 0
  function_name  = aws_lambda_function.audit_function.function_name
  action         = "lambda:InvokeFunction"
  principal      = "lambda.alarms.cloudwatch.amazonaws.com"
  source_account = local.account
  source_arn     = "arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm:${var.name}-*"
}

resource "aws_cloudwatch_metric_alarm" "error_alarm" {
  alarm_name          = "${var.name}-error"
  alarm_description   = "The nightly audit ended with an error; its log group says why."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = aws_lambda_function.audit_function.function_name }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "dead_letter_alarm" {
  alarm_name          = "${var.name}-dead-letter"
  alarm_description   = "A nightly audit could not be started or failed for good; the event is in the dead-letter queue."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.dead_letter_queue.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
}

# Where no topic takes alarms, the function has told of the event itself: it was there to refuse it.
resource "aws_cloudwatch_metric_alarm" "refused_event_alarm" {
  alarm_name          = "${var.name}-refused-event"
  alarm_description   = "The function was given an event that it cannot use; its log group says why, and names one that works."
  namespace           = "EcsRoleAuditor"
  metric_name         = "EventsRefused"
  dimensions          = { service = var.name }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.topics
}

resource "aws_cloudwatch_metric_alarm" "tampering_alarm" {
  alarm_name          = "${var.name}-tampering"
  alarm_description   = "Somebody tampered with what the audit relies on, such as the signed ledger; its log group and its message say what."
  namespace           = "EcsRoleAuditor"
  metric_name         = "Tampering"
  dimensions          = { service = var.name }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "ledger_alarm" {
  alarm_name          = "${var.name}-ledger"
  alarm_description   = "A document of the ledger holds more than 80 % of what the function's memory allows; beyond 100 % it is no longer read. Give memory_size more, or split the account by families."
  namespace           = "EcsRoleAuditor"
  metric_name         = "LedgerFullness"
  dimensions          = { service = var.name }
  statistic           = "Maximum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 80
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
}

# Without any data the alarm stays as it was made, INSUFFICIENT_DATA, and tells nobody; the first audit arms it.
resource "aws_cloudwatch_metric_alarm" "no_success_alarm" {
  count                     = local.watches_silence ? 1 : 0
  alarm_name                = "${var.name}-no-success"
  alarm_description         = "An audit is overdue. Silence is not health. INSUFFICIENT_DATA is what it tells; the first audit that finishes arms it."
  namespace                 = "EcsRoleAuditor"
  metric_name               = "AuditsFinished"
  dimensions                = { service = var.name }
  statistic                 = "Sum"
  period                    = 3600
  evaluation_periods        = local.overdue_hours
  datapoints_to_alarm       = local.overdue_hours
  threshold                 = 1
  comparison_operator       = "LessThanThreshold"
  treat_missing_data        = "missing"
  alarm_actions             = local.alarm_actions
  insufficient_data_actions = local.alarm_actions
}
