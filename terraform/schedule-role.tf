resource "aws_iam_role" "schedule_role" {
  name_prefix          = "${substr(var.name, 0, 25)}-schedule-"
  description          = "Starts the audit of ecs-role-auditor, and nothing else."
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary_arn == "" ? null : var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      # Of a schedule without a group the ARN is that of the default group.
      Condition = {
        StringEquals = {
          "aws:SourceAccount" = local.account
          "aws:SourceArn"     = "arn:${local.partition}:scheduler:${local.region}:${local.account}:schedule-group/default"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "schedule_role" {
  for_each = merge(
    {
      start-audit = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Sid      = "StartAudit"
            Effect   = "Allow"
            Action   = "lambda:InvokeFunction"
            Resource = aws_lambda_function.audit_function.arn
          },
          {
            Sid      = "ReportFailedStarts"
            Effect   = "Allow"
            Action   = "sqs:SendMessage"
            Resource = aws_sqs_queue.dead_letter_queue.arn
          },
        ]
      })
    },
    var.queue_key_arn == "" ? {} : { encrypt-for-queue = local.encrypt_for_queue },
  )

  name   = each.key
  role   = aws_iam_role.schedule_role.id
  policy = each.value
}

locals {
  encrypt_for_queue = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EncryptForQueue"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = var.queue_key_arn
      Condition = { StringLike = { "kms:ViaService" = "sqs.*.${local.url_suffix}" } }
    }]
  })
}
