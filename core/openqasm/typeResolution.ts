import type { Diagnostic } from '#core/base/diagnostic.ts';
import { diagnose } from './messages.ts';
import type { Expression, TypeNode } from './syntaxTree.ts';
import { describeType, noType, type Size, type Type } from './types.ts';

/** What the type a node writes depends on. */
export interface TypeEnvironment {
  /** The least size of a register: 1 in OpenQASM 2, 0 in OpenQASM 3. */
  readonly leastRegister: number;
  /** The value of a width or size; undefined when it is not a whole number of at least `least`, which is reported. */
  sizeOf(expression: Expression, what: string, least: number): number | undefined;
  report(diagnostic: Diagnostic): void;
}

/** An array has at most so many dimensions (types, "Arrays"). */
const dimensionLimit = 7;

/**
 * The type a node writes, with its widths and sizes evaluated; `none` where a width or dimension is wrong, which has
 * been reported.
 */
export function resolveType(node: TypeNode, environment: TypeEnvironment): Type {
  switch (node.name) {
    case 'bit':
    case 'qubit': {
      if (!node.size) return { kind: node.name, size: 'scalar' };
      const size = environment.sizeOf(node.size, 'the size of a register', environment.leastRegister);
      return { kind: node.name, size: size ?? 'unknown' };
    }
    case 'int':
    case 'uint':
    case 'float':
    case 'angle': {
      if (!node.size) return { kind: node.name, width: undefined };
      const width = environment.sizeOf(node.size, `the width of '${node.name}'`, 1);
      return width === undefined ? noType : { kind: node.name, width };
    }
    case 'complex': {
      if (!node.base) return { kind: 'complex', width: undefined };
      const base = resolveType(node.base, environment);
      return base.kind === 'float' ? { kind: 'complex', width: base.width } : noType;
    }
    case 'array':
      return resolveArray(node, environment);
    case 'port':
    case 'frame':
    case 'waveform':
      // Only the bodies of calibrations have them, which are not analysed.
      return noType;
    case 'bool':
    case 'duration':
    case 'stretch':
    case 'void':
      return { kind: node.name };
  }
}

/** An array; a reference with `#dim = k` has k dimensions of unknown size. */
function resolveArray(node: TypeNode, environment: TypeEnvironment): Type {
  const base = node.base ? resolveType(node.base, environment) : noType;
  const sizes = node.dimensions.map((each) => environment.sizeOf(each, 'the size of an array', 0));
  const count = node.dimensionCount && environment.sizeOf(node.dimensionCount, 'the number of dimensions', 1);
  if (node.base && !canBeElement(base)) {
    environment.report(diagnose('QAS6005', node.base, baseProblem(base)));
    return noType;
  }
  const length = count ?? sizes.length;
  if (length > dimensionLimit) {
    const place = node.dimensionCount ?? node.dimensions[dimensionLimit] ?? node;
    environment.report(
      diagnose('QAS6005', place, `An array has at most ${dimensionLimit} dimensions; this has ${length}`),
    );
    return noType;
  }
  if (node.dimensionCount && count === undefined) return noType;
  const dimensions = count === undefined ? sizes : Array<Size>(count).fill('unknown');
  const known = dimensions.filter((size) => size !== undefined);
  if (base.kind === 'none' || known.length < dimensions.length || known.length === 0) return noType;
  return { kind: 'array', base, dimensions: known, ...(node.access && { access: node.access }) };
}

function canBeElement(type: Type): boolean {
  switch (type.kind) {
    case 'int':
    case 'uint':
    case 'float':
    case 'complex':
    case 'angle':
    case 'bool':
    case 'duration':
    case 'none':
      return true;
    default:
      return false;
  }
}

function baseProblem(type: Type): string {
  const advice = type.kind === 'bit' ? `; 'bool' can, and a register 'bit[n]' holds bits` : '';
  return `'${describeType(type)}' cannot be the type of array elements${advice}`;
}
