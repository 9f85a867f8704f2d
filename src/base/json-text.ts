/** The index behind the closing quote of the string of valid JSON that opens at `start`. */
export function endOfJsonString(json: string, start: number): number {
  let at = json.indexOf('"', start + 1);
  while (at >= 0 && isEscaped(json, at)) at = json.indexOf('"', at + 1);
  return at < 0 ? json.length : at + 1;
}

/** Whether an odd number of backslashes precedes a quote. The runs before two quotes never overlap: the cost is linear. */
function isEscaped(json: string, quote: number): boolean {
  let at = quote;
  while (json[at - 1] === '\\') at -= 1;
  return (quote - at) % 2 === 1;
}

/** Whether the string of valid JSON that ends before `behind` is a key of an object. */
export function isJsonKey(json: string, behind: number): boolean {
  let at = behind;
  while (at < json.length && json.charCodeAt(at) <= 32) at += 1;
  return json[at] === ':';
}
