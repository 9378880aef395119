/** How many qubits, bits or elements: one that is no register (`scalar`), a known size, or one an error hides. */
export type Size = number | 'scalar' | 'unknown';

/** The type of a value or a declaration (types). */
export type Type =
  | { readonly kind: 'qubit' | 'bit'; readonly size: Size }
  | { readonly kind: 'int' | 'uint' | 'float' | 'angle'; readonly width: number | undefined }
  | { readonly kind: 'bool' | 'duration' | 'stretch' | 'void' }
  | { readonly kind: 'complex'; readonly width: number | undefined }
  | { readonly kind: 'array'; readonly base: Type; readonly dimensions: readonly Size[] }
  /** Anything that is not a value, and values of which an error hides the type. */
  | { readonly kind: 'none' };

/** The type as OpenQASM 3 writes it. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'qubit':
    case 'bit':
      return type.size === 'scalar' ? type.kind : `${type.kind}[${type.size === 'unknown' ? '?' : type.size}]`;
    case 'int':
    case 'uint':
    case 'float':
    case 'angle':
      return type.width === undefined ? type.kind : `${type.kind}[${type.width}]`;
    case 'complex':
      return type.width === undefined ? 'complex' : `complex[float[${type.width}]]`;
    case 'array': {
      const dimensions = type.dimensions.map((size) => (typeof size === 'number' ? String(size) : '?'));
      return `array[${[describeType(type.base), ...dimensions].join(', ')}]`;
    }
    case 'bool':
    case 'duration':
    case 'stretch':
    case 'void':
      return type.kind;
    case 'none':
      return 'unknown';
  }
}
