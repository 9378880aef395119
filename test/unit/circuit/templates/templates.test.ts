import { describe, expect, test } from 'vitest';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { composeCircuits } from '#core/circuit/composeCircuits.ts';
import { efficientSu2, realAmplitudes, rotationLayers } from '#core/circuit/templates/ansatze.ts';
import { entangledPairs } from '#core/circuit/templates/entanglement.ts';
import {
  angleFeatureMap,
  iqpFeatureMap,
  separableFeatureMap,
  zzFeatureMap,
} from '#core/circuit/templates/featureMaps.ts';

/** Gates as `name(parameters) controls>targets`, parameters in units of π. */
function gates(circuit: Circuit): string[] {
  return circuit.operations.map((operation) => {
    if (operation.kind !== 'gate') throw new Error(`Unexpected ${operation.kind}`);
    const parameters = operation.parameters.map((angle) => (Number(angle) / Math.PI).toFixed(3)).join(',');
    const controls = operation.controls.map(({ qubit }) => qubit).join(',');
    return `${operation.gate}(${parameters}) ${controls}>${operation.targets.join(',')}`;
  });
}

test('pairs of qubits by pattern', () => {
  expect(entangledPairs('linear', 4)).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  expect(entangledPairs('reverse-linear', 4)).toEqual([
    [2, 3],
    [1, 2],
    [0, 1],
  ]);
  expect(entangledPairs('ring', 3)).toEqual([
    [0, 1],
    [1, 2],
    [2, 0],
  ]);
  expect(entangledPairs('ring', 2)).toEqual([[0, 1]]);
  expect(entangledPairs('full', 4)).toHaveLength(6);
  expect(entangledPairs('none', 4)).toEqual([]);
  expect(entangledPairs([[2, 0]], 3)).toEqual([[2, 0]]);
  expect(() => entangledPairs([[0, 3]], 3)).toThrow(/does not fit 3 qubits/);
  expect(() => entangledPairs([[1, 1]], 3)).toThrow(/\[1, 1\]/);
});

describe('feature maps', () => {
  test('ZZ with two features follows its definition', () => {
    const bound = bindCircuit(zzFeatureMap(2, 1, 'full'), [Math.PI / 2, Math.PI / 4]);
    // 2(π−π/2)(π−π/4) = 3π²/4
    expect(gates(bound)).toEqual([
      'h() >0',
      'h() >1',
      'p(1.000) >0',
      'p(0.500) >1',
      'x() 0>1',
      `p(${((3 * Math.PI) / 4).toFixed(3)}) >1`,
      'x() 0>1',
    ]);
  });

  test('repetitions reuse the same features', () => {
    expect(zzFeatureMap(3, 2, 'linear').parameters.map(({ name }) => name)).toEqual(['x[0]', 'x[1]', 'x[2]']);
    expect(zzFeatureMap(3, 2, 'linear').operations).toHaveLength(2 * (3 + 3 + 2 * 3));
  });

  test('IQP multiplies features on its pairs', () => {
    expect(gates(bindCircuit(iqpFeatureMap(2, 1, 'full'), [2, 0.5]))).toContain(
      `rzz(${(1 / Math.PI).toFixed(3)}) >0,1`,
    );
  });

  test('an RZ encoding starts from a superposition', () => {
    expect(gates(bindCircuit(angleFeatureMap(1, 'z'), [Math.PI]))).toEqual(['h() >0', 'rz(1.000) >0']);
    expect(gates(bindCircuit(angleFeatureMap(1, 'y'), [Math.PI]))).toEqual(['ry(1.000) >0']);
  });

  test('the separable map turns against the feature', () => {
    expect(gates(bindCircuit(separableFeatureMap(1, 2), [Math.PI]))).toEqual([
      'rx(-0.250) >0',
      'ry(-1.000) >0',
      'rx(-0.250) >0',
      'ry(-1.000) >0',
    ]);
  });
});

describe('ansätze', () => {
  test('parameter counts are those of their definitions', () => {
    expect(realAmplitudes(4, 3, 'reverse-linear').parameters).toHaveLength(16);
    expect(efficientSu2(2, 3, 'linear').parameters).toHaveLength(16);
    expect(rotationLayers(4, 2, 'ring').parameters).toHaveLength(24);
  });

  test('a rotation layer applies RZ(φ), RY(θ), RZ(ω) and a ring of CX', () => {
    const angles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((turn) => turn * Math.PI);
    expect(gates(bindCircuit(rotationLayers(3, 1, 'ring'), angles))).toEqual([
      ...['rz(0.100) >0', 'ry(0.200) >0', 'rz(0.300) >0', 'rz(0.400) >1', 'ry(0.500) >1', 'rz(0.600) >1'],
      ...['rz(0.700) >2', 'ry(0.800) >2', 'rz(0.900) >2', 'x() 0>1', 'x() 1>2', 'x() 2>0'],
    ]);
  });
});

test('a composed circuit binds the parameters of the first, then of the second', () => {
  const composed = composeCircuits(angleFeatureMap(2, 'y'), realAmplitudes(2, 0, 'none'));
  expect(
    gates(
      bindCircuit(
        composed,
        [0.1, 0.2, 0.3, 0.4].map((turn) => turn * Math.PI),
      ),
    ),
  ).toEqual(['ry(0.100) >0', 'ry(0.200) >1', 'ry(0.300) >0', 'ry(0.400) >1']);
  expect(() => composeCircuits(angleFeatureMap(2, 'y'), angleFeatureMap(3, 'y'))).toThrow(/2 and 3 qubits/);
  const swapped = composeCircuits(realAmplitudes(2, 0, 'none'), angleFeatureMap(2, 'x'), 'second-first');
  const turns = [0.1, 0.2, 0.3, 0.4].map((turn) => turn * Math.PI);
  expect(gates(bindCircuit(swapped, turns))).toEqual(['ry(0.300) >0', 'ry(0.400) >1', 'rx(0.100) >0', 'rx(0.200) >1']);
});
