import { describe, expect, test } from 'vitest';
import type { Analysis } from '#core/openqasm/analyseProgram.ts';
import { analyseProgram, describeType, expressionFacts } from '#core/openqasm/index.ts';

/*
 * The types of all operators for all pairs of types, by the chapter on classical instructions and the rules for mixed
 * types (types, "Casting specifics"). One row for each type on the left, one column for each on the right.
 */
const types = {
  B: 'bool',
  b: 'bit',
  i8: 'int[8]',
  u8: 'uint[8]',
  u16: 'uint[16]',
  i: 'int',
  f32: 'float[32]',
  f: 'float',
  z: 'complex[float[32]]',
  a8: 'angle[8]',
  r8: 'bit[8]',
  r4: 'bit[4]',
  d: 'duration',
  s: 'stretch',
  m: 'array[int[8], 2]',
} as const;

type Short = keyof typeof types;
const shorts = Object.keys(types) as Short[];

const declarations = `OPENQASM 3.2;\n${shorts.map((short) => `${types[short]} v${short};\n`).join('')}`;

/** The type of an expression over the variables `v…`, and the codes of what is wrong with it. */
function judge(expression: string, profile?: 'spec-3.x') {
  const text = `${declarations}${expression};`;
  const analysis: Analysis = analyseProgram(text, profile ? { profile } : {});
  const statement = analysis.tree.statements.at(-1);
  if (statement?.kind !== 'expression') throw new Error(`No expression: ${expression}`);
  const codes = analysis.diagnostics.flatMap(({ code, severity }) => (severity === 'error' ? [code] : []));
  return { type: describeType(expressionFacts(analysis, 0, statement.expression).type), codes };
}

/** Results by short name; `.` for an operator that is not defined, `w` for registers of different widths. */
const tables: readonly (readonly [operators: string, grid: string])[] = [
  [
    '+ -',
    `      B   b   i8  u8  u16 i   f32 f   z   a8  r8 r4 d s m
      B   i   i   i8  u8  u16 i   f32 f   z   .   .  .  . . .
      b   i   i   i8  u8  u16 i   f32 f   z   .   .  .  . . .
      i8  i8  i8  i8  u8  u16 i   f32 f   z   .   .  .  . . .
      u8  u8  u8  u8  u8  u16 i   f32 f   z   .   .  .  . . .
      u16 u16 u16 u16 u16 u16 i   f32 f   z   .   .  .  . . .
      i   i   i   i   i   i   i   f32 f   z   .   .  .  . . .
      f32 f32 f32 f32 f32 f32 f32 f32 f   z   a8  .  .  . . .
      f   f   f   f   f   f   f   f   f   zz  a8  .  .  . . .
      z   z   z   z   z   z   z   z   zz  z   .   .  .  . . .
      a8  .   .   .   .   .   .   a8  a8  .   a8  .  .  . . .
      r8  .   .   .   .   .   .   .   .   .   .   .  .  . . .
      r4  .   .   .   .   .   .   .   .   .   .   .  .  . . .
      d   .   .   .   .   .   .   .   .   .   .   .  .  d s .
      s   .   .   .   .   .   .   .   .   .   .   .  .  s s .
      m   .   .   .   .   .   .   .   .   .   .   .  .  . . .`,
  ],
  [
    '*',
    `      B   b   i8  u8  u16 i   f32 f   z   a8  r8 r4 d s m
      B   i   i   i8  u8  u16 i   f32 f   z   .   .  .  . . .
      b   i   i   i8  u8  u16 i   f32 f   z   .   .  .  . . .
      i8  i8  i8  i8  u8  u16 i   f32 f   z   a8  .  .  d s .
      u8  u8  u8  u8  u8  u16 i   f32 f   z   a8  .  .  d s .
      u16 u16 u16 u16 u16 u16 i   f32 f   z   a8  .  .  d s .
      i   i   i   i   i   i   i   f32 f   z   a8  .  .  d s .
      f32 f32 f32 f32 f32 f32 f32 f32 f   z   f   .  .  d s .
      f   f   f   f   f   f   f   f   f   zz  f   .  .  d s .
      z   z   z   z   z   z   z   z   zz  z   .   .  .  . . .
      a8  .   .   a8  a8  a8  a8  f   f   .   .   .  .  . . .
      r8  .   .   .   .   .   .   .   .   .   .   .  .  . . .
      r4  .   .   .   .   .   .   .   .   .   .   .  .  . . .
      d   .   .   d   d   d   d   d   d   .   .   .  .  . . .
      s   .   .   s   s   s   s   s   s   .   .   .  .  . . .
      m   .   .   .   .   .   .   .   .   .   .   .  .  . . .`,
  ],
  [
    '/',
    `      B   b   i8  u8  u16 i   f32 f   z   a8  r8 r4 d s m
      B   i   i   i8  u8  u16 i   f32 f   z   .   .  .  . . .
      b   i   i   i8  u8  u16 i   f32 f   z   .   .  .  . . .
      i8  i8  i8  i8  u8  u16 i   f32 f   z   .   .  .  . . .
      u8  u8  u8  u8  u8  u16 i   f32 f   z   .   .  .  . . .
      u16 u16 u16 u16 u16 u16 i   f32 f   z   .   .  .  . . .
      i   i   i   i   i   i   i   f32 f   z   .   .  .  . . .
      f32 f32 f32 f32 f32 f32 f32 f32 f   z   f   .  .  . . .
      f   f   f   f   f   f   f   f   f   zz  f   .  .  . . .
      z   z   z   z   z   z   z   z   zz  z   .   .  .  . . .
      a8  .   .   a8  a8  a8  a8  f   f   .   u8  .  .  . . .
      r8  .   .   .   .   .   .   .   .   .   .   .  .  . . .
      r4  .   .   .   .   .   .   .   .   .   .   .  .  . . .
      d   .   .   d   d   d   d   d   d   .   .   .  .  f f .
      s   .   .   s   s   s   s   s   s   .   .   .  .  f f .
      m   .   .   .   .   .   .   .   .   .   .   .  .  . . .`,
  ],
  [
    '%',
    `      B   b   i8  u8  u16 i   f32 f   z   a8  r8 r4 d s m
      B   i   i   i8  u8  u16 i   f32 f   .   .   .  .  . . .
      b   i   i   i8  u8  u16 i   f32 f   .   .   .  .  . . .
      i8  i8  i8  i8  u8  u16 i   f32 f   .   .   .  .  . . .
      u8  u8  u8  u8  u8  u16 i   f32 f   .   .   .  .  . . .
      u16 u16 u16 u16 u16 u16 i   f32 f   .   .   .  .  . . .
      i   i   i   i   i   i   i   f32 f   .   .   .  .  . . .
      f32 f32 f32 f32 f32 f32 f32 f32 f   .   .   .  .  . . .
      f   f   f   f   f   f   f   f   f   .   .   .  .  . . .
      z   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      a8  .   .   .   .   .   .   .   .   .   .   .  .  . . .
      r8  .   .   .   .   .   .   .   .   .   .   .  .  . . .
      r4  .   .   .   .   .   .   .   .   .   .   .  .  . . .
      d   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      s   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      m   .   .   .   .   .   .   .   .   .   .   .  .  . . .`,
  ],
  [
    '**',
    `      B   b   i8  u8  u16 i   f32 f   z   a8  r8 r4 d s m
      B   i   i   i8  u8  u16 i   f32 f   z   .   .  .  . . .
      b   i   i   i8  u8  u16 i   f32 f   z   .   .  .  . . .
      i8  i8  i8  i8  u8  u16 i   f32 f   z   .   .  .  . . .
      u8  u8  u8  u8  u8  u16 i   f32 f   z   .   .  .  . . .
      u16 u16 u16 u16 u16 u16 i   f32 f   z   .   .  .  . . .
      i   i   i   i   i   i   i   f32 f   z   .   .  .  . . .
      f32 f32 f32 f32 f32 f32 f32 f32 f   z   f   .  .  . . .
      f   f   f   f   f   f   f   f   f   zz  f   .  .  . . .
      z   z   z   z   z   z   z   z   zz  z   .   .  .  . . .
      a8  .   .   f   f   f   f   f   f   .   .   .  .  . . .
      r8  .   .   .   .   .   .   .   .   .   .   .  .  . . .
      r4  .   .   .   .   .   .   .   .   .   .   .  .  . . .
      d   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      s   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      m   .   .   .   .   .   .   .   .   .   .   .  .  . . .`,
  ],
  [
    '& | ^',
    `      B   b   i8  u8  u16 i   f32 f   z   a8  r8 r4 d s m
      B   B   b   i8  u8  u16 i   .   .   .   .   .  .  . . .
      b   b   b   i8  u8  u16 i   .   .   .   .   .  .  . . .
      i8  i8  i8  i8  u8  u16 i   .   .   .   .   r8 r4 . . .
      u8  u8  u8  u8  u8  u16 i   .   .   .   .   r8 r4 . . .
      u16 u16 u16 u16 u16 u16 i   .   .   .   .   r8 r4 . . .
      i   i   i   i   i   i   i   .   .   .   .   r8 r4 . . .
      f32 .   .   .   .   .   .   .   .   .   .   .  .  . . .
      f   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      z   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      a8  .   .   .   .   .   .   .   .   .   a8  .  .  . . .
      r8  .   .   r8  r8  r8  r8  .   .   .   .   r8 w  . . .
      r4  .   .   r4  r4  r4  r4  .   .   .   .   w  r4 . . .
      d   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      s   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      m   .   .   .   .   .   .   .   .   .   .   .  .  . . .`,
  ],
  [
    '<< >>',
    `      B   b   i8  u8  u16 i   f32 f   z   a8  r8  r4  d s m
      B   .   .   .   .   .   .   .   .   .   .   .   .   . . .
      b   .   .   .   .   .   .   .   .   .   .   .   .   . . .
      i8  .   .   i8  i8  i8  i8  .   .   .   .   i8  i8  . . .
      u8  .   .   u8  u8  u8  u8  .   .   .   .   u8  u8  . . .
      u16 .   .   u16 u16 u16 u16 .   .   .   .   u16 u16 . . .
      i   .   .   i   i   i   i   .   .   .   .   i   i   . . .
      f32 .   .   .   .   .   .   .   .   .   .   .   .   . . .
      f   .   .   .   .   .   .   .   .   .   .   .   .   . . .
      z   .   .   .   .   .   .   .   .   .   .   .   .   . . .
      a8  .   .   a8  a8  a8  a8  .   .   .   .   a8  a8  . . .
      r8  .   .   r8  r8  r8  r8  .   .   .   .   r8  r8  . . .
      r4  .   .   r4  r4  r4  r4  .   .   .   .   r4  r4  . . .
      d   .   .   .   .   .   .   .   .   .   .   .   .   . . .
      s   .   .   .   .   .   .   .   .   .   .   .   .   . . .
      m   .   .   .   .   .   .   .   .   .   .   .   .   . . .`,
  ],
  [
    '== !=',
    `      B   b   i8  u8  u16 i   f32 f   z   a8  r8 r4 d s m
      B   B   B   B   B   B   B   B   B   B   .   .  .  . . .
      b   B   B   B   B   B   B   B   B   B   .   .  .  . . .
      i8  B   B   B   B   B   B   B   B   B   .   B  B  . . .
      u8  B   B   B   B   B   B   B   B   B   .   B  B  . . .
      u16 B   B   B   B   B   B   B   B   B   .   B  B  . . .
      i   B   B   B   B   B   B   B   B   B   .   B  B  . . .
      f32 B   B   B   B   B   B   B   B   B   B   .  .  . . .
      f   B   B   B   B   B   B   B   B   B   B   .  .  . . .
      z   B   B   B   B   B   B   B   B   B   .   .  .  . . .
      a8  .   .   .   .   .   .   B   B   .   B   .  .  . . .
      r8  .   .   B   B   B   B   .   .   .   .   B  w  . . .
      r4  .   .   B   B   B   B   .   .   .   .   w  B  . . .
      d   .   .   .   .   .   .   .   .   .   .   .  .  B B .
      s   .   .   .   .   .   .   .   .   .   .   .  .  B B .
      m   .   .   .   .   .   .   .   .   .   .   .  .  . . .`,
  ],
  [
    '< <= > >=',
    `      B   b   i8  u8  u16 i   f32 f   z   a8  r8 r4 d s m
      B   B   B   B   B   B   B   B   B   .   .   .  .  . . .
      b   B   B   B   B   B   B   B   B   .   .   .  .  . . .
      i8  B   B   B   B   B   B   B   B   .   .   B  B  . . .
      u8  B   B   B   B   B   B   B   B   .   .   B  B  . . .
      u16 B   B   B   B   B   B   B   B   .   .   B  B  . . .
      i   B   B   B   B   B   B   B   B   .   .   B  B  . . .
      f32 B   B   B   B   B   B   B   B   .   B   .  .  . . .
      f   B   B   B   B   B   B   B   B   .   B   .  .  . . .
      z   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      a8  .   .   .   .   .   .   B   B   .   B   .  .  . . .
      r8  .   .   B   B   B   B   .   .   .   .   B  w  . . .
      r4  .   .   B   B   B   B   .   .   .   .   w  B  . . .
      d   .   .   .   .   .   .   .   .   .   .   .  .  B B .
      s   .   .   .   .   .   .   .   .   .   .   .  .  B B .
      m   .   .   .   .   .   .   .   .   .   .   .  .  . . .`,
  ],
  [
    '&& ||',
    `      B   b   i8  u8  u16 i   f32 f   z   a8  r8 r4 d s m
      B   B   B   B   B   B   B   B   B   .   B   B  B  . . .
      b   B   B   B   B   B   B   B   B   .   B   B  B  . . .
      i8  B   B   B   B   B   B   B   B   .   B   B  B  . . .
      u8  B   B   B   B   B   B   B   B   .   B   B  B  . . .
      u16 B   B   B   B   B   B   B   B   .   B   B  B  . . .
      i   B   B   B   B   B   B   B   B   .   B   B  B  . . .
      f32 B   B   B   B   B   B   B   B   .   B   B  B  . . .
      f   B   B   B   B   B   B   B   B   .   B   B  B  . . .
      z   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      a8  B   B   B   B   B   B   B   B   .   B   B  B  . . .
      r8  B   B   B   B   B   B   B   B   .   B   B  B  . . .
      r4  B   B   B   B   B   B   B   B   .   B   B  B  . . .
      d   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      s   .   .   .   .   .   .   .   .   .   .   .  .  . . .
      m   .   .   .   .   .   .   .   .   .   .   .  .  . . .`,
  ],
];

/** What a cell stands for: the type of the result, and the code of the finding. */
function wanted(cell: string): { readonly type: string; readonly codes: readonly string[] } {
  if (cell === '.') return { type: 'unknown', codes: ['QAS4004'] };
  if (cell === 'w') return { type: 'unknown', codes: ['QAS4003'] };
  if (cell === 'zz') return { type: 'complex', codes: [] };
  const type = Object.entries({ ...types, u: 'uint' }).find(([short]) => short === cell)?.[1];
  return { type: type ?? `no type ${cell}`, codes: [] };
}

describe.each(tables)('%s', (operators, grid) => {
  const [header, ...rows] = grid.split('\n').map((line) => line.trim().split(/ +/));
  const cells = rows.flatMap(([left = '', ...results]) =>
    results.map((cell, index) => [left, header?.[index] ?? '', cell] as const),
  );

  test('has a cell for every pair of types', () => {
    expect(cells).toHaveLength(shorts.length ** 2);
  });

  test.each(operators.split(' '))('%s', (operator) => {
    const verdicts = cells.map(([left, right]) => [left, right, judge(`v${left} ${operator} v${right}`)]);
    expect(verdicts).toEqual(cells.map(([left, right, cell]) => [left, right, wanted(cell)]));
  });
});

describe('unary operators', () => {
  test.each([
    ['-', ['i', 'i', 'i8', 'u8', 'u16', 'i', 'f32', 'f', 'z', 'a8', '.', '.', 'd', 's', '.']],
    ['!', ['B', 'B', 'B', 'B', 'B', 'B', 'B', 'B', '.', 'B', 'B', 'B', '.', '.', '.']],
    ['~', ['B', 'b', 'i8', 'u8', 'u16', 'i', '.', '.', '.', 'a8', 'r8', 'r4', '.', '.', '.']],
  ])('%s', (operator, cells) => {
    expect(shorts.map((short) => judge(`(${operator}v${short})`))).toEqual(cells.map(wanted));
  });
});

describe('only the specification', () => {
  test.each([
    ['vi8 & vi8', 'QAS4004'],
    ['vu8 & vu16', 'QAS4003'],
    ['vi << 1', 'QAS4004'],
    ['~vi8', 'QAS4004'],
    ['vf % 2.0', 'QAS4004'],
    ['va8 * 0.5', 'QAS4004'],
    ['va8 ** 2', 'QAS4004'],
    ['va8 + 1', 'QAS4004'],
    ['vr8 == 3', 'QAS4004'],
    ['vr8 & 3', 'QAS4004'],
    ['vr8 ^ vi', 'QAS4004'],
    ['vr8 << vr4', 'QAS4004'],
    ['vb & vi8', 'QAS4004'],
  ])('accepts %s in no program of its own', (expression, code) => {
    expect(judge(`(${expression})`).codes).toEqual([]);
    expect(judge(`(${expression})`, 'spec-3.x').codes).toEqual([code]);
  });

  test.each([
    'vu8 & 1',
    '1 | 2',
    'va8 & va8',
    'va8 * vu8',
    'va8 == pi',
    'vr8 & vr8',
    'vr8 << 2',
    'vu8 >> vu8',
    'vB & vb',
  ])('accepts %s', (expression) => {
    expect(judge(`(${expression})`, 'spec-3.x').codes).toEqual([]);
  });
});
