import type { AccessLevel } from './access-level.ts';

/** A type of resource that an action works on. */
export interface ResourceType {
  readonly name: string;
  /** As AWS prints them: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
  readonly arnPatterns: readonly string[];
  /** True where a statement must name a resource of this type for the action to be allowed. */
  readonly required: boolean;
}

/** Which of AWS's own reports follow an action, as the service reference states it. */
export interface ActionTracking {
  /** IAM Access Analyzer policy generation: it is seen in management events. False proves nothing. */
  readonly policyGeneration: boolean;
  /** IAM action last accessed information. */
  readonly lastAccessed: boolean;
}

/** One action, in the open form that catalogue data is built from. */
export interface ActionEntry {
  readonly name: string;
  readonly level?: AccessLevel;
  readonly resources: readonly { readonly name: string; readonly required: boolean }[];
  readonly dependents: readonly string[];
  readonly tracking?: ActionTracking;
}

/** One service, in the open form that catalogue data is built from. */
export interface ServiceEntry {
  readonly prefix: string;
  /** In any order. */
  readonly actions: readonly ActionEntry[];
  readonly resources: readonly { readonly name: string; readonly arnPatterns: readonly string[] }[];
  /** API operation → actions, `service:Name`. */
  readonly operations?: ReadonlyMap<string, readonly string[]>;
}
