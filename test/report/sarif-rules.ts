import type { SarifLog } from '../../src/report/sarif/sarif-types.ts';

/**
 * What SARIF 2.1.0 and GitHub's code scanning ("SARIF support for code scanning") ask of a log, as far as the audit uses them;
 * each breach is a sentence.
 */
export function sarifProblems(log: SarifLog): readonly string[] {
  const problems: string[] = [];
  const check = (good: boolean, problem: string): void => {
    if (!good) problems.push(problem);
  };
  check(log.version === '2.1.0', 'version is 2.1.0');
  check(/^https:\/\/.*sarif-schema-2\.1\.0\.json$/.test(log.$schema), '$schema names version 2.1.0');
  for (const run of log.runs) {
    const { driver } = run.tool;
    check(driver.name.length > 0, 'tool.driver.name is required');
    check(/^\d+\.\d+\.\d+/.test(driver.semanticVersion), 'semanticVersion is a semantic version');
    check(/^[^/]+\/\d{12}\/$/.test(run.automationDetails.id), 'automationDetails.id is CATEGORY/');
    check(run.results.length <= 25_000, 'at most 25,000 results');
    check(new Set(driver.rules.map(({ id }) => id)).size === driver.rules.length, 'rule ids are unique');
    for (const rule of driver.rules) {
      check(/^[A-Z][A-Za-z]+$/.test(rule.name) && rule.name.length <= 255, `name of ${rule.id} is one identifier`);
      check(isText(rule.shortDescription.text, 1_024), `shortDescription of ${rule.id} has at most 1,024 characters`);
      check(isText(rule.fullDescription.text, 1_024), `fullDescription of ${rule.id} has at most 1,024 characters`);
      check(isText(rule.help.text) && isText(rule.help.markdown), `help of ${rule.id} has text beside its Markdown`);
      check(URL.canParse(rule.helpUri), `helpUri of ${rule.id} is absolute`);
      check(rule.properties.tags.length <= 20, `${rule.id} has at most 20 tags`);
      check(new Set(rule.properties.tags).size === rule.properties.tags.length, `tags of ${rule.id} are unique`);
      const severity = rule.properties['security-severity'];
      check(severity === undefined || (Number(severity) > 0 && Number(severity) <= 10), `${rule.id} is within 10.0`);
    }
    for (const { startTimeUtc, endTimeUtc, toolExecutionNotifications, executionSuccessful } of run.invocations) {
      for (const time of [startTimeUtc, endTimeUtc].filter((each) => each !== undefined)) {
        check(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(time), `${time} is a time in UTC`);
      }
      check(executionSuccessful || toolExecutionNotifications.length > 0, 'what failed is said');
      for (const { message } of toolExecutionNotifications) check(isText(message.text), 'a notification has a text');
    }
    const prints = run.results.map(({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash']);
    check(new Set(prints).size === prints.length, 'no two results share a fingerprint');
    for (const result of run.results) {
      const name = `${result.ruleId} of ${String(result.properties['role'])}`;
      check(driver.rules[result.ruleIndex]?.id === result.ruleId, `ruleIndex of ${name} is that of its rule`);
      check(['none', 'note', 'warning', 'error'].includes(result.level), `level of ${name} is one of SARIF's`);
      check(isText(result.message.text), `${name} has a message`);
      check(result.locations.length > 0 && result.locations.length <= 1_000, `${name} has 1 to 1,000 locations`);
      for (const { physicalLocation, logicalLocations } of result.locations) {
        const { uri } = physicalLocation.artifactLocation;
        check(/^(?:[A-Za-z0-9\-._~!$&'()*+,;=@/]|%[0-9A-F]{2})+$/.test(uri), `${uri} is a relative URI`);
        check(!uri.startsWith('/') && !uri.split('/').includes('..'), `${uri} stays in the repository`);
        check(physicalLocation.region.startLine >= 1, `${name} has a line`);
        for (const { name: short, fullyQualifiedName } of logicalLocations) {
          check(isText(short) && isText(fullyQualifiedName), `${name} has a logical location`);
        }
      }
      for (const { kind, status } of result.suppressions ?? []) {
        check(['inSource', 'external'].includes(kind), `a suppression of ${name} is of a kind`);
        check(['accepted', 'underReview', 'rejected'].includes(status), `a suppression of ${name} has a status`);
      }
    }
  }
  return problems;
}

function isText(text: string, most = Number.POSITIVE_INFINITY): boolean {
  return text.trim() !== '' && text.length <= most && text.isWellFormed();
}
