import { spawnSync } from 'node:child_process';
import type { Template } from './cloudformation.ts';

/** AWS's own implementation of the SAM transform, as CloudFormation runs it; the code's place is what `sam package` puts in. */
const TRANSLATE = `
import json, sys
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

class NoManagedPolicies:
    def load(self):
        return {}

template = yaml_parse(sys.stdin.read())
template.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
for resource in template["Resources"].values():
    if resource["Type"] == "AWS::Serverless::Function":
        resource["Properties"]["CodeUri"] = "s3://bucket/key"
    if resource["Type"] == "AWS::Serverless::StateMachine":
        resource["Properties"]["DefinitionUri"] = "s3://bucket/definition"
json.dump(transform(template, {}, NoManagedPolicies()), sys.stdout)
`;

function python(
  script: string,
  input = '',
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const env = { ...process.env, AWS_DEFAULT_REGION: 'eu-west-1' };
  return spawnSync('python3', ['-c', script], { encoding: 'utf8', input, env });
}

/** True where Python has `samtranslator` (cfn-lint brings it along). Prints the reason for skipping where it has not. */
export function canTranslate(): boolean {
  const found = python('import samtranslator').status === 0;
  if (!found) console.log('skipped: Python has no module samtranslator; pip install aws-sam-translator');
  return found;
}

/** A SAM template as CloudFormation gets it. Throws what the transform says of a template that it cannot read. */
export function translatedTemplate(text: string): Template {
  const { status, stdout, stderr } = python(TRANSLATE, text);
  if (status !== 0) throw new Error(`Cannot translate the template: ${stderr}`);
  return JSON.parse(stdout) as Template;
}
