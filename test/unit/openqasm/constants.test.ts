import { describe, expect, test } from 'vitest';
import { realValue } from '#core/openqasm/constantValue.ts';
import { analyseProgram } from '#core/openqasm/index.ts';

function constantOf(type: string, expression: string) {
  const analysis = analyseProgram(`OPENQASM 3.0;\nconst int n = 4;\nconst ${type} x = ${expression};`);
  return analysis.globalScope.names.get('x')?.value;
}

describe('integers are exact', () => {
  test.each([
    ['7 / 2', 3n],
    ['-7 / 2', -3n],
    ['-7 % 3', -1n],
    ['2 ** 100', 2n ** 100n],
    ['9007199254740993', 9007199254740993n],
    ['0xFFFF_FFFF_FFFF_FFFF', 2n ** 64n - 1n],
    ['0b101 | 0o17 & 0x6', 7n],
    ['1 << 70', 2n ** 70n],
    ['n * n - 1', 15n],
    ['mod(7, 4)', 3n],
    ['popcount("1011")', 3n],
    ['int(-2.9)', -2n],
    ['int[4](9)', -7n],
    ['uint[4](-1)', 15n],
    ['int("0101")', 5n],
    ['int(true)', 1n],
  ])('%s', (expression, wanted) => {
    expect(constantOf('int', expression)).toBe(wanted);
  });

  test('they wrap at their width', () => {
    expect(constantOf('int[8]', '200')).toBe(-56n);
    expect(constantOf('uint[8]', '-1')).toBe(255n);
  });
});

describe('floats', () => {
  test.each([
    ['pi / 2', Math.PI / 2],
    ['2 * tau', 4 * Math.PI],
    ['sin(pi / 6)', 0.5],
    ['2.0 ** 0.5', Math.SQRT2],
    ['2 ** -1', 0.5],
    ['-2 ** 2', -4],
    ['sqrt(2) * log(euler)', Math.SQRT2],
    ['real((1 + 2im) * 2im)', -4],
    ['100ns / 1us', 0.1],
    ['ceiling(1.2) + floor(-1.2)', 0],
    ['1 / 2', 0],
  ])('%s', (expression, wanted) => {
    expect(constantOf('float', expression)).toBeCloseTo(wanted, 12);
  });
});

test('angles wrap to one turn and round to their width', () => {
  const radians = (type: string, expression: string) => realValue(constantOf(type, expression) ?? Number.NaN);
  expect(radians('angle', '-pi / 2')).toBe((3 * Math.PI) / 2);
  expect(constantOf('angle[2]', '0.9')).toEqual({ kind: 'angle', value: 1n, width: 2 });
  expect(radians('angle[2]', '0.9')).toBe(Math.PI / 2);
  expect(radians('angle[1]', '2 * pi - 0.01')).toBe(0);
});

test('bit strings count from the right', () => {
  expect(constantOf('bit[4]', '"0011"')).toEqual({ kind: 'bits', value: 3n, width: 4 });
  expect(constantOf('bit[4]', 'rotl("0011", 3)')).toEqual({ kind: 'bits', value: 9n, width: 4 });
  expect(constantOf('bit[4]', '~"0011"')).toEqual({ kind: 'bits', value: 12n, width: 4 });
});

test('truth values', () => {
  expect(constantOf('bool', 'n > 3 && !(n == 5) || false')).toBe(true);
  expect(constantOf('bool', 'bool("0000")')).toBe(false);
});

test('what a decided && or || does not evaluate has no value, but is checked', () => {
  const codesOf = (expression: string) =>
    analyseProgram(`OPENQASM 3.0;\nconst int[8] none = 0;\nconst bool x = ${expression};`)
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);
  for (const wrong of ['3 / none == 1', '3 % 0 == 1', 'sqrt(-1.0) > 0', '(1 << -1) == 2', '1.0 / 0.0 > 1']) {
    expect(codesOf(`true && (${wrong})`)).toHaveLength(1);
    expect(codesOf(`false && (${wrong})`)).toEqual([]);
    expect(codesOf(`!(true || (${wrong} && ${wrong}))`)).toEqual([]);
  }
  expect(constantOf('bool', 'false && (1 / 0 == 1)')).toBe(false);
  expect(constantOf('bool', '(true || sqrt(-1.0) > 0) && n == 4')).toBe(true);
  expect(codesOf('false && (popcount(1.5) == 1)')).toEqual(['QAS4030']);
  expect(codesOf('false && missing')).toEqual(['QAS3001']);
});

test('in OpenQASM 2 every number is real', () => {
  const analysis = analyseProgram('OPENQASM 2.0; qreg q[1]; U(1/2, 0, 0) q[0];');
  expect(analysis.diagnostics).toEqual([]);
});

test('what is too large to compute is not computed', () => {
  expect(constantOf('int', '10 ** 10 ** 10')).toBeUndefined();
  expect(constantOf('int', '1 << 10 ** 9')).toBeUndefined();
});

test('sizes and widths of any kind take neither time nor memory', () => {
  const size = 2 ** 31 - 1;
  const declarations = `const int[${size}] n = -1; const angle[${size}] a = pi; bit[${size}] c; c = ~c; qubit[${size}] q; reset q;`;
  const { diagnostics } = analyseProgram(`OPENQASM 3.2;\n${declarations}`);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a divisor that is zero only in the width of the angle is reported as that', () => {
  const messages = (divisor: string) =>
    analyseProgram(`const angle[6] a = 1; const angle[6] b = a / ${divisor};`).diagnostics.flatMap(
      ({ code, message }) => (code === 'QAS4040' ? [message] : []),
    );
  expect(messages('64')).toEqual(["Division by zero in a constant expression: '64' is 0 as uint[6]."]);
  expect(messages('0')).toEqual(['Division by zero in a constant expression.']);
});

test('a zero divisor is reported beside a value that only the run knows, and not where nothing is divided', () => {
  const codes = (line: string) =>
    analyseProgram(`OPENQASM 3.0;\nconst angle[4] z = angle[4]("0000");\nangle[2] v = angle[2]("01");\n${line}`)
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);
  expect(codes('const bool b = false && (angle[4]("0011") / z == 1);')).toEqual([]);
  // What only the run knows makes no constant, also where it is divided by zero.
  expect(codes('const bool b = false && (v / z == 1);')).toEqual(['QAS4010']);
  expect(codes('angle[2] w = v / (uint[63](1) << 2);')).toEqual(['QAS4040']);
});
