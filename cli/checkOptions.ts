import { type Command, InvalidArgumentError, Option } from 'commander';
import { closestName } from '#core/base/closestName.ts';
import type { Severity } from '#core/base/diagnostic.ts';
import { diagnosticCodes, type LintLevel, lintLevels, type Profile, profiles } from '#core/openqasm/index.ts';
import type { CircuitReading } from '#runner/circuitProgram.ts';
import { type IncludePathOptions, includePathOption, includePathsOf } from './options.ts';

/** How files are checked, as the command line says it. */
export interface CheckOptions extends IncludePathOptions {
  readonly profile: Profile;
  readonly lints: LintLevel;
  readonly severity?: Readonly<Record<string, Severity | 'off'>>;
}

const severities: readonly (Severity | 'off')[] = ['error', 'warning', 'information', 'hint', 'off'];

/** Adds the options that say how circuits are checked. */
export function addCheckOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--profile <profile>', 'how strictly circuits are read').choices([...profiles]).default('default'),
    )
    .addOption(new Option('--lints <level>', 'how much advice is given').choices([...lintLevels]).default('default'))
    .addOption(
      new Option(
        '--severity <code=level>',
        `severity of one code: ${severities.join(', ')}; may be given several times`,
      ).argParser(parseSeverity),
    )
    .addOption(includePathOption());
}

function parseSeverity(
  text: string,
  before: Readonly<Record<string, Severity | 'off'>> = {},
): Readonly<Record<string, Severity | 'off'>> {
  const [code = '', level] = text.split('=');
  const severity = severities.find((each) => each === level);
  if (severity === undefined) {
    throw new InvalidArgumentError(
      `It must be a code and a severity, such as QAS9001=off; severities are ${severities.join(', ')}.`,
    );
  }
  // Codes of pipelines have three digits; of circuits every one is known.
  if (!/^HP\d{3}$/.test(code) && !diagnosticCodes.some((known) => known === code)) {
    const close = closestName(code, diagnosticCodes);
    throw new InvalidArgumentError(`There is no code ${code}.${close === undefined ? '' : ` Did you mean ${close}?`}`);
  }
  return { ...before, [code]: severity };
}

/** How circuits are read with these options. */
export function readingOf(options: CheckOptions, folder: string): CircuitReading {
  const { lints, profile, severity } = options;
  return { profile, lints, includePaths: includePathsOf(options, folder), ...(severity && { severity }) };
}
