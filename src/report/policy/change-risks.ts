import { counted } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { PolicyChange } from '../../rightsize/recommend/recommendation.ts';

const TIGHT =
  'RISK: resources are cut to those seen, inside wildcards that a person wrote as well. What is made, renamed or rotated later is refused.';

/** What a change that goes further than what is proven may break, one line each; none of one that does not. */
export function changeRisks({ aim, unproven }: PolicyChange): readonly string[] {
  const goes = `${counted(unproven.length, 'action')} ${unproven.length === 1 ? 'goes' : 'go'} without proof`;
  return [
    ...(aim.usedOnly
      ? [
          `RISK: only what was used or is required is left. ${goes}: what no event shows, or was not watched for long enough, may be in use and would be refused.`,
        ]
      : []),
    ...(aim.tight ? [TIGHT] : []),
  ];
}

/** What each statement of a change may break, one line each. */
export function statementRisks({ documents }: PolicyChange): readonly string[] {
  return documents.flatMap(({ statements }) =>
    statements.flatMap(({ statement, risks }) =>
      risks.map((risk) =>
        stripControlCharacters(`Statement ${statement.sid ?? statement.index + 1} may break: ${risk}`),
      ),
    ),
  );
}
