# The parameters of template.yaml, with its defaults and rules; test/terraform.test.ts compares them.

variable "schedule_expression" {
  description = "When the audit runs, as an EventBridge Scheduler expression. With another than this give hours_between_runs, too."
  type        = string
  default     = "cron(0 3 * * ? *)"
  nullable    = false
}

variable "schedule_timezone" {
  description = "Time zone of the schedule, such as Europe/Berlin. It also says when it is weekend, for quiet_nights."
  type        = string
  default     = "UTC"
  nullable    = false
}

variable "hours_between_runs" {
  description = "The longest pause between two runs of the schedule, in hours, such as 72 where weekends are left out and 168 where it is weekly. An alarm tells when an audit is overdue; from 168 on there is none, since CloudWatch looks back no further. The default is for the default schedule."
  type        = string
  default     = "nightly"
  nullable    = false

  validation {
    condition     = contains(["nightly", "1", "2", "3", "4", "6", "8", "12", "24", "48", "72", "96", "120", "144", "168", "336", "744"], var.hours_between_runs)
    error_message = "Give one of nightly, 1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96, 120, 144, 168, 336, 744."
  }
}

variable "schedule_state" {
  description = "DISABLED, and no audit begins by itself. Tasks that do not start are told all the same, unless watch_task_starts is false."
  type        = string
  default     = "ENABLED"
  nullable    = false

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.schedule_state)
    error_message = "Give one of ENABLED, DISABLED."
  }
}

variable "config_uri" {
  description = "Where a configuration file with settings, exceptions and owners is, such as s3://my-bucket/auditor.yaml. What a parameter says wins over it. Leave empty for none."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[A-Za-z0-9_./=-]+)?$", var.config_uri))
    error_message = "Expected: Where a configuration file with settings, exceptions and owners is, such as s3://my-bucket/auditor.yaml."
  }
}

variable "config_key_arn" {
  description = "ARN of the KMS key that encrypts the configuration file. Leave empty where it is not encrypted with a key of your own."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+)?$", var.config_key_arn))
    error_message = "Expected: ARN of the KMS key that encrypts the configuration file."
  }
}

variable "audit_regions" {
  description = "Regions whose task definitions are audited, \"all\" or a comma-separated list; empty for what the configuration file says, else all. CloudTrail is read in every enabled Region whatever is chosen here."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(all|[a-z]{2,4}(-[a-z]+)+-\\d(,[a-z]{2,4}(-[a-z]+)+-\\d)*)?$", var.audit_regions))
    error_message = "Expected: Regions whose task definitions are audited, \"all\" or a comma-separated list; empty for what the configuration file says, else all."
  }
}

variable "ignore_regions" {
  description = "Enabled Regions that nobody can use, each with the reason (ap-east-1=denied by SCP p-1a2b3c4d), separated by semicolons. They are neither audited nor watched. Empty for what the configuration file says, else none."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([a-z]{2,4}(-[a-z]+)+-\\d=[^;=]{1,500}(;[a-z]{2,4}(-[a-z]+)+-\\d=[^;=]{1,500})*)?$", var.ignore_regions))
    error_message = "Expected: Enabled Regions that nobody can use, each with the reason (ap-east-1=denied by SCP p-1a2b3c4d), separated by semicolons."
  }
}

variable "families" {
  description = "Task-definition families whose roles are audited, comma-separated, where * and ? are wildcards. Several stacks with a part each divide a large account; keep families that share a role together. Empty for what the configuration file says, else all."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([A-Za-z0-9_*?-]{1,255}(,[A-Za-z0-9_*?-]{1,255})*)?$", var.families))
    error_message = "Expected: Task-definition families whose roles are audited, comma-separated, where * and ? are wildcards."
  }
}

variable "watch_task_starts" {
  description = "Whether tasks that stop for want of a permission are told as they stop, by a second, small function that ECS's events of this Region start."
  type        = bool
  default     = true
  nullable    = false
}

variable "sources" {
  description = "Where use is looked for, comma-separated. auto is the event history, IAM's last-accessed data and every trail of the account that can be read. Or by name lookup (CloudTrail's event history), trail (the log files at trail_uri), athena (one query of a table made for athena_trail_uri), last-accessed (IAM's last-accessed data, a job for each role), or none. Empty for what the configuration file says, else auto; with read_trails=none it is lookup,last-accessed."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for each in var.sources : contains(["auto", "none", "lookup", "trail", "athena", "last-accessed"], each)])
    error_message = "Give some of auto, none, lookup, trail, athena, last-accessed."
  }
}

variable "read_trails" {
  description = "auto lets the function read the log files of this account wherever its trails and its organization's deliver them to a bucket of this account, and decrypt them. none does not; then only what trail_uri and athena_trail_uri name is read."
  type        = string
  default     = "auto"
  nullable    = false

  validation {
    condition     = contains(["auto", "none"], var.read_trails)
    error_message = "Give one of auto, none."
  }
}

variable "trail_uri" {
  description = "Where a trail delivers its log files that auto does not find or may not read, such as an organization's in the bucket of another account, s3://my-trail-bucket/my-prefix. Needed when trail is among Sources, and allowed beside auto."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_./-]*)?)?$", var.trail_uri))
    error_message = "Expected: Where a trail delivers its log files that auto does not find or may not read, such as an organization's in the bucket of another account, s3://my-trail-bucket/my-prefix."
  }
}

variable "second_trail_uri" {
  description = "Where another trail delivers, such as one for data events. Coverage adds up. Allowed only beside trail_uri."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_./-]*)?)?$", var.second_trail_uri))
    error_message = "Expected: Where another trail delivers, such as one for data events."
  }
}

variable "athena_trail_uri" {
  description = "Where a trail of this account delivers its log files, without a slash at the end, such as s3://my-trail-bucket/my-prefix. A table and a workgroup are made for it. Needed when athena is among Sources; beside auto it is asked where there are more log files than one run reads."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_./-]*[A-Za-z0-9_.-])?)?$", var.athena_trail_uri))
    error_message = "Expected: Where a trail of this account delivers its log files, without a slash at the end, such as s3://my-trail-bucket/my-prefix."
  }
}

variable "athena_scan_limit" {
  description = "A query that would scan more bytes than this is stopped. Athena bills by the bytes scanned."
  type        = number
  default     = 107374182400
  nullable    = false

  validation {
    condition     = var.athena_scan_limit >= 10000000
    error_message = "Give 10000000 or more."
  }
}

variable "trail_key_arn" {
  description = "ARN of the KMS key that encrypts the trail's log files, or several separated by commas. Leave empty where they are not encrypted with one."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for each in var.trail_key_arn : can(regex("^(arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+)?$", each))])
    error_message = "Expected: ARN of the KMS key that encrypts the trail's log files, or several separated by commas."
  }
}

variable "catalog_refresh" {
  description = "weekly renews the catalogue of IAM actions from AWS's public service reference (servicereference.us-east-1.amazonaws.com) and keeps it in the bucket. Choose none where the function has no way to the internet; the catalogue that came with the program is used then."
  type        = string
  default     = "weekly"
  nullable    = false

  validation {
    condition     = contains(["weekly", "none"], var.catalog_refresh)
    error_message = "Give one of weekly, none."
  }
}

variable "lookback" {
  description = "How far back use is looked for. CloudTrail's event history holds 90 days. Empty for what the configuration file says, else 90d."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(\\d{1,5}[dhm])?$", var.lookback))
    error_message = "Expected: How far back use is looked for."
  }
}

variable "min_age" {
  description = "A role or grant younger than this is never called unused. Empty for what the configuration file says, else 45d."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(\\d{1,5}[dhm])?$", var.min_age))
    error_message = "Expected: A role or grant younger than this is never called unused."
  }
}

variable "min_watched" {
  description = "Nothing watched for less than this is called unused. Longer than your rarest job's interval is wise. Empty for what the configuration file says, else 45d."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(\\d{1,5}[dhm])?$", var.min_watched))
    error_message = "Expected: Nothing watched for less than this is called unused."
  }
}

variable "refresh" {
  description = "An unchanged finding is imported again after this long, at most 80d. Security Hub bills ingestion by the finding. Empty for what the configuration file says, else 30d."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(\\d{1,5}[dhm])?$", var.refresh))
    error_message = "Expected: An unchanged finding is imported again after this long, at most 80d."
  }
}

variable "publish_to_security_hub" {
  description = "Write findings to AWS Security Hub CSPM of this account and Region (it must be enabled)."
  type        = bool
  default     = true
  nullable    = false
}

variable "slack_webhook_secret_arn" {
  description = "ARN of the Secrets Manager secret that holds the Slack incoming-webhook URL. Leave empty for none."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[A-Za-z0-9/_+=.@!-]+)?$", var.slack_webhook_secret_arn))
    error_message = "Expected: ARN of the Secrets Manager secret that holds the Slack incoming-webhook URL."
  }
}

variable "slack_webhook_parameter_name" {
  description = "Or the name of the SSM SecureString parameter (encrypted with aws/ssm) that holds it, such as /ecs-role-auditor/slack-webhook."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(/[A-Za-z0-9_./-]+)?$", var.slack_webhook_parameter_name))
    error_message = "Expected: Or the name of the SSM SecureString parameter (encrypted with aws/ssm) that holds it, such as /ecs-role-auditor/slack-webhook."
  }
}

variable "slack_token_secret_arn" {
  description = "In place of a webhook, ARN of the Secrets Manager secret that holds the token of a Slack bot (scope chat:write). It posts to slack_channel_id, and each owner's details in a thread."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[A-Za-z0-9/_+=.@!-]+)?$", var.slack_token_secret_arn))
    error_message = "Expected: In place of a webhook, ARN of the Secrets Manager secret that holds the token of a Slack bot (scope chat:write)."
  }
}

variable "slack_token_parameter_name" {
  description = "Or the name of the SSM SecureString parameter (encrypted with aws/ssm) that holds it, such as /ecs-role-auditor/slack-token."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(/[A-Za-z0-9_./-]+)?$", var.slack_token_parameter_name))
    error_message = "Expected: Or the name of the SSM SecureString parameter (encrypted with aws/ssm) that holds it, such as /ecs-role-auditor/slack-token."
  }
}

variable "slack_channel_id" {
  description = "Id of the channel that the bot posts to, such as C0123456789; the bot must be a member. Needed, and allowed, only with a token."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([CG][A-Z0-9]{6,20})?$", var.slack_channel_id))
    error_message = "Expected: Id of the channel that the bot posts to, such as C0123456789; the bot must be a member."
  }
}

variable "slack_key_arn" {
  description = "ARN of the KMS key that encrypts the secret or parameter above. Leave empty where it is AWS's own (aws/secretsmanager, aws/ssm)."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+)?$", var.slack_key_arn))
    error_message = "Expected: ARN of the KMS key that encrypts the secret or parameter above."
  }
}

variable "sns_topic_arn" {
  description = "ARN of a standard SNS topic that is told, too. Leave empty for none."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256})?$", var.sns_topic_arn))
    error_message = "Expected: ARN of a standard SNS topic that is told, too."
  }
}

variable "sns_format" {
  description = "What the topic gets, text for e-mail, or the custom notification of Amazon Q Developer in chat applications. Empty for what the configuration file says, else text."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = contains(["", "text", "amazon-q"], var.sns_format)
    error_message = "Give one of text, amazon-q."
  }
}

variable "sns_key_arn" {
  description = "ARN of the KMS key that encrypts the topic. Leave empty where it is not encrypted with a key of your own."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+)?$", var.sns_key_arn))
    error_message = "Expected: ARN of the KMS key that encrypts the topic."
  }
}

variable "quiet_nights" {
  description = "Nights on which a message may wait, weekends, unchanged or both, or never. Incomplete runs, and what is CRITICAL or HIGH and new, are told all the same. Empty for what the configuration file says, else never."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(never|(weekends|unchanged)(,(weekends|unchanged))*)?$", var.quiet_nights))
    error_message = "Expected: Nights on which a message may wait, weekends, unchanged or both, or never."
  }
}

variable "bucket_name" {
  description = "Name of an existing bucket of this Region for reports, the ledger and Athena's answers. Leave empty to have a private, versioned one made, which stays when the stack is deleted."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$", var.bucket_name))
    error_message = "Expected: Name of an existing bucket of this Region for reports, the ledger and Athena's answers."
  }
}

variable "bucket_prefix" {
  description = "Where in the bucket, ending in a slash, such as ecs-role-auditor/."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([A-Za-z0-9_.-]+/)*$", var.bucket_prefix))
    error_message = "Expected: Where in the bucket, ending in a slash, such as ecs-role-auditor/."
  }
}

variable "bucket_key_arn" {
  description = "ARN of the KMS key that encrypts the bucket, the one that is made or an existing one. Leave empty for S3's own encryption."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+)?$", var.bucket_key_arn))
    error_message = "Expected: ARN of the KMS key that encrypts the bucket, the one that is made or an existing one."
  }
}

variable "break_glass_principal_arn" {
  description = "ARN of a role or user, in which * and ? are wildcards, that may write and delete the ledger and the catalogue in the bucket that is made, too. Leave empty, and only the function's role may."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:(iam|sts)::\\d{12}:(role|user|assumed-role)/[A-Za-z0-9_+=,.@/*?-]+)?$", var.break_glass_principal_arn))
    error_message = "Expected: ARN of a role or user, in which * and ? are wildcards, that may write and delete the ledger and the catalogue in the bucket that is made, too."
  }
}

variable "make_ledger_key" {
  description = "Whether a KMS key is made that signs the ledger, so that what others change in it or put back is noticed. AWS bills a key by the month. A ledger that was not signed before is not used any more."
  type        = bool
  default     = false
  nullable    = false
}

variable "ledger_key_arn" {
  description = "Or the ARN of a KMS key of yours of the kind HMAC_256 that signs it. Nobody else should be allowed kms:GenerateMac with it."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+)?$", var.ledger_key_arn))
    error_message = "Expected: Or the ARN of a KMS key of yours of the kind HMAC_256 that signs it."
  }
}

variable "alarm_topic_arn" {
  description = "ARN of an SNS topic that the alarms notify. Where it is empty, they notify sns_topic_arn, if that is a topic of this account and Region without a key of your own, else the function hands them on to Slack or the topic."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:.+)?$", var.alarm_topic_arn))
    error_message = "Expected: ARN of an SNS topic that the alarms notify."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds every role of the module. It must allow what the module grants them."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:iam::(\\d{12}|aws):policy/[A-Za-z0-9_+=,.@/-]+)?$", var.permissions_boundary_arn))
    error_message = "Expected: ARN of the policy that bounds every role of the module."
  }
}

variable "role_path" {
  description = "Path of every role and managed policy of the module, such as /audit/."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([A-Za-z0-9_+=,.@-]+/)*$", var.role_path))
    error_message = "Expected: Path of every role and managed policy of the module, such as /audit/."
  }
}

variable "subnet_ids" {
  description = "Ids of subnets of a VPC that the functions run in, where your organization asks for one. Every service that they call must be reached from there. Leave empty for none."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for each in var.subnet_ids : can(regex("^subnet-[0-9a-f]{8,17}$", each))])
    error_message = "Expected: Ids of subnets, such as subnet-0123456789abcdef0."
  }
}

variable "security_group_ids" {
  description = "Ids of security groups of that VPC for them, which let out TCP 443. Needed, and allowed, only with subnet_ids."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for each in var.security_group_ids : can(regex("^sg-[0-9a-f]{8,17}$", each))])
    error_message = "Expected: Ids of security groups, such as sg-0123456789abcdef0."
  }
}

variable "memory_size" {
  description = "Memory of the function in MB; 1769 MB is one full vCPU."
  type        = number
  default     = 1769
  nullable    = false

  validation {
    condition     = var.memory_size >= 512 && var.memory_size <= 10240
    error_message = "Give a number from 512 to 10240."
  }
}

variable "log_level" {
  description = "What the function logs, and more serious things."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN", "ERROR"], var.log_level)
    error_message = "Give one of DEBUG, INFO, WARN, ERROR."
  }
}

variable "log_retention_days" {
  description = "How long the function's log is kept, in days."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827], var.log_retention_days)
    error_message = "Give one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827."
  }
}

variable "log_key_arn" {
  description = "ARN of the KMS key that encrypts the function's log group. Its key policy must allow CloudWatch Logs of this Region. Leave empty for CloudWatch's own encryption."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+)?$", var.log_key_arn))
    error_message = "Expected: ARN of the KMS key that encrypts the function's log group."
  }
}

variable "queue_key_arn" {
  description = "ARN of the KMS key that encrypts the dead-letter queue, which holds the events of runs that failed. Leave empty for the encryption that SQS manages."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+)?$", var.queue_key_arn))
    error_message = "Expected: ARN of the KMS key that encrypts the dead-letter queue, which holds the events of runs that failed."
  }
}

variable "report_retention_days" {
  description = "Reports older than this many days are deleted, in the bucket that is made. In an existing one its own lifecycle rules say so."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = var.report_retention_days >= 1
    error_message = "Give 1 or more."
  }
}

variable "name" {
  description = "What the stack's name is to CloudFormation: names of resources begin with it. Two audits of one account and Region need different ones."
  type        = string
  default     = "ecs-role-auditor"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z][a-zA-Z0-9-]{0,40}$", var.name))
    error_message = "Give letters, digits and hyphens, at most 41, a letter first."
  }
}

variable "package" {
  description = "Path of the zip file with the function: lambda.zip of a release, or what `npm run build` puts into dist/lambda, zipped."
  type        = string
  nullable    = false
}
