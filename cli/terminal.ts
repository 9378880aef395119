import { createInterface } from 'node:readline';
import { unlessCancelled } from '#core/base/cancellation.ts';
import type { Terminal } from './commandContext.ts';

/** The person at the terminal of this process; undefined unless both what is asked and what is answered passes one. */
export function processTerminal(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Terminal | undefined {
  if (input.isTTY !== true || output.isTTY !== true) return undefined;
  return {
    async question(prompt, signal) {
      // The terminal itself edits the line and turns Ctrl+C into the signal that cancels.
      const lines = createInterface({ input, output, terminal: false });
      try {
        const line = new Promise<string | undefined>((resolve) => {
          lines.once('line', resolve);
          lines.once('close', () => resolve(undefined));
        });
        output.write(prompt);
        return await unlessCancelled(line, signal);
      } finally {
        lines.close();
      }
    },
  };
}
