import { type Analysis, libraryGates } from '#core/openqasm/index.ts';
import { parseVersionNumber } from '#core/openqasm/languageVersion.ts';
import type { IncludeStatement, VersionStatement } from '#core/openqasm/syntaxTree.ts';
import { chapterAddress, keywordHelp } from '../keywordHelp.ts';

/** What a word of the language does; undefined for other words. */
export function keywordMarkdown(word: string): string | undefined {
  const help = keywordHelp(word);
  if (!help) return undefined;
  const example = help.example === undefined ? [] : ['```openqasm', help.example, '```'];
  return [...example, help.summary, '', `[Specification](${chapterAddress(help.chapter)})`].join('\n');
}

/** What a version of the language brought. */
const versions: Readonly<Record<string, string>> = {
  '2.0': 'Circuits of gates, measurements and conditions on registers (arXiv:1707.03429). All numbers are real.',
  '3.0': 'Types, control flow, subroutines, gate modifiers, timing and calibrations.',
  '3.1': 'Adds `switch` and blocks of their own to 3.0.',
  '3.2': 'Adds `nop`, annotations with dots and calls of calibrations that return values to 3.1. Not released yet.',
};

export function versionMarkdown({ number }: VersionStatement): string {
  const version = parseVersionNumber(number.text);
  const text = version && versions[`${version.major}.${version.minor}`];
  const specification = `[Specification](${chapterAddress('comments')})`;
  const name = version ? `OpenQASM ${version.major}.${version.minor}` : 'OpenQASM';
  return [
    `**${name}**`,
    '',
    text ?? 'The version of the language; not one that is known here.',
    '',
    specification,
  ].join('\n');
}

/** The file an include names: where it is and what it declares. */
export function includeMarkdown({ path }: IncludeStatement, analysis: Analysis): string | undefined {
  if (!path) return undefined;
  if (path.text === 'stdgates.inc' || path.text === 'qelib1.inc') {
    const gates = libraryGates(path.text).map(({ name }) => `\`${name}\``);
    const version = path.text === 'stdgates.inc' ? 3 : 2;
    return [
      `The standard gates of OpenQASM ${version}, ${gates.length} of them, built in:`,
      '',
      gates.join(' '),
      '',
      `[Specification](${chapterAddress('standard_library')})`,
    ].join('\n');
  }
  const file = analysis.files.findIndex(({ includedAs }) => includedAs?.file === 0 && includedAs.start === path.start);
  const binding = analysis.files[file];
  if (file < 1 || !binding) return undefined;
  const names = [...analysis.globalScope.names.values()]
    .filter(({ place }) => place?.file === file)
    .map(({ name }) => `\`${name}\``);
  const shown = names.slice(0, 30).join(' ') + (names.length > 30 ? ' …' : '');
  return [decoded(binding.path), '', names.length === 0 ? 'Declares nothing.' : `Declares ${shown}`].join('\n');
}

/** An address as people read it. */
function decoded(address: string): string {
  try {
    return `\`${decodeURIComponent(address.replace(/^file:\/\//, ''))}\``;
  } catch (thrown) {
    if (thrown instanceof URIError) return `\`${address}\``;
    throw thrown;
  }
}

/** What a pragma or annotation is. @param text the whole of it */
export function directiveMarkdown(text: string): string {
  const isPragma = !text.startsWith('@');
  const [, namespace = ''] = /^(?:#?pragma\s+|@)([\p{L}\w]+)/u.exec(text) ?? [];
  const what = isPragma ? 'An instruction to compilers' : 'A remark about the statement after it';
  const known = isPragma && namespace === 'braket' ? ` that Amazon Braket knows: ${braketMeaning(text)}` : '';
  return [
    `${what}${known}. Tools that do not know it keep it as it is.`,
    '',
    `[Specification](${chapterAddress('directives')})`,
  ].join('\n');
}

function braketMeaning(text: string): string {
  const [, kind = ''] = /braket\s+(\w+)/.exec(text) ?? [];
  switch (kind) {
    case 'result':
      return 'what the run returns besides or instead of measurements';
    case 'noise':
      return 'a noise channel of a noisy simulation';
    case 'unitary':
      return 'a gate given by its matrix';
    case 'verbatim':
      return 'the box after it is run as it is written';
    default:
      return 'see its documentation';
  }
}

/** What `$0` is. */
export function hardwareQubitMarkdown(text: string): string {
  return [
    `Hardware qubit ${text.slice(1)}: a qubit of the device itself, which is not declared.`,
    '',
    'Simulators number hardware qubits from 0, before those that are declared.',
    '',
    `[Specification](${chapterAddress('types')})`,
  ].join('\n');
}
