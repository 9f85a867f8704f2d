/** Completion scripts for the shells other than bash; their directives are those of `suggest`. */
export async function shellScript(shell: 'zsh' | 'fish' | 'powershell', name: string): Promise<string> {
  const { script } = await import('@bomb.sh/tab');
  // The library prints, and has no other way to give the text.
  const print = console.log;
  const lines: string[] = [];
  console.log = (text: string): void => {
    lines.push(text);
  };
  try {
    script(shell, name, name);
  } finally {
    console.log = print;
  }
  return `${lines.join('\n')}\n`;
}
