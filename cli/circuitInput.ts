import { resolve } from 'node:path';
import type { Command } from 'commander';
import { decodeText } from '#platform/inputFile.ts';
import type { CircuitSource } from '#runner/circuitRuns.ts';
import type { CommandContext } from './commandContext.ts';
import { type IncludePathOptions, includePathOption, includePathsOf } from './options.ts';

/** What commands on one circuit say about where it is. */
export interface CircuitInputOptions extends IncludePathOptions {
  readonly stdinPath: string;
}

/** A circuit the user named; without `text` it is in the file. */
export interface CircuitInput extends CircuitSource {
  /** As messages name it. */
  readonly name: string;
}

/** Adds the argument that names a circuit, and the options that say where its includes are. */
export function addCircuitInput(command: Command): Command {
  return command
    .argument('<circuit>', 'an OpenQASM, Quil (.quil), IonQ (.json) or Stim (.stim) file; - for standard input')
    .addOption(includePathOption())
    .option('--stdin-path <path>', 'the path of what is on standard input', 'stdin.qasm');
}

/**
 * The circuit of the argument, read already if it is on standard input.
 * @throws Failure `unreadable` when standard input holds no text
 */
export async function circuitInput(
  argument: string,
  options: CircuitInputOptions,
  context: CommandContext,
): Promise<CircuitInput> {
  const includePaths = includePathsOf(options, context.folder);
  const name = argument === '-' ? options.stdinPath : argument;
  const source = { name, path: resolve(context.folder, name), includePaths };
  return argument === '-' ? { ...source, text: decodeText(await context.readInput(), name) } : source;
}
