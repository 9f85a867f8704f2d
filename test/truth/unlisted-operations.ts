/**
 * Calls that AWS documents with the permission they ask for, that are no operation of its lists, and of which it does not say that CloudTrail
 * records them: queries in PromQL, and chat completions in the form of OpenAI's API.
 */
export const UNLISTED_OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  'cloudwatch:QueryMetrics': ['cloudwatch:GetMetricData'],
  'cloudwatch:GetSeries': ['cloudwatch:ListMetrics'],
  'bedrock:ChatCompletions': ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
};
