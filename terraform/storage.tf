# A bucket that holds anything is not deleted with the module: force_destroy is off.
resource "aws_s3_bucket" "state_bucket" {
  count         = local.makes_bucket ? 1 : 0
  bucket_prefix = "${substr(lower(var.name), 0, 30)}-"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state_bucket" {
  count  = local.makes_bucket ? 1 : 0
  bucket = local.bucket

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.bucket_key_arn == "" ? "AES256" : "aws:kms"
      kms_master_key_id = var.bucket_key_arn == "" ? null : var.bucket_key_arn
    }
    bucket_key_enabled = var.bucket_key_arn == "" ? null : true
  }
}

resource "aws_s3_bucket_ownership_controls" "state_bucket" {
  count  = local.makes_bucket ? 1 : 0
  bucket = local.bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "state_bucket" {
  count                   = local.makes_bucket ? 1 : 0
  bucket                  = local.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "state_bucket" {
  count  = local.makes_bucket ? 1 : 0
  bucket = local.bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "state_bucket" {
  count  = local.makes_bucket ? 1 : 0
  bucket = local.bucket

  rule {
    id     = "expire-reports"
    status = "Enabled"
    filter {
      prefix = "${var.bucket_prefix}reports/"
    }
    expiration {
      days = var.report_retention_days
    }
  }
  rule {
    id     = "expire-answers"
    status = "Enabled"
    filter {
      prefix = "${var.bucket_prefix}athena/"
    }
    expiration {
      days = 7
    }
  }
  rule {
    id     = "expire-task-starts"
    status = "Enabled"
    filter {
      prefix = "${var.bucket_prefix}task-starts/"
    }
    expiration {
      days = 30
    }
  }
  rule {
    id     = "expire-old-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.state_bucket]
}

resource "aws_s3_bucket_policy" "state_bucket_policy" {
  count  = local.makes_bucket ? 1 : 0
  bucket = local.bucket

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [one(aws_s3_bucket.state_bucket[*].arn), "${one(aws_s3_bucket.state_bucket[*].arn)}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # Whoever may write any object of the account could otherwise make the audit forget what was used.
      {
        Sid       = "OnlyTheAuditorWritesWhatItGoesBy"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:ReplicateDelete", "s3:ReplicateObject"]
        Resource = [
          "${one(aws_s3_bucket.state_bucket[*].arn)}/${var.bucket_prefix}ledger/*",
          "${one(aws_s3_bucket.state_bucket[*].arn)}/${var.bucket_prefix}catalog/*",
        ]
        Condition = {
          ArnNotLike = { "aws:PrincipalArn" = compact([aws_iam_role.audit_role.arn, var.break_glass_principal_arn]) }
        }
      },
      ], !var.watch_task_starts ? [] : [
      {
        Sid       = "OnlyTheWatchWritesWhatItTold"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:ReplicateDelete", "s3:ReplicateObject"]
        Resource  = "${one(aws_s3_bucket.state_bucket[*].arn)}/${var.bucket_prefix}task-starts/*"
        Condition = {
          ArnNotLike = { "aws:PrincipalArn" = compact([one(aws_iam_role.task_stopped_role[*].arn), var.break_glass_principal_arn]) }
        }
      },
    ])
  })
}

# The account's administrators may look after the key, and give nobody else the right to sign with it.
resource "aws_kms_key" "ledger_key" {
  count                    = var.make_ledger_key ? 1 : 0
  description              = "Signs the ledger of ecs-role-auditor."
  customer_master_key_spec = "HMAC_256"
  key_usage                = "GENERATE_VERIFY_MAC"
  deletion_window_in_days  = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AdministerKey"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action = [
          "kms:CancelKeyDeletion",
          "kms:DescribeKey",
          "kms:DisableKey",
          "kms:EnableKey",
          "kms:GetKeyPolicy",
          "kms:GetKeyRotationStatus",
          "kms:ListGrants",
          "kms:ListKeyPolicies",
          "kms:ListResourceTags",
          "kms:PutKeyPolicy",
          "kms:RetireGrant",
          "kms:RevokeGrant",
          "kms:ScheduleKeyDeletion",
          "kms:TagResource",
          "kms:UntagResource",
          "kms:UpdateKeyDescription",
        ]
        Resource = "*"
      },
      {
        Sid       = "SignLedger"
        Effect    = "Allow"
        Principal = { AWS = aws_iam_role.audit_role.arn }
        Action    = ["kms:GenerateMac", "kms:VerifyMac"]
        Resource  = "*"
        Condition = { StringEquals = { "kms:MacAlgorithm" = "HMAC_SHA_256" } }
      },
    ]
  })
}
