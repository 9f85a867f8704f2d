/** Why what was read is no report; `path` leads to what is not as it should be. */
export function unusableReport(path: readonly PropertyKey[]): Error {
  const what =
    path.length === 0
      ? 'it is none'
      : `its field "${path.join('.')}" is missing, or not as this version of the program writes it`;
  return new Error(`${what}; expected what audit --format json prints`);
}
