import { counted } from '../base/format.ts';
import { isRecord } from '../base/is-record.ts';
import { partitionOfRegion } from '../base/partition.ts';
import { readCloudFormation } from './cloudformation/read-template.ts';
import { isTemplate } from './cloudformation/template.ts';
import type { FileContents, FileOptions, FilePlace, FileProblem } from './file-contents.ts';
import { type ParsedDocument, parseDocument } from './parse-document.ts';
import { OPEN_ACCOUNT, OPEN_REGION } from './placeholder.ts';
import { rawDefinitions, readRawDefinitions } from './raw-definitions.ts';
import { readTerraform } from './terraform/read-terraform.ts';
import { isShowOutput } from './terraform/show-output.ts';

/** What a file came to: its contents, or why there are none. `isOther`: it was read, and is of none of the known forms. */
export type FileReading =
  | { readonly contents: FileContents }
  | { readonly problem: FileProblem; readonly isOther: boolean };

/** What a text that is none of the known forms might hold all the same, where somebody looks through a whole directory. */
const OF_INTEREST =
  /AWS::ECS::TaskDefinition|AWS::IAM::(?:Role|Policy|ManagedPolicy|RolePolicy)\b|"?containerDefinitions"?\s*:|aws_ecs_task_definition|aws_iam_role/;

/** Whether a text may be a file with task definitions or roles; what is not is passed over in directories. */
export function mayBeDefinitionFile(text: string): boolean {
  return OF_INTEREST.test(text) || (/^\s*\[/.test(text) && /"image"\s*:/.test(text));
}

/** Reads a file by what it holds: task definitions, a CloudFormation template, or what `terraform show -json` prints. */
export function readDefinitionFile(file: string, text: string, options: FileOptions): FileReading {
  const parsed = parseDocument(text);
  if ('problem' in parsed) {
    const { why, line, column } = parsed.problem;
    return { problem: { what: 'the file', why: `${why}; expected JSON or YAML`, line, column }, isOther: false };
  }
  const { document } = parsed;
  const { value } = document;
  if (isTemplate(value)) return { contents: readCloudFormation(file, document, options, placeOfTemplate(options)) };
  if (isShowOutput(value)) return { contents: readTerraform(file, document, options) };
  const raw = rawDefinitions(value);
  if (raw !== undefined) return { contents: readRawDefinitions(file, document, raw, options) };
  return { problem: { what: 'the file', why: ofNoForm(document), ...document.positionOf([]) }, isOther: true };
}

/** A template is for whatever account and Region it is deployed to. */
function placeOfTemplate({ region = OPEN_REGION, accountId = OPEN_ACCOUNT }: FileOptions): FilePlace {
  return { region, accountId, partition: partitionOfRegion(region) };
}

function ofNoForm({ value }: ParsedDocument): string {
  const found = Array.isArray(value)
    ? `a list of ${counted(value.length, 'value')}`
    : isRecord(value)
      ? 'an object without containerDefinitions, Resources or planned_values'
      : 'neither an object nor a list';
  return `found ${found}: expected a task definition as register-task-definition takes it or describe-task-definition prints it, a list of container definitions, a CloudFormation template, or the output of terraform show -json`;
}
