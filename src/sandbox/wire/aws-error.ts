/** What an AWS service answers instead of a result. Each protocol writes it in its own shape. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Sent as the Retry-After header where set. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, message: string, status = 400, retryAfterSeconds?: number) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
