import { describe, expect, test } from 'vitest';
import { analyseProgram } from '#core/openqasm/index.ts';

/*
 * The table "Allowed casts" of the chapter on types, with the rules of the text around it: every type as it is, with
 * the width of the target where casting depends on widths, and with another width. Y: allowed, N: not.
 */
const targets = [
  'bool',
  'bit',
  'int[8]',
  'int',
  'uint[8]',
  'uint',
  'float[32]',
  'float',
  'complex',
  'angle[8]',
  'bit[8]',
  'duration',
];
const table: readonly (readonly [source: string, verdicts: string])[] = [
  //               bool bit int8 int uint8 uint flt32 flt cplx ang8 bit8 dur
  ['bool          ', 'Y   Y   Y    Y   Y     Y    Y     Y   Y    N    Y    N'],
  ['bit           ', 'Y   Y   Y    Y   Y     Y    Y     Y   Y    N    Y    N'],
  ['int[8]        ', 'Y   Y   Y    Y   Y     Y    Y     Y   Y    N    Y    N'],
  ['int[16]       ', 'Y   Y   Y    Y   Y     Y    Y     Y   Y    N    N    N'],
  ['int           ', 'Y   Y   Y    Y   Y     Y    Y     Y   Y    N    N    N'],
  ['uint[8]       ', 'Y   Y   Y    Y   Y     Y    Y     Y   Y    N    Y    N'],
  ['uint[4]       ', 'Y   Y   Y    Y   Y     Y    Y     Y   Y    N    N    N'],
  ['uint          ', 'Y   Y   Y    Y   Y     Y    Y     Y   Y    N    N    N'],
  ['float[64]     ', 'Y   Y   Y    Y   Y     Y    Y     Y   Y    Y    N    N'],
  ['float         ', 'Y   Y   Y    Y   Y     Y    Y     Y   Y    Y    N    N'],
  ['complex       ', 'N   N   N    N   N     N    N     N   Y    N    N    N'],
  ['angle[8]      ', 'Y   Y   N    N   N     N    N     N   N    Y    Y    N'],
  ['angle[16]     ', 'Y   Y   N    N   N     N    N     N   N    Y    N    N'],
  ['angle         ', 'Y   Y   N    N   N     N    N     N   N    Y    N    N'],
  ['bit[8]        ', 'Y   Y   Y    Y   Y     Y    N     N   N    Y    Y    N'],
  ['bit[4]        ', 'Y   Y   N    Y   N     Y    N     N   N    N    N    N'],
  ['bit[1]        ', 'Y   Y   N    Y   N     Y    N     N   N    N    N    N'],
  ['duration      ', 'N   N   N    N   N     N    N     N   N    N    N    Y'],
  ['stretch       ', 'N   N   N    N   N     N    N     N   N    N    N    Y'],
];

const cases = table.flatMap(([source, verdicts]) =>
  verdicts.split(/ +/).map((verdict, index) => [source.trim(), targets[index] ?? '', verdict] as const),
);

function findings(text: string): string[] {
  return analyseProgram(text).diagnostics.flatMap(({ code, severity }) => (severity === 'error' ? [code] : []));
}

describe('a cast', () => {
  test.each(cases)('from %s to %s: %s', (source, target, verdict) => {
    const text = `OPENQASM 3.2;\n${source} from;\n${target} to = ${target}(from);`;
    expect(findings(text)).toEqual(verdict === 'Y' ? [] : ['QAS4002']);
  });

  test.each(cases.filter(([, , verdict]) => verdict === 'N'))(
    'from %s to %s by the way the message names',
    (source, target) => {
      const text = `OPENQASM 3.2;\n${source} from;\n${target} to = ${target}(from);`;
      const [fix] = analyseProgram(text).diagnostics.flatMap(({ fixes }) => fixes ?? []);
      const [replacement] = fix?.replacements ?? [];
      if (!replacement) return;
      const { range, newText } = replacement;
      expect(findings(text.slice(0, range.start) + newText + text.slice(range.end))).toEqual([]);
    },
  );

  test('of qubits, arrays and void is none', () => {
    expect(findings('OPENQASM 3.2;\nqubit q; int n = int(q);')).toEqual(['QAS3007']);
    expect(findings('OPENQASM 3.2;\narray[int, 2] a; int n = int(a);')).toEqual(['QAS4002']);
  });
});
