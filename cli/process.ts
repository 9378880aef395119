import { readFileSync } from 'node:fs';
import { type Command, CommanderError } from 'commander';
import { KeptAccessTokens } from '#core/backends/accessTokens.ts';
import { CancellationSource } from '#core/base/cancellation.ts';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { stackText } from '#core/base/stackText.ts';
import { Redactor } from '#core/runs/redactor.ts';
import { protectCredentialVariables } from '#platform/credentials/environmentCredentials.ts';
import { receivedEnvironment } from '#platform/credentials/handedCredentials.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { microsoftTokens } from '#platform/microsoftTokens.ts';
import { systemClock } from '#platform/systemClock.ts';
import type { CommandContext, Output } from './commandContext.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exitCodes.ts';
import { coloursFor } from './output/colours.ts';
import { printableText } from './output/printableText.ts';
import { processTerminal } from './terminal.ts';

/** Runs the command line of this process to its end and sets the exit code. */
export async function runProcess(
  createProgram: (context: CommandContext, parameters: readonly string[]) => Promise<Command>,
): Promise<void> {
  hideExperimentalWarnings();
  const cancellation = new CancellationSource();
  const redactor = new Redactor();
  const environment = receivedEnvironment(process.env, () => readFileSync(process.stdin.fd, 'utf8'));
  protectCredentialVariables(environment, redactor);
  const debug = process.argv.includes('--debug');
  const { stderr, stdout } = process;
  const context: CommandContext = {
    folder: process.cwd(),
    environment,
    readInput,
    terminal: processTerminal(process.stdin, stderr),
    output: outputTo(stdout, redactor),
    messages: outputTo(stderr, redactor),
    colours: coloursFor(environment, stdout.isTTY === true),
    messageColours: coloursFor(environment, stderr.isTTY === true),
    redactor,
    tokens: new KeptAccessTokens(
      microsoftTokens({ environment, http: createHttpClient(), clock: systemClock, redactor }),
      systemClock,
    ),
    signal: cancellation.signal,
    debug,
    exitWith: (code) => {
      process.exitCode = code;
    },
  };
  cancelOnInterrupt(cancellation, context);
  endWithReader(stdout);
  // What nobody expected ends the process as it would by itself, but without the secrets it may hold.
  process.on('uncaughtException', (thrown) => {
    process.exitCode = report(thrown, context);
    stderr.write('', () => process.exit());
  });
  try {
    const program = await createProgram(context, process.argv.slice(2));
    configure(program, context);
    await program.parseAsync(process.argv);
  } catch (thrown) {
    process.exitCode = report(thrown, context);
    // Everything has been said and stored; what threads still do is of no use.
    if (cancellation.signal.isCancelled) stderr.write('', () => process.exit());
  }
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Says on stderr what went wrong and returns the exit code for it. */
function report(thrown: unknown, context: CommandContext): ExitCode {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  const failure = Failure.from(thrown);
  const { messageColours: colours, messages } = context;
  messages.write(`${colours.red('error:')} ${sentence(failure, thrown instanceof Failure)}\n`);
  if (context.debug) messages.write(`${stackText(thrown)}\n`);
  return exitCodeOf(failure);
}

function sentence(failure: Failure, expected: boolean): string {
  if (expected) return describeFailure(failure);
  return `An unexpected error: ${failure.message} Run the command again with --debug to see where, and report it.`;
}

function configure(command: Command, context: CommandContext): void {
  command.exitOverride();
  command.showHelpAfterError('(add --help for what is possible)');
  command.configureOutput({
    writeOut: (text) => context.output.write(text),
    writeErr: (text) => context.messages.write(text),
    getOutHelpWidth: () => context.output.width,
    getErrHelpWidth: () => context.messages.width,
  });
  for (const sub of command.commands) configure(sub, context);
}

/** The first Ctrl+C cancels what is under way, the second ends the process. */
function cancelOnInterrupt(cancellation: CancellationSource, context: CommandContext): void {
  process.on('SIGINT', () => {
    if (cancellation.signal.isCancelled) process.exit(exitCodes.cancelled);
    context.messages.write('\nCancelling; press Ctrl+C again to stop at once.\n');
    cancellation.cancel();
  });
}

/** `hybridq … | head` ends quietly. */
function endWithReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.done);
    throw error;
  });
}

function outputTo(stream: NodeJS.WriteStream, redactor: Redactor): Output {
  return {
    write: (text) => {
      stream.write(printableText(redactor.redact(text)));
    },
    writeExactly: (content) => {
      stream.write(content);
    },
    isTerminal: stream.isTTY === true,
    // Some terminals do not know their width and say 0.
    width: stream.columns || 100,
  };
}

/** Older Node versions announce on stderr that SQLite is experimental there, which is nothing a user can act on. */
function hideExperimentalWarnings(): void {
  const print = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name === 'ExperimentalWarning') return;
    for (const listener of print) listener(warning);
  });
}
