import { expect, test } from 'vitest';
import { endpointProblem, environmentHint } from '../../src/cli/environment-hint.ts';

const refused = new Error('No answer (ECONNREFUSED)', {
  cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
});
const environment = { AWS_PROFILE: 'nosuch', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };

test.each([
  ['the endpoint that did not answer', refused, environment, ' (AWS_ENDPOINT_URL is "http://127.0.0.1:9")'],
  [
    'the endpoint of STS before that of every service',
    refused,
    { ...environment, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:10' },
    ' (AWS_ENDPOINT_URL_STS is "http://127.0.0.1:10")',
  ],
  [
    'the Region that another program would have read',
    new Error('Cannot choose an AWS Region: none is configured. Set AWS_REGION'),
    { AWS_DEFAULT_REGION: 'eu-west-1' },
    ' (AWS_DEFAULT_REGION is "eu-west-1", which the AWS CLI reads and the AWS SDK does not: export AWS_REGION=eu-west-1)',
  ],
  ['nothing of a failure that is not about AWS', new Error('Cannot read policy "x"'), environment, ''],
  ['nothing of what is no error', 'text', environment, ''],
])('names %s', (_name, error, given, hint) => {
  expect(environmentHint(error, given)).toBe(hint);
});

test.each([
  ['localhost:4566', 'Cannot call AWS at AWS_ENDPOINT_URL, which is "localhost:4566": expected a URL such as'],
  ['127.0.0.1:4566', 'expected a URL'],
  ['http://', 'expected a URL'],
])('an endpoint that is no URL is refused: %s', (value, message) => {
  expect(endpointProblem({ AWS_ENDPOINT_URL: value })).toContain(message);
});

test.each([
  {},
  { AWS_ENDPOINT_URL: '' },
  { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
  { AWS_ENDPOINT_URL_S3: 'https://s3.example.com/path' },
])('an endpoint that is a URL, or none, is not: %j', (environment) => {
  expect(endpointProblem(environment)).toBeUndefined();
});
