import type { Circuit, Register } from '../circuit.ts';
import type { CircuitOutput } from '../classical.ts';
import type { Qasm3Classical, Qasm3Scope } from './qasm3Classical.ts';
import { qasm3Type } from './qasm3Types.ts';

/**
 * What a program returns. Registers and variables that are outputs under their own names are declared so; other outputs
 * are declared by themselves and get their values at the end.
 */
export class Qasm3Outputs {
  readonly declarations: readonly string[];
  readonly assignments: readonly string[];
  readonly #registers = new Set<number>();
  readonly #variables = new Set<number>();

  constructor(circuit: Circuit, { names, registers, variables }: Qasm3Scope, classical: Qasm3Classical) {
    const declarations: string[] = [];
    const assignments: string[] = [];
    for (const output of outputsOf(circuit)) {
      const { name, value } = output;
      const register = registerOf(output, circuit, registers);
      if (register) {
        this.#registers.add(register.start);
      } else if (value.kind === 'variable' && circuit.variables?.[value.variable]?.name === name) {
        this.#variables.add(value.variable);
      } else {
        const written = names.unique(name);
        const type = value.type.kind === 'bool' && value.kind === 'bits' ? 'bit' : qasm3Type(value.type);
        const text = value.kind === 'bits' ? classical.expression(value) : variables[value.variable];
        declarations.push(`output ${type} ${written};`);
        assignments.push(`${written} = ${text};`);
      }
    }
    this.declarations = declarations;
    this.assignments = assignments;
  }

  /** What stands before the declaration of a register, or of a variable given by its index. */
  prefix(declared: Register | number): string {
    const isOutput = typeof declared === 'number' ? this.#variables.has(declared) : this.#registers.has(declared.start);
    return isOutput ? 'output ' : '';
  }
}

/** The outputs of a circuit; where it has bits that it does not return, the others are. */
function outputsOf({ bitRegisters, outputs }: Circuit): readonly CircuitOutput[] {
  if (outputs) return outputs;
  if (!bitRegisters.some(({ isInternal }) => isInternal)) return [];
  return bitRegisters
    .filter(({ isInternal }) => !isInternal)
    .map(({ name, scalar, size, start }): CircuitOutput => {
      const bits = Array.from({ length: size }, (_, index) => start + index);
      const type = scalar ? ({ kind: 'bool' } as const) : ({ kind: 'bits', width: size } as const);
      return { name, value: { kind: 'bits', type, bits } };
    });
}

/** The register whose bits an output is, if it has its name. */
function registerOf(
  { name, value }: CircuitOutput,
  circuit: Circuit,
  registers: readonly Register[],
): Register | undefined {
  if (value.kind !== 'bits') return undefined;
  const original = circuit.bitRegisters.find((register) => register.name === name);
  const isWhole =
    original?.size === value.bits.length && value.bits.every((bit, index) => bit === original.start + index);
  return isWhole ? registers.find(({ size, start }) => start === original.start && size === original.size) : undefined;
}
