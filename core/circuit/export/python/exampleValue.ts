import type { CircuitParameter } from '../../circuit.ts';

/** A value that the main part of a program gives to an input, for the reader to change; most functions have one there. */
export function exampleValue(type: CircuitParameter['type']): string {
  switch (type) {
    case 'angle':
    case 'float':
      return '0.5';
    case 'int':
    case 'uint':
    case 'bool':
      return '1';
  }
}
