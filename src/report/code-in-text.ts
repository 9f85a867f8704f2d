/** A piece of a sentence: words, or what is copied to a shell or a policy. */
export interface TextPiece {
  readonly text: string;
  readonly code: boolean;
}

/** Commands of this program, and statements as JSON, with the `<Name>` that stands for what a file does not say; what else holds a character of markup stays words. */
const CODE =
  /\becs-role-auditor (?:policy [\w+=,.@-]+ --as diff(?: --used-only| --from [\w+=,.@:/-]+)?|evidence plan)|\[\{"(?:[^`<>&]|<[A-Z]\w*>)*\}\]|\{"(?:[^`<>&]|<[A-Z]\w*>)*\}/g;

/** The pieces of a remedy in order: its commands and statements apart from its words. */
export function codeInText(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    pieces.push({ text: text.slice(end, match.index), code: false }, { text: match[0], code: true });
    end = match.index + match[0].length;
  }
  return [...pieces, { text: text.slice(end), code: false }].filter((piece) => piece.text !== '');
}
