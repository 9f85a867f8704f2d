import type { ServerResponse } from 'node:http';
import type { CallAnswer } from './answer-call.ts';
import type { Reply } from './wire/reply.ts';

const USUAL_DELAY_MS = 1_500;

/** Sends an answer, or what its fault leaves of it. */
export function sendReply(response: ServerResponse, answer: Pick<CallAnswer, 'reply' | 'fault'>): void {
  switch (answer.fault?.kind) {
    case 'reset':
      response.destroy();
      return;
    case 'truncated':
      sendHalf(response, answer.reply);
      return;
    case 'slow':
      setTimeout(() => send(response, answer.reply), answer.fault.delayMs ?? USUAL_DELAY_MS).unref();
      return;
    case 'malformed':
      // Still of the announced length, so that only a parser can notice.
      send(response, { ...answer.reply, body: answer.reply.body.subarray(0, answer.reply.body.length / 2) });
      return;
    default:
      send(response, answer.reply);
  }
}

function send(response: ServerResponse, reply: Reply): void {
  const length = { 'content-length': String(reply.body.length) };
  response.writeHead(reply.status, {
    'x-amzn-requestid': '5f0e1c7a-3b7e-4f38-9d0a-6f1f6f1d2c11',
    ...length,
    ...reply.headers,
  });
  response.end(reply.body);
}

function sendHalf(response: ServerResponse, reply: Reply): void {
  if (reply.body.length === 0) {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, { ...reply.headers, 'content-length': String(reply.body.length) });
  response.write(reply.body.subarray(0, Math.ceil(reply.body.length / 2)), () => response.destroy());
}
