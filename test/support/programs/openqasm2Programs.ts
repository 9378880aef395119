import { libraryGates } from '#core/openqasm/index.ts';
import { Choices } from './choices.ts';

/** `u0` waits, which readers of other projects write as something else. */
const gates = libraryGates('qelib1.inc').filter(({ name }) => name !== 'u0');

interface CallableGate {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly qubits: readonly string[];
}

/**
 * A random OpenQASM 2 program on three qubits: gates of `qelib1.inc`, definitions that call each other with expressions of
 * their parameters, broadcast calls and barriers; with feedback also measurements, conditions and resets.
 */
export function openqasm2Program(seed: number, hasFeedback: boolean): string {
  const choices = new Choices(seed, 'openqasm2');
  const lines = ['OPENQASM 2.0;', 'include "qelib1.inc";'];
  const callable: CallableGate[] = [...gates];
  for (let index = 0; index < choices.integer(0, 3); index++) {
    const gate = {
      name: `g${index}`,
      parameters: ['alpha', 'beta'].slice(0, choices.integer(0, 2)),
      qubits: ['a', 'b'].slice(0, choices.integer(1, 2)),
    };
    const fitting = callable.filter(({ qubits }) => qubits.length <= gate.qubits.length);
    const body = choices.several(1, 4, () => call(choices, choices.pick(fitting), gate.parameters, gate.qubits));
    if (choices.chance(0.3)) body.push(`barrier ${gate.qubits.join(', ')};`);
    const parameters = gate.parameters.length > 0 ? `(${gate.parameters.join(', ')})` : '';
    lines.push(`gate ${gate.name}${parameters} ${gate.qubits.join(', ')} { ${body.join(' ')} }`);
    callable.push(gate);
  }
  const registers = choices.pick([
    [['q', 3]],
    [
      ['q', 2],
      ['r', 1],
    ],
  ] as const);
  for (const [name, size] of registers) lines.push(`qreg ${name}[${size}];`);
  if (hasFeedback) lines.push('creg c[2];', 'creg d[1];');
  const qubits = registers.flatMap(([name, size]) => Array.from({ length: size }, (_, index) => `${name}[${index}]`));
  const fitting = callable.filter((gate) => gate.qubits.length <= qubits.length);
  const gateCall = () => call(choices, choices.pick(fitting), [], qubits);
  let measurements = 0;
  const statement = (): string => {
    const kind = choices.integer(0, 11);
    if (kind === 0) return broadcast(choices, callable, registers);
    if (kind === 1) return `barrier ${choices.sample(qubits, 2).join(', ')};`;
    if (!hasFeedback || kind < 6) return gateCall();
    if (kind < 9) {
      measurements++;
      if (measurements > 5) return gateCall();
      return `measure ${choices.pick(qubits)} -> ${choices.pick(['c[0]', 'c[1]', 'd[0]'])};`;
    }
    if (kind === 9 && measurements < 5) {
      measurements++;
      return `reset ${choices.pick(qubits)};`;
    }
    const condition = choices.chance(0.5) ? `c == ${choices.integer(0, 3)}` : `d == ${choices.integer(0, 1)}`;
    return `if (${condition}) ${gateCall()}`;
  };
  lines.push(...choices.several(4, hasFeedback ? 14 : 10, statement));
  if (hasFeedback) lines.push(`measure ${choices.pick(qubits)} -> d[0];`);
  return `${lines.join('\n')}\n`;
}

/** One operand is a register and the others single qubits outside it, or all are registers of one size. */
function broadcast(
  choices: Choices,
  callable: readonly CallableGate[],
  registers: readonly (readonly [name: string, size: number])[],
): string {
  const [whole, ...others] = choices.sample(registers, registers.length);
  const single = others[0] && `${others[0][0]}[${choices.integer(0, others[0][1] - 1)}]`;
  const operands = [whole?.[0] ?? 'q', ...(single ? [single] : [])];
  const gate = choices.pick(callable.filter(({ qubits }) => qubits.length <= operands.length));
  return call(choices, gate, [], operands);
}

function call(choices: Choices, gate: CallableGate, names: readonly string[], operands: readonly string[]): string {
  const parameters = gate.parameters.map(() => expression(choices, names, 2));
  const list = parameters.length > 0 ? `(${parameters.join(', ')})` : '';
  return `${gate.name}${list} ${choices.sample(operands, gate.qubits.length).join(', ')};`;
}

function expression(choices: Choices, names: readonly string[], depth: number): string {
  const inner = () => expression(choices, names, depth - 1);
  if (depth === 0 || choices.chance(0.4)) {
    return choices.pick([...names, ...names, 'pi', 'pi/4', '-3*pi/2', '2', '1', choices.decimal().replace('-', '')]);
  }
  switch (choices.integer(0, 7)) {
    case 0:
      return `(${inner()} + ${inner()})`;
    case 1:
      return `(${inner()} - ${inner()})`;
    case 2:
      return `${inner()} * (${inner()})`;
    case 3:
      return `(${inner()}) / ${choices.integer(2, 5)}`;
    case 4:
      return `-(${inner()})`;
    case 5:
      return `${choices.pick(['sin', 'cos'])}(${inner()})`;
    case 6:
      return `${choices.pick(['sqrt', 'exp'])}(${choices.decimal().replace('-', '')})`;
    default:
      return `${choices.decimal().replace('-', '')}^${choices.integer(0, 3)}`;
  }
}
