import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A running moto server. */
export interface Moto {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** True where `moto_server` is installed. Prints the reason for skipping where it is not. */
export function motoInstalled(): boolean {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((directory) => existsSync(`${directory}/moto_server`));
  if (!found) console.log('Skipped: moto_server is not installed (pip install "moto[server]")');
  return found;
}

/** Starts a moto server on a free port of loopback and waits until it answers; `environment` is put over this process's. */
export async function startMoto(environment: Readonly<Record<string, string>> = {}): Promise<Moto> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let complaints = '';
  server.stderr.on('data', (chunk: Buffer) => {
    complaints = `${complaints}${chunk}`.slice(-2_000);
  });
  const exited = once(server, 'exit');
  for (let tries = 0; !(await answers(endpoint)); tries += 1) {
    if (server.exitCode !== null || tries > 300) {
      server.kill();
      throw new Error(`Cannot start moto_server on port ${port}: ${complaints}`);
    }
    await pause(100);
  }
  return {
    endpoint,
    async close() {
      server.kill();
      await exited;
    },
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('Cannot find a free port on loopback');
  return address.port;
}
