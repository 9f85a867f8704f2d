import type { AccountId } from '../base/account-id.ts';
import type { Region } from '../base/region.ts';
import type { LaunchType } from '../ecs/launch-type.ts';
import type { RequiredPermission } from '../ecs/role-use.ts';
import type { TaskDefinition } from '../ecs/task-definition.ts';
import type { Role } from '../iam/role.ts';
import type { Position } from './document-path.ts';

/** What the user says where a file leaves it open. */
export interface FileOptions {
  readonly region?: Region;
  readonly accountId?: AccountId;
  readonly launchType?: LaunchType;
}

/** Where the definitions and roles of a file are, or will be. */
export interface FilePlace {
  readonly region: Region;
  readonly accountId: AccountId;
  readonly partition: string;
}

/** A task definition of a file. */
export interface FileDefinition {
  readonly definition: TaskDefinition;
  readonly place: FilePlace;
  /** Fields whose values are wholly open: what they need is possible only. */
  readonly openFields: ReadonlySet<string>;
  readonly execEnabled: boolean;
  readonly launchedOn: readonly LaunchType[];
  /** Where the file states a field, or as much of it as it states. */
  positionOf(field: string): Position;
}

/** A role of a file, with the policies that the file gives it. */
export interface FileRole {
  readonly role: Role;
  readonly position: Position;
}

/** Something of a file that could not be read, or is not in it. */
export interface FileProblem extends Position {
  readonly what: string;
  readonly why: string;
}

/** What was found in one file. */
export interface FileContents {
  readonly file: string;
  readonly form: 'task-definition' | 'cloudformation' | 'terraform';
  readonly definitions: readonly FileDefinition[];
  readonly roles: readonly FileRole[];
  readonly incomplete: readonly FileProblem[];
}

/** A need of a definition, with the field's place in the file. */
export interface FileNeed {
  readonly need: RequiredPermission;
  readonly position: Position;
}
