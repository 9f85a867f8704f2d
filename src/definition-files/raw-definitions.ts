import { isRecord } from '../base/is-record.ts';
import type { DocumentPath } from './document-path.ts';
import { pathOfField } from './document-path.ts';
import type { FileContents, FileDefinition, FileOptions, FileProblem } from './file-contents.ts';
import { inferPlace } from './infer-place.ts';
import { makeDefinition } from './make-definition.ts';
import type { ParsedDocument } from './parse-document.ts';

/** A task definition within a document, and the path that leads to it. */
interface RawDefinition {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly path: DocumentPath;
}

/**
 * The task definitions of a JSON document: as `register-task-definition` takes one, as `describe-task-definition` answers, several of
 * either in a list, or the array of container definitions alone. Undefined where it is none of these.
 */
export function rawDefinitions(value: unknown): readonly RawDefinition[] | undefined {
  const one = rawDefinition(value, []);
  if (one !== undefined) return [one];
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.every((item) => isRecord(item) && typeof item['image'] === 'string')) {
    return [{ raw: { containerDefinitions: value }, path: [] }];
  }
  const several = value.flatMap((item, index) => rawDefinition(item, [index]) ?? []);
  return several.length === value.length ? several : undefined;
}

function rawDefinition(value: unknown, path: DocumentPath): RawDefinition | undefined {
  if (!isRecord(value)) return undefined;
  const { taskDefinition } = value;
  if (isRecord(taskDefinition) && 'containerDefinitions' in taskDefinition) {
    return { raw: taskDefinition, path: [...path, 'taskDefinition'] };
  }
  return 'containerDefinitions' in value ? { raw: value, path } : undefined;
}

/** Reads the task definitions of a document that holds nothing else. */
export function readRawDefinitions(
  file: string,
  document: ParsedDocument,
  found: readonly RawDefinition[],
  options: FileOptions,
): FileContents {
  const definitions: FileDefinition[] = [];
  const incomplete: FileProblem[] = [];
  for (const [index, { raw, path }] of found.entries()) {
    const place = inferPlace(raw, options);
    const isBare = Array.isArray(document.value) && path.length === 0;
    const pathOf = (field: string): DocumentPath =>
      isBare ? pathOfField(field).slice(1) : [...path, ...pathOfField(field)];
    const made = makeDefinition({ raw, place, fallbackFamily: nameOfFile(file), number: index + 1 });
    if (made.ok) {
      definitions.push({
        ...made.value,
        place,
        execEnabled: raw['enableExecuteCommand'] === true,
        launchedOn: launchedOn(made.value.definition.requiresCompatibilities, options),
        positionOf: (field) => document.positionOf(pathOf(field)),
      });
    } else {
      const field = /^(\S+) is /.exec(made.problem)?.[1] ?? '';
      incomplete.push({ what: 'the task definition', why: made.problem, ...document.positionOf(pathOf(field)) });
    }
  }
  return { file, form: 'task-definition', definitions, roles: [], incomplete };
}

/** What the user says where the definition says nothing. */
export function launchedOn(stated: readonly unknown[], { launchType }: FileOptions): FileDefinition['launchedOn'] {
  return stated.length > 0 || launchType === undefined ? [] : [launchType];
}

/** `deploy/my-app.json` → `my-app`. */
function nameOfFile(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/(?:\.template)?\.(?:json|ya?ml)$/i, '') || 'task';
}
