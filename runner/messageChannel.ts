import { createInterface } from 'node:readline';
import type { RunnerOutput } from '#core/protocol/runner.ts';

/** How messages reach the runner and leave it; what arrives has not been checked. */
export interface MessageChannel {
  send(message: RunnerOutput): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other side is gone. */
  onClose(listener: () => void): void;
}

/** Node's IPC channel when the process was forked; otherwise one JSON document a line on stdin and stdout. */
export function processChannel(): MessageChannel {
  return process.send === undefined ? lineChannel() : ipcChannel();
}

function ipcChannel(): MessageChannel {
  return {
    send: (message) => {
      // The other side may go at any moment; then nobody is left to be told that a message was lost.
      if (process.connected) process.send?.(message, () => {});
    },
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
  };
}

function lineChannel(): MessageChannel {
  const lines = createInterface({ input: process.stdin });
  return {
    send: (message) => {
      process.stdout.write(`${JSON.stringify(message)}\n`);
    },
    onMessage: (listener) =>
      lines.on('line', (line) => {
        if (line.trim() !== '') listener(parseLine(line));
      }),
    onClose: (listener) => lines.on('close', listener),
  };
}

/** Text that is no JSON becomes a message that fits no schema, and is answered as such. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
