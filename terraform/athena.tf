locals {
  trail_database  = join("", aws_glue_catalog_database.trail_database[*].name)
  trail_table     = join("", aws_glue_catalog_table.trail_table[*].name)
  trail_workgroup = join("", aws_athena_workgroup.trail_workgroup[*].name)

  # CloudTrail's records as Athena reads them.
  trail_columns = [
    ["eventversion", "string"],
    ["useridentity", "struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>>>"],
    ["eventtime", "string"],
    ["eventsource", "string"],
    ["eventname", "string"],
    ["awsregion", "string"],
    ["sourceipaddress", "string"],
    ["useragent", "string"],
    ["errorcode", "string"],
    ["errormessage", "string"],
    ["requestparameters", "string"],
    ["responseelements", "string"],
    ["additionaleventdata", "string"],
    ["requestid", "string"],
    ["eventid", "string"],
    ["readonly", "string"],
    ["resources", "array<struct<arn:string,accountid:string,type:string>>"],
    ["eventtype", "string"],
    ["apiversion", "string"],
    ["recipientaccountid", "string"],
    ["serviceeventdetails", "string"],
    ["sharedeventid", "string"],
    ["vpcendpointid", "string"],
    ["eventcategory", "string"],
  ]
}

resource "aws_glue_catalog_database" "trail_database" {
  count = local.has_athena ? 1 : 0
  # Of names a database takes small letters, digits and underscores.
  name        = replace(lower(var.name), "-", "_")
  description = "The trail that ecs-role-auditor asks by Athena."
}

# Partitions are projected: none can be missing, and a query reads only the Regions and days that it names.
resource "aws_glue_catalog_table" "trail_table" {
  count         = local.has_athena ? 1 : 0
  name          = "cloudtrail"
  database_name = local.trail_database
  table_type    = "EXTERNAL_TABLE"

  partition_keys {
    name = "region"
    type = "string"
  }
  partition_keys {
    name = "timestamp"
    type = "string"
  }

  parameters = {
    "classification"                     = "cloudtrail"
    "projection.enabled"                 = "true"
    "projection.region.type"             = "injected"
    "projection.timestamp.type"          = "date"
    "projection.timestamp.format"        = "yyyy/MM/dd"
    "projection.timestamp.interval"      = "1"
    "projection.timestamp.interval.unit" = "DAYS"
    "projection.timestamp.range"         = "2020/01/01,NOW"
    "storage.location.template"          = "${var.athena_trail_uri}/AWSLogs/${local.account}/CloudTrail/$${region}/$${timestamp}"
  }

  storage_descriptor {
    location      = "${var.athena_trail_uri}/AWSLogs/${local.account}/CloudTrail/"
    input_format  = "com.amazon.emr.cloudtrail.CloudTrailInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"

    ser_de_info {
      serialization_library = "org.apache.hive.hcatalog.data.JsonSerDe"
    }

    dynamic "columns" {
      for_each = local.trail_columns
      content {
        name = columns.value[0]
        type = columns.value[1]
      }
    }
  }
}

resource "aws_athena_workgroup" "trail_workgroup" {
  count         = local.has_athena ? 1 : 0
  name          = "${var.name}-trail"
  description   = "Runs the one query of ecs-role-auditor, up to a limit of bytes scanned."
  force_destroy = true

  configuration {
    enforce_workgroup_configuration = true
    bytes_scanned_cutoff_per_query  = var.athena_scan_limit

    engine_version {
      selected_engine_version = "Athena engine version 3"
    }

    result_configuration {
      output_location = "s3://${local.bucket}/${var.bucket_prefix}athena/"

      encryption_configuration {
        encryption_option = var.bucket_key_arn == "" ? "SSE_S3" : "SSE_KMS"
        kms_key_arn       = var.bucket_key_arn == "" ? null : var.bucket_key_arn
      }
    }
  }
}
