import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Angle, combineAngles, parameterAngle } from '#core/circuit/angle.ts';
import type { GateOperation } from '#core/circuit/circuit.ts';
import { type Coupling, CouplingMap, gridCouplings, lineCouplings } from '#core/transpiler/couplingMap.ts';
import { gateBasis } from '#core/transpiler/gateBasis.ts';
import { type TranspilerLevel, type TranspilerTarget, transpileCircuit } from '#core/transpiler/transpileCircuit.ts';
import { anyGate, anyGates } from '#test/support/arbitraries/circuits.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { infidelity, misfits } from '#test/support/transpiledCircuits.ts';

const bases = [
  ['rz', 'sx', 'x', 'cx'],
  ['rz', 'sx', 'x', 'ecr'],
  ['rz', 'sx', 'cz'],
  ['id', 'rz', 'rx', 'sx', 'x', 'rzz', 'cz'],
  ['u3', 'cx'],
  ['u', 'cz', 'swap'],
  ['rx', 'ry', 'rz', 'cz'],
  ['rx', 'ry', 'rxx'],
  ['gpi', 'gpi2', 'ms'],
  ['gpi', 'gpi2', 'zz'],
  ['prx', 'cz'],
  ['prx', 'rz', 'zz'],
  ['h', 'rz', 'cx'],
  ['ry', 'p', 'cp', 'cx', 'crx'],
  ['rz', 'sx', 'iswap'],
] as const;

const anyBasis = fc.constantFrom(...bases).map((names) => gateBasis(names));
const anyLevel = fc.constantFrom<TranspilerLevel>(0, 1, 2, 3);

/** Connected devices of a few qubits: a random tree and some more couplings, in one or both orders. */
function anyCoupling(qubitCount: number): fc.Arbitrary<CouplingMap> {
  return fc
    .record({
      parents: fc.array(fc.nat(), { minLength: qubitCount, maxLength: qubitCount }),
      extra: fc.array(fc.tuple(fc.nat(qubitCount - 1), fc.nat(qubitCount - 1)), { maxLength: 3 }),
      turned: fc.array(fc.boolean(), { minLength: qubitCount + 3, maxLength: qubitCount + 3 }),
      isDirected: fc.boolean(),
    })
    .map(({ extra, isDirected, parents, turned }) => {
      const tree = parents.slice(1).map((parent, index): Coupling => [parent % (index + 1), index + 1]);
      const couplings = [...tree, ...extra.filter(([one, other]) => one !== other)].map(
        ([one, other], index): Coupling => (turned[index] ? [other, one] : [one, other]),
      );
      return new CouplingMap(qubitCount, couplings, { isDirected });
    });
}

test('a fitted circuit is the circuit, in gates of the basis between coupled qubits', () => {
  fc.assert(
    fc.property(
      anyGates(4, 14),
      anyBasis,
      fc.option(anyCoupling(5), { nil: undefined }),
      anyLevel,
      fc.integer(),
      (operations, basis, coupling, level, seed) => {
        const original = circuit(4, operations);
        const target: TranspilerTarget = { basis, ...(coupling && { coupling }) };
        const fitted = transpileCircuit(original, target, { level, seed });
        expect(misfits(fitted.circuit, target)).toEqual([]);
        expect(infidelity(original, fitted, seed)).toBeLessThan(1e-12);
      },
    ),
    { numRuns: 60 },
  );
});

test('wider circuits on lines and grids are the same circuits', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(new CouplingMap(12, gridCouplings(3, 4)), new CouplingMap(12, lineCouplings(12))),
      anyGates(9, 40),
      anyLevel,
      fc.integer(),
      (coupling, operations, level, seed) => {
        const original = circuit(9, operations);
        const target = { basis: gateBasis(['rz', 'sx', 'x', 'cz']), coupling };
        const fitted = transpileCircuit(original, target, { level, seed });
        expect(misfits(fitted.circuit, target)).toEqual([]);
        expect(infidelity(original, fitted, seed)).toBeLessThan(1e-12);
      },
    ),
    { numRuns: 6 },
  );
});

/** Gates whose angles are made of two parameters. */
const anySymbolicGates = fc.array(
  fc
    .tuple(anyGate(3), fc.array(fc.constantFrom('known', 'first', 'second', 'both'), { minLength: 3, maxLength: 3 }))
    .map(
      ([operation, kinds]): GateOperation => ({
        ...operation,
        parameters: operation.parameters.map((angle, index) => symbolic(angle, kinds[index] ?? 'known')),
      }),
    ),
  { maxLength: 14 },
);

function symbolic(angle: Angle, kind: string): Angle {
  switch (kind) {
    case 'first':
      return combineAngles('multiply', 0.5, parameterAngle(0));
    case 'second':
      return parameterAngle(1);
    case 'both':
      return combineAngles('add', parameterAngle(0), combineAngles('multiply', angle, parameterAngle(1)));
    default:
      return angle;
  }
}

test('parameters stay, and the fitted circuit can be bound to any values', () => {
  fc.assert(
    fc.property(
      anySymbolicGates,
      anyBasis,
      anyCoupling(4),
      anyLevel,
      fc.integer(),
      fc.tuple(fc.double({ min: -4, max: 4, noNaN: true }), fc.double({ min: -4, max: 4, noNaN: true })),
      (operations, basis, coupling, level, seed, values) => {
        const original = circuit(3, operations, { parameters: ['a', 'b'] });
        const target = { basis, coupling };
        const fitted = transpileCircuit(original, target, { level, seed });
        expect(misfits(fitted.circuit, target)).toEqual([]);
        expect(fitted.circuit.parameters).toEqual(original.parameters);
        expect(infidelity(original, fitted, seed, values)).toBeLessThan(1e-12);
        expect(infidelity(original, fitted, seed, [0, Math.PI / 2])).toBeLessThan(1e-12);
      },
    ),
    { numRuns: 40 },
  );
});

/** Merged, its gates on one qubit stand behind one another, where translated they are side by side. */
const mergedIntoOneAnother: [GateOperation[], ReturnType<typeof gateBasis>, CouplingMap, number] = [
  [{ kind: 'gate', gate: 'rz', parameters: [1e-6], controls: [{ qubit: 3, value: 0 }], targets: [1] }],
  gateBasis(['rz', 'sx', 'x', 'ecr']),
  new CouplingMap(
    6,
    [1, 2, 3, 4, 5].map((leaf): Coupling => [0, leaf]),
  ),
  0,
];

test('a higher level gives no more two-qubit gates, and no greater depth with as many', () => {
  fc.assert(
    fc.property(anyGates(5, 20), anyBasis, anyCoupling(6), fc.integer(), (operations, basis, coupling, seed) => {
      const sizes = ([0, 1, 2, 3] as const).map((level) => {
        const { after } = transpileCircuit(circuit(5, operations), { basis, coupling }, { level, seed });
        return [after.twoQubitGates, after.depth] as const;
      });
      sizes.slice(1).forEach(([gates, depth], index) => {
        const [before, beforeDepth] = sizes[index] ?? [0, 0];
        expect(gates).toBeLessThanOrEqual(before);
        if (gates === before) expect(depth).toBeLessThanOrEqual(beforeDepth);
      });
    }),
    { numRuns: 40, examples: [mergedIntoOneAnother] },
  );
});

test('equal seeds give equal circuits', () => {
  fc.assert(
    fc.property(
      anyGates(4, 16),
      anyBasis,
      anyCoupling(6),
      anyLevel,
      fc.integer(),
      (operations, basis, coupling, level, seed) => {
        const once = transpileCircuit(circuit(4, operations), { basis, coupling }, { level, seed });
        expect(transpileCircuit(circuit(4, operations), { basis, coupling }, { level, seed })).toEqual(once);
      },
    ),
    { numRuns: 8 },
  );
});
