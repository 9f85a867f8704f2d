import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a mirror of Terraform's registry may lie: there is no other way to a provider without the internet. */
export const PROVIDERS = '/opt/tf-plugins';
const AWS_PROVIDER = join(PROVIDERS, 'registry.terraform.io/hashicorp/aws');

/** The version of the AWS provider that is installed, if there is one. */
export const [providerVersion] = existsSync(AWS_PROVIDER) ? readdirSync(AWS_PROVIDER).sort().reverse() : [];

/** Whether terraform is there; prints the reason for skipping where it, or its provider, is not. */
export function terraformInstalled(): boolean {
  const found = spawnSync('terraform', ['version']).status === 0;
  if (!found) console.log('skipped: terraform is not installed');
  else if (providerVersion === undefined)
    console.log(`skipped: no AWS provider in ${PROVIDERS}; terraform fmt alone was asked`);
  return found;
}

/** What `terraform validate` says of texts, each a module of its own, with the AWS provider that is installed. */
export function terraformValidate(texts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'auditor-validate-'));
  try {
    for (const [index, text] of texts.entries()) {
      mkdirSync(join(folder, `m${index}`));
      writeFileSync(join(folder, `m${index}`, 'main.tf'), text);
    }
    const modules = texts.map((_, index) => `module "m${index}" {\n  source = "./m${index}"\n}\n`);
    writeFileSync(join(folder, 'main.tf'), modules.join('\n'));
    const terraform = (...args: readonly string[]): string => {
      const { stdout, stderr } = spawnSync('terraform', args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
      return `${stdout}${stderr}`;
    };
    const begun = terraform('init', '-input=false', '-no-color', `-plugin-dir=${PROVIDERS}`);
    return `${/successfully initialized/.test(begun) ? '' : begun}${terraform('validate', '-no-color')}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
