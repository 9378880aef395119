import { expect, test } from 'vitest';
import { matchingItems, paletteItems, qubitsFrom } from '#webview/circuit/editing/paletteItems.ts';

const items = paletteItems([
  { name: 'crx', parameters: ['θ'], qubits: ['c', 't'], summary: 'Controlled rotation about X' },
  { name: 'x', parameters: [], qubits: ['a'], summary: 'Pauli X', include: 'stdgates.inc' },
  { name: 'rx', parameters: ['θ'], qubits: ['a'], summary: 'Rotation about X' },
  { name: 'own', parameters: [], qubits: ['a'] },
]);

test('usual gates come first, and what is typed finds names before words', () => {
  expect(items.map(({ name }) => name).slice(0, 3)).toEqual(['x', 'rx', 'crx']);
  expect(matchingItems(items, 'rx').map(({ name }) => name)).toEqual(['rx', 'crx']);
  expect(matchingItems(items, 'rotation').map(({ name }) => name)).toEqual(['rx', 'crx']);
  expect(matchingItems(items, 'MEA').map(({ name }) => name)).toEqual(['measure']);
});

test('what placing adds is said', () => {
  expect(items.find(({ name }) => name === 'x')?.summary).toBe('Pauli X (adds include "stdgates.inc")');
  expect(items.find(({ name }) => name === 'own')?.summary).toBe('Defined in this program');
});

test('qubits are taken downwards, then upwards', () => {
  expect(qubitsFrom(1, 2, 3)).toEqual([1, 2]);
  expect(qubitsFrom(2, 3, 3)).toEqual([2, 1, 0]);
  expect(qubitsFrom(7, 1, 3)).toEqual([2]);
});
