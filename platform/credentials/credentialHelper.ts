import { spawn } from 'node:child_process';
import { Failure } from '#core/base/failure.ts';
import { defaultProfile } from '#core/runs/credentialProfile.ts';
import type { CredentialPlace, FoundCredential } from './credentialPlace.ts';
import { withoutCredentialVariables } from './environmentCredentials.ts';

export interface CredentialHelperOptions {
  /** The program and its arguments; `{name}` and `{profile}` in them stand for what is asked for. */
  readonly command: readonly [string, ...string[]];
  /** The folder it is started in. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds it may take. */
  readonly timeout: number;
  /** Hears each line it prints on standard output before anything it says is passed on. */
  protect(value: string): void;
  /** Hears what it prints on standard error. */
  warn(message: string): void;
}

/** What a helper may print, bytes. */
const answerLimit = 64 * 1024;

/**
 * A program that keeps credentials, such as the command line of a password manager. It is started without a shell, once for
 * a credential in the life of this process. Where its arguments do not take the name, it reads from standard input
 * `name=…` and `profile=…`, a line each. It prints the value and ends with code 0; when it prints nothing, it has none.
 */
export function credentialHelper(options: CredentialHelperOptions): CredentialPlace {
  const answers = new Map<string, Promise<FoundCredential | undefined>>();
  const [program] = options.command;
  const takes = (what: string) => options.command.some((argument) => argument.includes(what));
  return {
    mayAskPerson: true,
    find: async (name, profile) => {
      // It would give the value of whatever profile it knows.
      if (takes('{name}') && !takes('{profile}') && profile !== defaultProfile) return undefined;
      const key = `${name}@${profile}`;
      const answer = answers.get(key) ?? ask(name, profile, !takes('{name}'), options);
      answers.set(key, answer);
      return await answer;
    },
    // Nobody knows without asking, and asking may open the password manager.
    entries: async () => [],
  };

  async function ask(
    name: string,
    profile: string,
    byInput: boolean,
    { warn }: CredentialHelperOptions,
  ): Promise<FoundCredential | undefined> {
    const { messages, output } = await run(name, profile, byInput, options);
    if (messages.trim() !== '') warn(messages.trim());
    const value = output.trim();
    if (value === '') return undefined;
    if (/[\r\n]/.test(value)) {
      throw new Failure('auth', `The credential helper ${program} printed more than one line for '${name}'.`, {
        advice: 'Let it print the value and nothing else.',
      });
    }
    return { name, profile, place: `helper ${program}`, value };
  }
}

interface Printed {
  readonly output: string;
  readonly messages: string;
}

async function run(
  name: string,
  profile: string,
  byInput: boolean,
  { command, environment, folder, protect, timeout }: CredentialHelperOptions,
): Promise<Printed> {
  const [program, ...parameters] = command.map((argument) =>
    argument.replaceAll('{name}', name).replaceAll('{profile}', profile),
  );
  const child = spawn(program ?? '', parameters, {
    cwd: folder,
    env: { ...withoutCredentialVariables(environment) },
    shell: false,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return await new Promise<Printed>((resolve, reject) => {
    const printed = { output: '', messages: '' };
    const refuse = (reason: 'auth' | 'timeout' | 'not-found', why: string, advice: string) => {
      child.kill('SIGKILL');
      reject(new Failure(reason, `The credential helper ${program} ${why}.`, { advice }));
    };
    const timer = setTimeout(
      () =>
        refuse(
          'timeout',
          `gave no answer for '${name}' within ${timeout / 1000} s`,
          'Unlock it, or give it more time with credentials.timeout in hybridq.json.',
        ),
      timeout,
    );
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed.output += text;
      if (printed.output.length > answerLimit)
        refuse('auth', 'printed far more than a credential', 'Let it print the value and nothing else.');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed.messages = (printed.messages + text).slice(-answerLimit);
    });
    child.on('error', ({ message }) => {
      clearTimeout(timer);
      refuse('not-found', `cannot be started: ${message}`, 'Correct credentials.helper in hybridq.json.');
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      for (const line of printed.output.split('\n')) protect(line);
      if (code === 0) resolve(printed);
      else {
        const said = printed.messages.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
        const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
        refuse(
          'auth',
          `${how} when asked for '${name}' in the profile '${profile}'${said === '' ? '' : `: ${said}`}`,
          'Try it by hand, and see that the credential is there.',
        );
      }
    });
    // A helper that does not read is none that fails.
    child.stdin.on('error', () => {});
    child.stdin.end(byInput ? `name=${name}\nprofile=${profile}\n` : '');
  });
}
