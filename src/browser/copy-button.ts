import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied: `ARN`. */
  readonly what: string;
}

/** Copies a text, and says whether that worked. */
export function CopyButton({ text, what }: CopyButtonProps): ComponentChild {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> =>
    setSaid((await copied(text)) ? 'Copied' : 'Cannot copy: select the text instead');
  return h(
    'span',
    { class: 'copy' },
    h('button', { type: 'button', onClick: () => void copy(), onBlur: () => setSaid('') }, `Copy ${what}`),
    h('span', { role: 'status', class: 'said' }, said),
  );
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text);
  }
}

/** For pages that the browser does not trust with the clipboard. */
function copiedBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'offscreen';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
