import type { IgnoredRegion } from '../base/ignored-region.ts';
import { recordsGlobalEvents } from '../base/partition.ts';
import { isRegion, type Region } from '../base/region.ts';
import { ok, problem, type Result } from '../base/result.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';

const FORM = 'expected REGION=REASON, several separated by semicolons, such as ap-east-1=denied by SCP p-1a2b3c4d';

/** Reads `ap-east-1=denied by our SCP;me-south-1=…`; where there are lines, these alone separate. */
export function parseIgnoredRegions(text: string): Result<readonly IgnoredRegion[]> {
  const ignored = new Map<Region, string>();
  for (const part of text.split(text.includes('\n') ? '\n' : ';').map((each) => each.trim())) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const [region, reason] = [part.slice(0, at).trim(), stripControlCharacters(part.slice(at + 1)).trim()];
    if (at < 0 || !isRegion(region)) return problem(FORM);
    if (reason === '' || reason.length > 500) {
      return problem(`expected the reason why nobody can use ${region}, in at most 500 characters; ${FORM}`);
    }
    if (recordsGlobalEvents(region)) {
      return problem(`${region} cannot be ignored: calls to services without Regions are recorded there`);
    }
    ignored.set(region, reason);
  }
  return ok([...ignored].map(([region, reason]) => ({ region, reason })));
}
