/**
 * Compiles the kernel that scans log files (`src/cloudtrail/scan/kernel/assembly`, AssemblyScript) and writes its bytes as
 * `src/cloudtrail/scan/kernel/generated/kernel.ts`, which bundles and threads hold. The same sources give the same text.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const FOLDER = fileURLToPath(new URL('../src/cloudtrail/scan/kernel', import.meta.url));
const TARGET = join(FOLDER, 'generated/kernel.ts');

/** The module's text. */
export async function kernelModule(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'kernel-'));
  try {
    const out = join(directory, 'kernel.wasm');
    const options = ['-O3', '--noAssert', '--runtime', 'minimal', '--use', 'abort=', '--enable', 'simd'];
    const { error, stderr } = await main([join(FOLDER, 'assembly/main.ts'), ...options, '-o', out]);
    if (error !== null) throw new Error(`Cannot compile the kernel: ${error.message}\n${stderr.toString()}`);
    const bytes = readFileSync(out);
    return `/** Made by scripts/build-kernel.ts: ${bytes.length} bytes of WebAssembly. */\nexport const KERNEL =\n  '${bytes.toString('base64')}';\n`;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

if (import.meta.main) {
  const text = await kernelModule();
  if (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== text) {
    mkdirSync(dirname(TARGET), { recursive: true });
    const draft = `${TARGET}.${process.pid}.draft`;
    writeFileSync(draft, text);
    renameSync(draft, TARGET);
  }
}
