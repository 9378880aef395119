import type { Command } from 'commander';
import type { CommandContext, Output } from '#cli/commandContext.ts';
import { coloursFor } from '#cli/output/colours.ts';
import { createProgram } from '#cli/program.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Redactor } from '#core/runs/redactor.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

/** The command line as an object, for asking what it has; it prints nothing. */
export async function commandLine(): Promise<Command> {
  const silent: Output = { write: () => {}, writeExactly: () => {}, isTerminal: false, width: 80 };
  const context: CommandContext = {
    folder: projectRoot,
    environment: {},
    output: silent,
    messages: silent,
    readInput: async () => new Uint8Array(),
    terminal: undefined,
    colours: coloursFor({}, false),
    messageColours: coloursFor({}, false),
    redactor: new Redactor(),
    tokens: { accessToken: async () => undefined },
    signal: neverCancelled,
    debug: false,
    exitWith: () => {},
  };
  return await createProgram(context, []);
}
