import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/parse-config-file.ts';

const given = (text: string) => readConfig({ AUDITOR_IGNORE_REGIONS: text }).audit.ignoreRegions;

describe('ignoreRegions', () => {
  test('is Regions with reasons, which may hold commas and equals signs', () => {
    expect(given('ap-east-1=denied by p-1, as of 2026; me-south-1 = a=b;')).toEqual([
      { region: 'ap-east-1', reason: 'denied by p-1, as of 2026' },
      { region: 'me-south-1', reason: 'a=b' },
    ]);
    expect(readConfig({}).audit).not.toHaveProperty('ignoreRegions');
  });

  test('is a map in the configuration file', () => {
    const text = 'version: 1\nignoreRegions:\n  ap-east-1: denied, by p-1; for all\n  me-south-1: closed\n';
    const file = parseConfigFile(text, { name: 'auditor.yaml', now: 0 });
    expect(readConfig({}, file).audit.ignoreRegions).toEqual([
      { region: 'ap-east-1', reason: 'denied, by p-1; for all' },
      { region: 'me-south-1', reason: 'closed' },
    ]);
  });

  test.each([
    ['ap-east-1', /expected REGION=REASON/],
    ['Hong Kong=closed', /expected REGION=REASON/],
    ['ap-east-1= ', /expected the reason why nobody can use ap-east-1/],
    ['us-east-1=denied', /us-east-1 cannot be ignored: calls to services without Regions are recorded there/],
    ['us-west-2=denied', /us-west-2 cannot be ignored/],
    ['us-east-2=denied', /us-east-2 cannot be ignored/],
  ])('refuses "%s" with what would be right', (text, message) => {
    expect(() => given(text)).toThrow(message);
  });

  test('refuses a Region that is to be audited', () => {
    const environment = { AUDITOR_IGNORE_REGIONS: 'ap-east-1=closed', AUDITOR_REGIONS: 'ap-east-1,us-east-1' };
    expect(() => readConfig(environment)).toThrow(
      /AUDITOR_IGNORE_REGIONS names ap-east-1, which AUDITOR_REGIONS has audited/,
    );
  });
});
