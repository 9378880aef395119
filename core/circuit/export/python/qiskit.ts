import { appendAll } from '#core/base/appendAll.ts';
import type {
  AssignOperation,
  BarrierOperation,
  Circuit,
  ConditionalOperation,
  GateOperation,
  MeasureOperation,
  Operation,
  SwitchOperation,
  WhileOperation,
} from '../../circuit.ts';
import { bodiesOf } from '../../operationBodies.ts';
import type { ExportedProgram } from '../exportedProgram.ts';
import { OmissionList } from '../omissionList.ts';
import { switchConditions } from '../switchConditions.ts';
import { reportOutputs } from '../unreturnedOutputs.ts';
import { type Broadcast, gatherBroadcasts } from './broadcasts.ts';
import { exampleValue } from './exampleValue.ts';
import { MatrixTable } from './matrixTable.ts';
import { parameterUse } from './parameterUse.ts';
import { type AngleDialect, type AngleFunction, pythonAngle } from './pythonAngle.ts';
import { pythonNames, pythonString } from './pythonNames.ts';
import { PythonBlock, PythonImports, pythonModule } from './pythonProgram.ts';
import { PythonRegisters, wholeRegister } from './pythonRegisters.ts';
import { QiskitClassical } from './qiskitClassical.ts';
import { qiskitGate, qiskitUnitary } from './qiskitGates.ts';

/**
 * A circuit as a Python program for Qiskit: a function that builds the `QuantumCircuit`, global phase included, and a
 * main part that simulates it. Registers keep their names; inputs become `Parameter`s, or run-time inputs where classical
 * expressions read them; control flow and classical computation stay what they are.
 */
export function exportQiskit(circuit: Circuit): ExportedProgram {
  return new QiskitWriter(circuit).program();
}

/** Names the program uses itself. */
const ownNames = [
  'QuantumCircuit QuantumRegister ClassicalRegister Parameter AerSimulator Statevector GlobalPhaseGate UnitaryGate',
  'build_circuit circuit simulator values result transpile pi np expr types qiskit qiskit_aer',
].flatMap((line) => line.split(' '));

class QiskitWriter {
  readonly #circuit: Circuit;
  readonly #omissions = new OmissionList();
  readonly #imports = new PythonImports();
  readonly #registers: PythonRegisters;
  readonly #matrices: MatrixTable;
  readonly #classical: QiskitClassical;
  readonly #dialect: AngleDialect;
  /** Names of the circuit's parameters, as `Parameter`s and as inputs of the run. */
  readonly #parameters: readonly (string | undefined)[];
  readonly #inputs: readonly (string | undefined)[];
  readonly #variables: readonly string[];
  readonly #discarded: string;
  #discards = false;

  constructor(circuit: Circuit) {
    this.#circuit = circuit;
    const names = pythonNames(ownNames);
    this.#registers = new PythonRegisters(circuit, names, 'element');
    this.#matrices = new MatrixTable(names, () => this.#imports.module('numpy', 'np'));
    const use = parameterUse(circuit);
    const named = circuit.parameters.map(({ name }) => names.unique(name));
    // Qiskit knows only parameters that are in a gate.
    this.#parameters = named.map((name, index) => (use.inAngles.has(index) ? name : undefined));
    this.#inputs = named.map((name, index) => (use.inExpressions.has(index) ? name : undefined));
    circuit.parameters.forEach(({ name, source }, index) => {
      if (use.inAngles.has(index) && use.inExpressions.has(index)) {
        this.#omissions.error(
          `Input '${name}'`,
          'Qiskit cannot use one input both in angles of gates and in what is computed during the run',
          source,
        );
      }
    });
    this.#variables = (circuit.variables ?? []).map(({ name }) => names.unique(name));
    this.#discarded = names.unique('discarded');
    this.#classical = new QiskitClassical({
      circuit,
      imports: this.#imports,
      registers: this.#registers,
      variables: this.#variables,
      inputs: this.#inputs,
      omissions: this.#omissions,
    });
    this.#dialect = {
      parameters: this.#parameters,
      call: callOnParameter,
      rootsArePowers: true,
      computed: () => undefined,
      usePi: () => this.#imports.name('math', 'pi'),
    };
  }

  program(): ExportedProgram {
    this.#imports.name('qiskit', 'QuantumCircuit');
    const body = new PythonBlock(1);
    this.#operations(this.#circuit.operations, body, 0);
    const declarations = this.#declarations();
    const build = new PythonBlock(0);
    build.statement('def build_circuit() -> QuantumCircuit:');
    appendAll(build.lines, declarations.lines);
    if (body.lines.length > 0) appendAll(build.lines, ['', ...body.lines]);
    build.lines.push('', '    return circuit');
    reportOutputs(this.#circuit, this.#registers.bits, this.#omissions, 'Qiskit');
    const main = this.#main();
    return this.#omissions.program(
      pythonModule(['Builds a quantum circuit with Qiskit and simulates it.'], this.#imports, [build, main]),
    );
  }

  #declarations(): PythonBlock {
    const block = new PythonBlock(1);
    const { bits, qubits } = this.#registers;
    const declare = (type: string, registers: PythonRegisters['qubits']) => {
      for (const { name, size, title } of registers) {
        block.statement(`${name} = ${this.#imports.name('qiskit', type)}(${size}, ${pythonString(title)})`);
      }
    };
    declare('QuantumRegister', qubits);
    declare('ClassicalRegister', bits);
    if (this.#discards) {
      const type = this.#imports.name('qiskit', 'ClassicalRegister');
      block.statement(`${this.#discarded} = ${type}(1, ${pythonString(this.#discarded)})`);
    }
    this.#parameters.forEach((name, index) => {
      const title = this.#circuit.parameters[index]?.name ?? '';
      if (name === undefined) return;
      const type = this.#imports.name('qiskit.circuit', 'Parameter');
      block.statement(`${name} = ${type}(${pythonString(title)})`);
    });
    this.#matrices.define(block);
    const registers = [...qubits, ...bits].map(({ name }) => name);
    const all = this.#discards ? [...registers, this.#discarded] : registers;
    block.statement(`circuit = QuantumCircuit(${all.join(', ')})`);
    this.#declareInputs(block);
    this.#circuit.variables?.forEach(({ name, source, type }, index) => {
      const zero = this.#classical.zero(type, name, source);
      if (zero === undefined) return;
      const variable = this.#variables[index] ?? '';
      block.statement(`${variable} = circuit.add_var(${pythonString(variable)}, ${zero})`);
    });
    return block;
  }

  #declareInputs(block: PythonBlock): void {
    const use = parameterUse(this.#circuit);
    this.#inputs.forEach((name, index) => {
      const parameter = this.#circuit.parameters[index];
      const type = use.inExpressions.get(index);
      if (name === undefined || parameter === undefined || type === undefined) return;
      const written = this.#classical.type(type, `Input '${parameter.name}'`, parameter.source);
      if (written !== undefined) block.statement(`${name} = circuit.add_input(${pythonString(name)}, ${written})`);
    });
  }

  #main(): PythonBlock {
    const main = new PythonBlock(0);
    const { bitCount, operations } = this.#circuit;
    // Without a measurement there are no counts.
    const measures = operations.some(measuresInside);
    const isPure = operations.every(({ kind }) => kind === 'gate' || kind === 'unitary' || kind === 'barrier');
    const bound = this.#parameters.filter((name) => name !== undefined);
    main.compound('if __name__ == "__main__":', (body) => {
      if (bound.length > 0) {
        const titles = this.#circuit.parameters.flatMap(({ name, type }, index) =>
          this.#parameters[index] === undefined ? [] : [`${pythonString(name)}: ${exampleValue(type)}`],
        );
        body.comment('Values of the inputs.');
        body.statement(`values = {${titles.join(', ')}}`);
        body.statement('circuit = build_circuit().assign_parameters(values)');
      } else body.statement('circuit = build_circuit()');
      body.statement('print(circuit)');
      if (this.#inputs.some((name) => name !== undefined)) {
        body.comment('The run takes the inputs; simulators of Qiskit cannot give them.');
      } else if (this.#variables.length > 0 || this.#classical.isBeyondAer) {
        body.comment('AerSimulator does not compute with variables and numbers; run this on a device that does.');
      } else if (measures) {
        this.#imports.name('qiskit', 'transpile');
        this.#imports.name('qiskit_aer', 'AerSimulator');
        body.statement('simulator = AerSimulator()');
        body.statement('result = simulator.run(transpile(circuit, simulator), shots=1024).result()');
        if (bitCount > 1) {
          body.comment('Within a register the highest index is leftmost; the last register comes first.');
        }
        body.statement('print(result.get_counts())');
      } else if (isPure) {
        body.comment('Amplitudes of the state; the first qubit is the lowest bit of an index.');
        body.statement(`print(${this.#imports.name('qiskit.quantum_info', 'Statevector')}(circuit).data)`);
      }
    });
    return main;
  }

  #operations(operations: readonly Operation[], block: PythonBlock, depth: number): void {
    for (const operation of gatherBroadcasts(operations, this.#registers.qubits, this.#registers.bits)) {
      this.#operation(operation, block, depth);
    }
  }

  #operation(operation: Operation | Broadcast, block: PythonBlock, depth: number): void {
    const registers = this.#registers;
    switch (operation.kind) {
      case 'each':
        this.#each(operation, block);
        return;
      case 'measure-each':
        block.statement(
          `circuit.measure(${registers.qubitList(operation.qubits)}, ${registers.bitList(operation.bits)})`,
        );
        return;
      case 'gate':
        this.#gate(operation, block, depth);
        return;
      case 'unitary':
        block.statement(qiskitUnitary(operation, this.#context));
        return;
      case 'measure':
        this.#measure(operation, block);
        return;
      case 'reset':
        block.statement(`circuit.reset(${registers.qubit(operation.qubit)})`);
        return;
      case 'barrier':
        this.#barrier(operation, block);
        return;
      case 'conditional':
        this.#conditional(operation, block, depth);
        return;
      case 'switch':
        this.#switch(operation, block, depth);
        return;
      case 'while':
        this.#while(operation, block, depth);
        return;
      case 'assign':
        this.#assign(operation, block);
        return;
    }
  }

  get #context() {
    return { imports: this.#imports, registers: this.#registers, matrices: this.#matrices, circuit: 'circuit' };
  }

  #each({ operation, qubits }: Extract<Broadcast, { kind: 'each' }>, block: PythonBlock): void {
    const list = this.#registers.qubitList(qubits);
    if (operation.kind === 'reset') {
      block.statement(`circuit.reset(${list})`);
      return;
    }
    const angles = this.#angles(operation);
    if (angles) block.statement(`circuit.${operation.gate}(${[...angles, list].join(', ')})`);
  }

  #gate(operation: GateOperation, block: PythonBlock, depth: number): void {
    const angles = this.#angles(operation);
    if (!angles) return;
    if (operation.gate === 'gphase' && operation.controls.length === 0 && depth === 0) {
      block.statement(`circuit.global_phase += ${angles[0] ?? '0'}`);
      return;
    }
    const isBound = operation.parameters.every((angle) => typeof angle === 'number');
    for (const line of qiskitGate(operation, angles, isBound, this.#context)) block.statement(line);
  }

  #angles({ parameters, source }: GateOperation): string[] | undefined {
    const written = parameters.flatMap((angle) => pythonAngle(angle, this.#dialect) ?? []);
    if (written.length === parameters.length) return written;
    this.#omissions.error(
      'An angle',
      'Qiskit has no rounding of parameters, and its gates take no values that are computed during the run',
      source,
    );
    return undefined;
  }

  #measure({ bit, qubit, source }: MeasureOperation, block: PythonBlock): void {
    if (bit === undefined) {
      this.#discards = true;
      this.#omissions.warning(
        'A measurement without a target',
        `Qiskit has none; its result is in the extra register '${this.#discarded}'`,
        source,
      );
    }
    const target = bit === undefined ? `${this.#discarded}[0]` : this.#registers.bit(bit);
    block.statement(`circuit.measure(${this.#registers.qubit(qubit)}, ${target})`);
  }

  #barrier({ qubits }: BarrierOperation, block: PythonBlock): void {
    const isAll = qubits.length === this.#circuit.qubitCount;
    if (qubits.length === 0) return;
    const whole = wholeRegister(qubits, this.#registers.qubits)?.name;
    const operands = whole ?? qubits.map((qubit) => this.#registers.qubit(qubit)).join(', ');
    block.statement(`circuit.barrier(${isAll ? '' : operands})`);
  }

  #conditional({ body, condition, otherwise, source }: ConditionalOperation, block: PythonBlock, depth: number): void {
    const written = this.#classical.condition(condition, source);
    if (written === undefined) return;
    const name = depth === 0 ? 'else_' : `else_${depth}`;
    const head = `with circuit.if_test(${written})`;
    const inside = (operations: readonly Operation[]) => (inner: PythonBlock) =>
      this.#operations(operations, inner, depth + 1);
    if (otherwise.length === 0) {
      block.compound(`${head}:`, inside(body));
      return;
    }
    block.compound(`${head} as ${name}:`, inside(body));
    block.compound(`with ${name}:`, inside(otherwise));
  }

  #switch(operation: SwitchOperation, block: PythonBlock, depth: number): void {
    const { cases, otherwise, source, subject } = operation;
    if (subject.kind === 'bits' && subject.bits.length > 1 && !wholeRegister(subject.bits, this.#registers.bits)) {
      // Conditions need no arithmetic to put the number together.
      this.#operations(switchConditions(operation), block, depth);
      return;
    }
    const written = this.#classical.subject(subject, source);
    if (written === undefined) return;
    const name = depth === 0 ? 'case' : `case_${depth}`;
    const width = subject.type.kind === 'int' ? subject.type.width : undefined;
    block.compound(`with circuit.switch(${written}) as ${name}:`, (inner) => {
      for (const { body, values } of cases) {
        // Signed integers are held as unsigned ones.
        const labels = values.map((value) =>
          width === undefined ? BigInt(value) : BigInt.asUintN(width, BigInt(value)),
        );
        inner.compound(`with ${name}(${labels.join(', ')}):`, (branch) => this.#operations(body, branch, depth + 1));
      }
      if (otherwise.length > 0) {
        inner.compound(`with ${name}(${name}.DEFAULT):`, (branch) => this.#operations(otherwise, branch, depth + 1));
      }
    });
  }

  #while({ body, condition, source }: WhileOperation, block: PythonBlock, depth: number): void {
    const written = this.#classical.condition(condition, source);
    if (written === undefined) return;
    block.compound(`with circuit.while_loop(${written}):`, (inner) => this.#operations(body, inner, depth + 1));
  }

  #assign({ source, target, value }: AssignOperation, block: PythonBlock): void {
    switch (target.kind) {
      case 'element':
        this.#omissions.error('An array', 'Qiskit has no arrays; use one variable for each element', source);
        return;
      case 'variable': {
        const written = this.#classical.value(value, source);
        const name = this.#variables[target.variable] ?? '';
        if (written !== undefined) block.statement(`circuit.store(${name}, ${written})`);
        return;
      }
      case 'bits': {
        if (target.index) {
          this.#omissions.error(
            'An assignment to a bit',
            'Qiskit needs to know which bit it is before the circuit runs',
            source,
          );
          return;
        }
        this.#assignBits(target.bits, { kind: 'assign', target, value, ...(source && { source }) }, block);
      }
    }
  }

  #assignBits(bits: readonly number[], { source, value }: AssignOperation, block: PythonBlock): void {
    const registers = this.#registers;
    const written = this.#classical.value(value, source);
    if (written === undefined) return;
    const whole = wholeRegister(bits, registers.bits);
    const [first] = bits;
    if (whole) block.statement(`circuit.store(${whole.name}, ${written})`);
    else if (bits.length === 1 && first !== undefined && value.type.kind === 'bool') {
      block.statement(`circuit.store(${registers.bit(first)}, ${written})`);
    } else {
      this.#omissions.error(
        'An assignment to some bits of a register',
        'Qiskit stores a whole register or a single bit; assign them one by one',
        source,
      );
    }
  }
}

function measuresInside(operation: Operation): boolean {
  return operation.kind === 'measure' || bodiesOf(operation).some((body) => body.some(measuresInside));
}

/** Functions are methods of parameters and expressions of them. */
function callOnParameter(name: AngleFunction, argument: string): string | undefined {
  const receiver = /^[\p{XID_Continue}.]+$/u.test(argument) ? argument : `(${argument})`;
  switch (name) {
    case 'sin':
    case 'cos':
    case 'tan':
    case 'arcsin':
    case 'arccos':
    case 'arctan':
    case 'exp':
    case 'log':
      return `${receiver}.${name}()`;
    case 'sqrt':
    case 'floor':
    case 'ceiling':
      return undefined;
  }
}
