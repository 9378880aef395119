import type { Expression, TypeNode } from './syntaxTree.ts';
import { noType, type Size, type Type } from './types.ts';

/**
 * Evaluates a width or size.
 * @returns undefined when it is not a whole number of at least `least`
 */
export type SizeEvaluation = (expression: Expression, what: string, least: number) => number | undefined;

/**
 * The type a node writes, with its widths and sizes evaluated; `none` where a width or dimension is wrong, which has
 * been reported.
 */
export function resolveType(node: TypeNode, evaluateSize: SizeEvaluation, leastRegister: number): Type {
  switch (node.name) {
    case 'bit':
    case 'qubit': {
      const size = node.size
        ? (evaluateSize(node.size, 'the size of a register', leastRegister) ?? 'unknown')
        : 'scalar';
      return { kind: node.name, size };
    }
    case 'int':
    case 'uint':
    case 'float':
    case 'angle': {
      if (!node.size) return { kind: node.name, width: undefined };
      const width = evaluateSize(node.size, `the width of '${node.name}'`, 1);
      return width === undefined ? noType : { kind: node.name, width };
    }
    case 'complex': {
      if (!node.base) return { kind: 'complex', width: undefined };
      const base = resolveType(node.base, evaluateSize, leastRegister);
      return base.kind === 'float' ? { kind: 'complex', width: base.width } : noType;
    }
    case 'array':
      return resolveArray(node, evaluateSize, leastRegister);
    case 'port':
    case 'frame':
    case 'waveform':
      // Only the bodies of calibrations have them, which are not analysed.
      return { kind: 'none' };
    case 'bool':
    case 'duration':
    case 'stretch':
    case 'void':
      return { kind: node.name };
  }
}

/** An array; a reference with `#dim = k` has k dimensions of unknown size. */
function resolveArray(node: TypeNode, evaluateSize: SizeEvaluation, leastRegister: number): Type {
  const base = node.base ? resolveType(node.base, evaluateSize, leastRegister) : noType;
  const sizes = node.dimensions.map((each) => evaluateSize(each, 'the size of an array', 0));
  const count = node.dimensionCount && evaluateSize(node.dimensionCount, 'the number of dimensions', 1);
  const dimensions = count === undefined ? sizes : Array<Size>(Math.min(count, dimensionLimit + 1)).fill('unknown');
  const known = dimensions.filter((size) => size !== undefined);
  const isWrong = base.kind === 'none' || known.length < dimensions.length || known.length === 0;
  if (isWrong) return noType;
  return { kind: 'array', base, dimensions: known, ...(node.access && { access: node.access }) };
}

/** An array has at most so many dimensions (types, "Arrays"). */
const dimensionLimit = 7;
