import type { AccessTokenSource } from '#core/backends/accessTokens.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import type { ExitCode } from './exitCodes.ts';
import type { Colours } from './output/colours.ts';

/** What a command may use of the process it runs in. */
export interface CommandContext {
  /** The folder relative paths start from. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The person in front of it; undefined where input or messages go elsewhere. */
  readonly terminal: Terminal | undefined;
  /** Everything on standard input. */
  readInput(): Promise<Uint8Array>;
  /** Results, for people or programs. */
  readonly output: Output;
  /** Progress, warnings and failures. */
  readonly messages: Output;
  /** Colours of `output` and of `messages`. */
  readonly colours: Colours;
  readonly messageColours: Colours;
  readonly redactor: Redactor;
  /** Of Microsoft's sign-in. */
  readonly tokens: AccessTokenSource;
  /** Cancelled by the first Ctrl+C. */
  readonly signal: CancellationSignal;
  readonly debug: boolean;
  /** Sets the exit code of the process; 0 unless called. */
  exitWith(code: ExitCode): void;
}

export interface Terminal {
  /** Prints a prompt and reads a line; undefined when the input has ended. @throws Failure `cancelled` */
  question(prompt: string, signal: CancellationSignal): Promise<string | undefined>;
}

export interface Output {
  /** Text for people has passed the redactor when it arrives here. */
  write(text: string): void;
  /** Writes a file's content as it is, which the user gave and asked back. */
  writeExactly(content: string | Uint8Array): void;
  /** Whether a person watches, so that lines may be rewritten. */
  readonly isTerminal: boolean;
  /** Characters per line. */
  readonly width: number;
}
