import { describe, expect, it } from 'vitest';
import { NOT_SHOWN, storedReference } from '../../src/ecs/stored-reference.ts';

describe('storedReference()', () => {
  it.each([
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf:password::',
    'arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter/prod/db',
    'db-password',
    '/prod/orders/db-password',
    'prod.orders_db-PASSWORD.2024',
    'OrdersServiceDatabasePassword2024Prod',
    'db-password:3',
    '/aws/reference/secretsmanager/prod/db+key=1@x',
    '/builds/1a2b3c4d5e6f7a8b9c0d/token',
    '',
  ])('keeps %j', (value) => {
    expect(storedReference(value, 'ssm')).toBe(value);
  });

  it.each([
    'P@ssw0rd!',
    'correct horse battery staple',
    '{"username":"admin","password":"hunter2"}',
    'postgres://app:hunter2@db.internal/orders',
    'https://hooks.slack.com/services/T0/B0/abc',
    'xoxb-123-456-abc',
    'AKIAIOSFODNN7EXAMPLE',
    'ghp_abcdefghijklmnopqrst0123',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY+=',
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    '0f8fad5b-d9cb-469f-a165-70867728950e',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
    '9f86d081884c7d659a2feaa0c55ad015',
    '-----BEGIN PRIVATE KEY-----\nMIIE',
    'name\nother',
    'arn:aws:ssm:eu-west-1:123456789012:parameter/db hunter2',
  ])('does not pass on %j', (value) => {
    expect(storedReference(value, 'ssm')).toBe(NOT_SHOWN);
  });

  it('takes the names of secrets where those are looked up', () => {
    expect(storedReference('prod/registry+login=1@x', 'secretsmanager')).toBe('prod/registry+login=1@x');
    expect(storedReference('user:password', 'secretsmanager')).toBe(NOT_SHOWN);
  });
});
