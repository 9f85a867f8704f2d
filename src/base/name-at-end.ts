/** What stands behind the last slash, or all of it: the name in an ARN with a path, or of what is named by either. */
export function nameAtEnd(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
