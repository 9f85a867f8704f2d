/** Options that every command has. */
export interface GlobalOptions {
  readonly quiet?: boolean;
  readonly color: boolean;
}
