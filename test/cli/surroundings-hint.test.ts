import { expect, test } from 'vitest';
import { surroundingsHint } from '../../src/cli/surroundings-hint.ts';

const refused = new Error('No answer (ECONNREFUSED)', {
  cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
});
const noCredentials = new Error('No AWS credentials; set AWS_PROFILE');
const environment = { AWS_PROFILE: 'nosuch', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };

test.each([
  ['the endpoint that did not answer', refused, environment, ' (AWS_ENDPOINT_URL is "http://127.0.0.1:9")'],
  [
    'the endpoint of STS before that of every service',
    refused,
    { ...environment, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:10' },
    ' (AWS_ENDPOINT_URL_STS is "http://127.0.0.1:10")',
  ],
  ['the profile that gave no credentials', noCredentials, environment, ' (AWS_PROFILE is "nosuch")'],
  ['nothing where nothing is configured', noCredentials, { AWS_PROFILE: '' }, ''],
  ['nothing of a failure that is not about AWS', new Error('Cannot read policy "x"'), environment, ''],
  ['nothing of what is no error', 'text', environment, ''],
])('names %s', (_name, error, given, hint) => {
  expect(surroundingsHint(error, given)).toBe(hint);
});
