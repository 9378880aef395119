import fc from 'fast-check';

/** A variable of a program and the literal of its type that is its value. */
export interface GivenVariable {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** A classical expression over variables; names in `text` have an `@` before them, for a prefix to take its place. */
export interface GivenExpression {
  readonly variables: readonly GivenVariable[];
  readonly type: string;
  readonly text: string;
}

const widths = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(31, 32, 33, 53, 54, 63, 64, 65, 100));

const widthsOfAll = fc.record({
  wide: widths,
  narrow: widths,
  bits: widths,
  angle: fc.oneof(fc.integer({ min: 2, max: 9 }), fc.constantFrom(31, 32, 53, 64)),
  float: fc.constantFrom(32, 64),
});

interface Widths {
  readonly wide: number;
  readonly narrow: number;
  readonly bits: number;
  readonly angle: number;
  readonly float: number;
}

/**
 * Expressions of OpenQASM 3 without calls of subroutines. Some divide by zero, or ask a function for what is no number.
 * Functions, and sums of different kinds, that may give numbers of no particular width are cast at once: a constant of
 * such a type takes the type of the operand beside it, so that the expression would mean something else with variables.
 */
export const classicalExpressions: fc.Arbitrary<GivenExpression> = widthsOfAll.chain((sizes) => {
  const types = {
    int: `int[${sizes.wide}]`,
    uint: `uint[${sizes.narrow}]`,
    bits: `bit[${sizes.bits}]`,
    angle: `angle[${sizes.angle}]`,
    float: `float[${sizes.float}]`,
    bool: 'bool',
  };
  const result = fc.constantFrom<Category>('int', 'uint', 'bits', 'angle', 'float', 'bool');
  return fc.record({ variables: variablesOf(sizes, types), kind: result }).chain(({ variables, kind }) =>
    expressionsOf(types, sizes)
      [kind](4)
      .map((text) => ({
        variables,
        type: types[kind],
        text,
      })),
  );
});

type Category = 'int' | 'uint' | 'bits' | 'angle' | 'float' | 'bool';
type Types = Readonly<Record<Category, string>>;

function variablesOf(sizes: Widths, types: Types): fc.Arbitrary<GivenVariable[]> {
  const signed = fc.bigInt({ min: -(2n ** BigInt(sizes.wide - 1)), max: 2n ** BigInt(sizes.wide - 1) - 1n });
  const values: Readonly<Record<Category, fc.Arbitrary<string>>> = {
    int: signed.map(String),
    uint: fc.bigInt({ min: 0n, max: 2n ** BigInt(sizes.narrow) - 1n }).map(String),
    bits: digits(sizes.bits).map((text) => `"${text}"`),
    angle: digits(sizes.angle).map((text) => `${types.angle}("${text}")`),
    float: fc.oneof(floatLiterals, fc.constantFrom('0.0', '1.0', '-2.5', '1e10', '3.141592653589793')),
    bool: fc.boolean().map(String),
  };
  const kinds = ['int', 'uint', 'bits', 'angle', 'float', 'bool'] as const;
  const each = kinds.flatMap((kind) =>
    [0, 1].map((index) => values[kind].map((value) => ({ name: `${kind}${index}`, type: types[kind], value }))),
  );
  return fc.tuple(...each);
}

function digits(width: number): fc.Arbitrary<string> {
  return fc
    .bigInt({ min: 0n, max: 2n ** BigInt(width) - 1n })
    .map((pattern) => pattern.toString(2).padStart(width, '0'));
}

const floatLiterals = fc
  .double({ min: -1000, max: 1000, noNaN: true })
  .map((value) => (Number.isInteger(value) ? value.toFixed(1) : String(value)));

type Grammar = Readonly<Record<Category, fc.Memo<string>>>;

function expressionsOf(types: Types, sizes: Widths): Grammar {
  const named = (kind: Category) => fc.constantFrom(`@${kind}0`, `@${kind}1`);
  const binary = (operators: readonly string[], left: fc.Arbitrary<string>, right: fc.Arbitrary<string>) =>
    fc.tuple(left, fc.constantFrom(...operators), right).map(([x, operator, y]) => `(${x} ${operator} ${y})`);
  const cast = (type: string, ...operands: fc.Arbitrary<string>[]) =>
    fc.oneof(...operands).map((operand) => `${type}(${operand})`);
  const call = (names: readonly string[], ...operands: fc.Arbitrary<string>[]) =>
    fc.tuple(fc.constantFrom(...names), ...operands).map(([name, ...given]) => `${name}(${given.join(', ')})`);
  const distance = fc.integer({ min: 0, max: 70 }).map(String);
  const signedDistance = fc.integer({ min: -70, max: 70 }).map(String);
  const turned = (operand: fc.Arbitrary<string>) => call(['rotl', 'rotr'], operand, signedDistance);
  const shifted = (operand: fc.Arbitrary<string>) => binary(['<<', '>>'], operand, distance);
  // Registers are cast to integers of their own width only.
  const asInteger = (operand: fc.Arbitrary<string>) => operand.map((text) => `uint[${sizes.bits}](${text})`);
  const leaf = (kind: Category, ...literals: fc.Arbitrary<string>[]) => fc.oneof(named(kind), named(kind), ...literals);
  // A literal that the integers beside it cannot hold would give a number of no particular width.
  const smallNumber = fc.integer({ min: 0, max: Math.min(9, 2 ** (sizes.wide - 1) - 1) }).map(String);
  const position = fc.integer({ min: -sizes.bits, max: sizes.bits - 1 }).map(String);
  const comparison = ['==', '!=', '<', '<=', '>', '>='];

  const int: fc.Memo<string> = fc.memo((depth) =>
    depth <= 1
      ? leaf('int', smallNumber)
      : fc.oneof(
          leaf('int', smallNumber),
          binary(['+', '-', '*', '/', '%'], int(), int()),
          cast(types.int, binary(['+', '-', '*'], int(), uint())),
          binary(['**'], int(), smallNumber),
          int().map((operand) => `(-${operand})`),
          shifted(named('int')),
          cast(types.int, uint(), bool(), asInteger(bits())),
          cast(types.int, call(['mod'], int(), int())),
        ),
  );
  const uint: fc.Memo<string> = fc.memo((depth) =>
    depth <= 1
      ? leaf('uint')
      : fc.oneof(
          leaf('uint'),
          binary(['+', '-', '*', '/', '%', '&', '|', '^'], uint(), uint()),
          shifted(uint()),
          turned(named('uint')),
          named('uint').map((operand) => `(~${operand})`),
          cast(types.uint, int(), asInteger(bits()), bool()),
          cast(types.uint, call(['popcount'], fc.oneof(bits(), uint()))),
          binary(['/'], named('angle'), named('angle')),
        ),
  );
  const bits: fc.Memo<string> = fc.memo((depth) =>
    depth <= 1
      ? leaf('bits')
      : fc.oneof(
          leaf('bits'),
          binary(['&', '|', '^'], bits(), bits()),
          shifted(bits()),
          turned(bits()),
          bits().map((operand) => `(~${operand})`),
          cast(types.bits, fc.constant(`uint[${sizes.bits}](@uint0)`), fc.constant(`int[${sizes.bits}](@int0)`)),
        ),
  );
  const angle: fc.Memo<string> = fc.memo((depth) =>
    depth <= 1
      ? leaf('angle')
      : fc.oneof(
          leaf('angle'),
          binary(['+', '-'], angle(), angle()),
          binary(['*', '/'], angle(), uint()),
          shifted(named('angle')),
          turned(named('angle')),
          binary(['&', '|', '^'], named('angle'), named('angle')),
          angle().map((operand) => `(-${operand})`),
          cast(types.angle, float()),
        ),
  );
  const float: fc.Memo<string> = fc.memo((depth) =>
    depth <= 1
      ? leaf('float', floatLiterals)
      : fc.oneof(
          leaf('float', floatLiterals),
          binary(['+', '-', '*'], float(), float()),
          cast(types.float, binary(['+', '-', '*'], float(), fc.oneof(int(), uint()))),
          float().map((operand) => `(-${operand})`),
          cast(types.float, int(), uint(), bool(), float()),
          binary(['/'], float(), float()),
          binary(['**'], float(), fc.constantFrom('2', '0.5', '-1.5')),
          call(['sin', 'cos', 'arctan', 'floor', 'ceiling'], float()),
          call(['sqrt', 'log', 'exp', 'arcsin', 'arccos', 'tan'], float()),
          cast(types.float, call(['sin', 'cos'], angle())),
        ),
  );
  const bool: fc.Memo<string> = fc.memo((depth) =>
    depth <= 1
      ? leaf('bool')
      : fc.oneof(
          leaf('bool'),
          binary(comparison, int(), int()),
          binary(comparison, int(), uint()),
          binary(comparison, uint(), uint()),
          binary(comparison, bits(), bits()),
          binary(comparison, angle(), angle()),
          binary(comparison, float(), fc.oneof(float(), int())),
          binary(['&&', '||', '==', '!='], bool(), bool()),
          bool().map((operand) => `(!${operand})`),
          cast('bool', int(), uint(), bits(), float(), angle()),
          position.map((index) => `bool(@bits0[${index}])`),
        ),
  );
  return { int, uint, bits, angle, float, bool };
}
