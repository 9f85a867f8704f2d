output "function_name" {
  description = "Run it by hand: aws lambda invoke --function-name NAME --payload '{\"detail\":{\"dryRun\":true}}' …, as docs/deploying.md has it."
  value       = aws_lambda_function.audit_function.function_name
}

output "dry_run_with_cli2" {
  description = "A run that publishes, stores and sends nothing, with AWS CLI 2."
  value       = "aws lambda invoke --region ${local.region} --function-name ${aws_lambda_function.audit_function.function_name} --cli-binary-format raw-in-base64-out --payload '{\"detail\":{\"dryRun\":true}}' --cli-read-timeout 900 /dev/stdout"
}

output "dry_run_with_cli1" {
  description = "The same with AWS CLI 1."
  value       = "aws lambda invoke --region ${local.region} --function-name ${aws_lambda_function.audit_function.function_name} --payload '{\"detail\":{\"dryRun\":true}}' --cli-read-timeout 900 /dev/stdout"
}

output "role_arn" {
  description = "The role that the function runs as, such as for the policy of a trail's bucket or of a key."
  value       = aws_iam_role.audit_role.arn
}

output "state_bucket_name" {
  description = "Reports are below reports/, what is kept from night to night below ledger/, both behind bucket_prefix."
  value       = local.bucket
}

output "schedule_state" {
  description = "ENABLED, or DISABLED where no audit begins by itself."
  value       = var.schedule_state
}

output "schedule_arn" {
  description = "The schedule that starts the audit."
  value       = aws_scheduler_schedule.audit_schedule.arn
}

output "dead_letter_queue_url" {
  description = "Audits that could not be started, or failed for good. It should be empty."
  value       = aws_sqs_queue.dead_letter_queue.url
}
