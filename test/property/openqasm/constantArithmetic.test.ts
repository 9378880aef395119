import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundFloat } from '#core/base/arithmetic/floats.ts';
import { type ConstantValue, realValue } from '#core/openqasm/constantValue.ts';
import { analyseProgram } from '#core/openqasm/index.ts';

/** The value of the constant x of a program. */
function constantX(declarations: string): ConstantValue | undefined {
  const { globalScope } = analyseProgram(`OPENQASM 3.2;\n${declarations}`);
  return globalScope.names.get('x')?.value;
}

const width = fc.integer({ min: 1, max: 130 });

function integerOf(bits: number): fc.Arbitrary<bigint> {
  return fc.bigInt({ min: -(2n ** BigInt(bits)), max: 2n ** BigInt(bits) });
}

const model: Readonly<Record<string, (x: bigint, y: bigint) => bigint>> = {
  '+': (x, y) => x + y,
  '-': (x, y) => x - y,
  '*': (x, y) => x * y,
  '/': (x, y) => x / y,
  '%': (x, y) => x % y,
  '&': (x, y) => x & y,
  '|': (x, y) => x | y,
  '^': (x, y) => x ^ y,
};

test('integers compute like two’s complement of their width', () => {
  const operands = width.chain((bits) => fc.tuple(fc.constant(bits), integerOf(bits), integerOf(bits)));
  fc.assert(
    fc.property(
      operands,
      fc.constantFrom('int', 'uint'),
      fc.constantFrom(...Object.keys(model)),
      (given, kind, operator) => {
        const [bits, left, right] = given;
        const wrap = (value: bigint) => (kind === 'int' ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
        const [x, y] = [wrap(left), wrap(right)];
        fc.pre(y !== 0n || (operator !== '/' && operator !== '%'));
        const type = `${kind}[${bits}]`;
        const value = constantX(
          `const ${type} a = ${left}; const ${type} b = ${right}; const ${type} x = a ${operator} b;`,
        );
        expect(value).toBe(wrap(model[operator]?.(x, y) ?? 0n));
      },
    ),
  );
});

test('shifts drop bits, rotations keep them all', () => {
  const register = width.chain((bits) =>
    fc.tuple(
      fc.constant(bits),
      fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n }),
      fc.integer({ min: -300, max: 300 }),
    ),
  );
  fc.assert(
    fc.property(register, ([bits, pattern, distance]) => {
      const digits = pattern.toString(2).padStart(bits, '0');
      const start = `const bit[${bits}] a = "${digits}"; const uint[${bits}] u = ${pattern};`;
      const by = Math.abs(distance);
      const shifted = { kind: 'bits', value: BigInt.asUintN(bits, pattern << BigInt(by)), width: bits };
      expect(constantX(`${start} const bit[${bits}] x = a << ${by};`)).toEqual(shifted);
      expect(constantX(`${start} const uint[${bits}] x = u >> ${by};`)).toBe(pattern >> BigInt(by));
      const kept = { kind: 'bits', value: pattern, width: bits };
      expect(constantX(`${start} const bit[${bits}] x = rotr(rotl(a, ${distance}), ${distance});`)).toEqual(kept);
      expect(constantX(`${start} const bit[${bits}] x = rotl(a, ${distance} + ${bits});`)).toEqual(
        constantX(`${start} const bit[${bits}] x = rotr(a, -(${distance}));`),
      );
      const ones = BigInt(digits.replaceAll('0', '').length);
      expect(constantX(`${start} const uint x = popcount(rotl(u, ${distance}));`)).toBe(ones);
    }),
  );
});

test('angles are a ring', () => {
  const radians = fc.double({ min: -50, max: 50, noNaN: true }).filter((value) => !`${value}`.includes('e'));
  const written = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      radians,
      radians,
      fc.integer({ min: 0, max: 9 }),
      (bits, a, b, factor) => {
        const type = `angle[${bits}]`;
        const start = `const ${type} a = ${written(a)}; const ${type} b = ${written(b)};`;
        const angle = constantX(`const ${type} x = ${written(a)};`);
        expect(constantX(`${start} const ${type} x = a + b - b;`)).toEqual(angle);
        expect(constantX(`${start} const ${type} x = -a + a;`)).toEqual({ kind: 'angle', value: 0n, width: bits });
        const sum = Array.from({ length: factor }, () => 'a').join(' + ') || 'a - a';
        expect(constantX(`${start} const ${type} x = a * ${factor};`)).toEqual(
          constantX(`${start} const ${type} x = ${sum};`),
        );
        const turn = 2 * Math.PI;
        const distance = Math.abs(((((realValue(angle ?? 0) ?? 0) - a) % turn) + turn) % turn);
        expect(Math.min(distance, turn - distance)).toBeLessThanOrEqual(Math.PI / 2 ** bits + 1e-12);
      },
    ),
  );
});

test('an angle of no particular width keeps every float', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-5, max: 6.28, noNaN: true }), (value) => {
      const angle = constantX(`const angle x = ${value.toFixed(17)};`);
      expect(angle === undefined ? undefined : realValue(angle)).toBe(Number(value.toFixed(17)));
    }),
  );
});

test('narrow floats are the nearest of their width', () => {
  fc.assert(
    fc.property(fc.double({ min: -65000, max: 65000, noNaN: true }), (value) => {
      const half = roundFloat(value, 16);
      expect(roundFloat(half, 16)).toBe(half);
      const step = Math.max(2 ** (Math.floor(Math.log2(Math.abs(value) || 1)) - 10), 2 ** -24);
      expect(Math.abs(value - half)).toBeLessThanOrEqual(step / 2 + 2 ** -26);
      expect(roundFloat(value, 32)).toBe(Math.fround(value));
    }),
  );
});

test('the angle of the specification that lies between two others goes to the even one', () => {
  const x = constantX('const float[64] f = 6.283185307179586 * (127. / 512.); const angle[8] x = f;');
  expect(x).toEqual({ kind: 'angle', value: 0b01000000n, width: 8 });
});
