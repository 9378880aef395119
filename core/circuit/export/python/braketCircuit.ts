import { appendAll } from '#core/base/appendAll.ts';
import { type Angle, combineAngles } from '../../angle.ts';
import type { Circuit, GateOperation, Operation } from '../../circuit.ts';
import { operationQubits } from '../../operationQubits.ts';
import type { MeasuredFlow } from '../measuredFlow.ts';
import type { OmissionList } from '../omissionList.ts';
import { type BraketContext, braketCalls, braketGate, braketOperations } from './braketGates.ts';
import { gatherBroadcasts } from './broadcasts.ts';
import { exampleValue } from './exampleValue.ts';
import { MatrixTable } from './matrixTable.ts';
import type { AngleFunction } from './pythonAngle.ts';
import { pythonNames, pythonString } from './pythonNames.ts';
import { PythonBlock, PythonImports, pythonModule } from './pythonProgram.ts';
import { PythonRegisters, registerRange } from './pythonRegisters.ts';
import { constantBits } from './returnedBits.ts';
import { sympyFunction } from './sympyFunction.ts';

/** Names the program uses itself. */
const ownNames =
  'Circuit FreeParameter FreeParameterExpression LocalSimulator build_circuit circuit result sympy np pi values'.split(
    ' ',
  );

/** The Python text of a function that builds a `Circuit` which is measured at its end, and a main part. */
export function braketCircuit(circuit: Circuit, flow: MeasuredFlow, omissions: OmissionList): string {
  return new CircuitWriter(circuit, flow, omissions).text();
}

class CircuitWriter {
  readonly #circuit: Circuit;
  readonly #flow: MeasuredFlow;
  readonly #omissions: OmissionList;
  readonly #imports = new PythonImports();
  readonly #registers: PythonRegisters;
  readonly #parameters: readonly string[];
  readonly #context: BraketContext;
  /** The bits that are measured with their qubits, the last bit first. */
  readonly #measured: readonly { readonly bit: number; readonly qubit: number }[];

  constructor(circuit: Circuit, flow: MeasuredFlow, omissions: OmissionList) {
    this.#circuit = circuit;
    this.#flow = flow;
    this.#omissions = omissions;
    const names = pythonNames(ownNames);
    this.#registers = new PythonRegisters(circuit, names, 'variable');
    this.#parameters = circuit.parameters.map(({ name }) => names.unique(name));
    this.#context = {
      registers: this.#registers,
      matrices: new MatrixTable(names, () => this.#imports.module('numpy', 'np')),
      dialect: {
        parameters: this.#parameters,
        call: (name, argument) => {
          this.#imports.module('sympy');
          this.#imports.name('braket.parametric', 'FreeParameterExpression');
          return callOfSympy(name, argument);
        },
        // A rational power would be divided as integers in OpenQASM.
        rootsArePowers: true,
        computed: () => undefined,
        usePi: () => this.#imports.name('math', 'pi'),
      },
    };
    this.#measured = flow.steps
      .flatMap((step) => {
        const bit = step.kind === 'measure' ? step.operation.bit : undefined;
        return step.kind === 'measure' && bit !== undefined ? [{ bit, qubit: step.operation.qubit }] : [];
      })
      .sort((left, right) => right.bit - left.bit);
  }

  text(): string {
    this.#imports.name('braket.circuits', 'Circuit');
    this.#imports.name('braket.devices', 'LocalSimulator');
    const build = new PythonBlock(0);
    build.compound('def build_circuit() -> Circuit:', (body) => {
      const steps = new PythonBlock(1);
      this.#steps(steps);
      this.#measure(steps);
      for (const register of this.#registers.qubits) body.statement(`${register.name} = ${registerRange(register)}`);
      this.#circuit.parameters.forEach(({ name }, index) => {
        this.#imports.name('braket.circuits', 'FreeParameter');
        body.statement(`${this.#parameters[index]} = FreeParameter(${pythonString(name)})`);
      });
      this.#context.matrices.define(body);
      body.blank();
      body.statement('circuit = Circuit()');
      appendAll(body.lines, steps.lines);
      body.statement('return circuit');
    });
    const docstring = ['Builds a quantum circuit with Amazon Braket and simulates it.'];
    return pythonModule(docstring, this.#imports, [build, this.#main()]);
  }

  #steps(block: PythonBlock): void {
    const operations: Operation[] = [];
    for (const step of this.#flow.steps) if (step.kind !== 'measure') operations.push(step.operation);
    for (const operation of gatherBroadcasts(withOnePhase(operations), this.#registers.qubits, [])) {
      if (operation.kind === 'each' && operation.operation.kind === 'gate') {
        const list = this.#registers.qubitList(operation.qubits);
        const call = this.#orOmission(operation.operation, braketGate(operation.operation, this.#context, list));
        if (call !== undefined) block.statement(`circuit.${call}`);
      } else if (operation.kind === 'barrier') {
        if (operation.qubits.length === 0) continue;
        block.statement(`circuit.barrier(${this.#registers.qubitList(operation.qubits)})`);
      } else if (operation.kind === 'gate' || operation.kind === 'unitary') {
        const calls = this.#orOmission(operation, braketCalls(operation, this.#context)) ?? [];
        for (const call of calls) block.statement(`circuit.${call}`);
      }
    }
    this.#touchIdleQubits(block);
  }

  /** Braket knows only qubits that something happens to, and the state is to be that of all. */
  #touchIdleQubits(block: PythonBlock): void {
    if (this.#measured.length > 0) return;
    const used = new Set(
      this.#circuit.operations.flatMap((operation) =>
        operation.kind === 'gate' || operation.kind === 'unitary'
          ? braketOperations(operation).flatMap(operationQubits)
          : [],
      ),
    );
    for (let qubit = 0; qubit < this.#circuit.qubitCount; qubit++) {
      if (!used.has(qubit)) block.statement(`circuit.i(${this.#registers.qubit(qubit)})`);
    }
  }

  #measure(block: PythonBlock): void {
    const measured = this.#measured;
    if (measured.length === 0) return;
    if (measured.length > 1) {
      block.comment(`Bits from left to right: ${measured.map(({ bit }) => this.#registers.bit(bit)).join(', ')}.`);
    }
    block.statement(`circuit.measure([${measured.map(({ qubit }) => this.#registers.qubit(qubit)).join(', ')}])`);
  }

  #main(): PythonBlock {
    const main = new PythonBlock(0);
    const isMeasured = this.#measured.length > 0;
    main.compound('if __name__ == "__main__":', (body) => {
      body.statement('circuit = build_circuit()');
      body.statement('print(circuit)');
      const run = ['circuit', `shots=${isMeasured ? 1024 : 0}`];
      if (this.#parameters.length > 0) {
        const values = this.#circuit.parameters.map(({ name, type }) => `${pythonString(name)}: ${exampleValue(type)}`);
        body.comment('Values of the inputs.');
        body.statement(`values = {${values.join(', ')}}`);
        run.push('inputs=values');
      }
      for (const note of constantBits(this.#flow, this.#registers)) body.comment(note);
      if (!isMeasured) {
        body.comment('Amplitudes of the state; the first qubit is the highest bit of an index.');
        body.statement('circuit.state_vector()');
      }
      body.statement(`result = LocalSimulator().run(${run.join(', ')}).result()`);
      body.statement(`print(result.${isMeasured ? 'measurement_counts' : 'values[0]'})`);
    });
    return main;
  }

  #orOmission<T>({ source }: Pick<Operation, 'source'>, written: T | undefined): T | undefined {
    if (written === undefined) this.#omissions.error('An angle', 'it is not finite', source);
    return written;
  }
}

function callOfSympy(name: AngleFunction, argument: string): string {
  const receiver = /^[\p{XID_Continue}.]+$/u.test(argument) ? argument : `(${argument})`;
  return `FreeParameterExpression(${sympyFunction(name)}(${receiver}.expression))`;
}

/**
 * Gates that Braket has by name, with all global phases as one at the end: Braket loses those that are followed by
 * another one too soon (version 1.127).
 */
function withOnePhase(operations: readonly Operation[]): Operation[] {
  const expanded = operations.flatMap((operation): readonly Operation[] =>
    operation.kind === 'gate' || operation.kind === 'unitary' ? braketOperations(operation) : [operation],
  );
  const [first, ...others] = expanded.filter(isPhase);
  const rest = expanded.filter((operation) => !isPhase(operation));
  if (first === undefined) return rest;
  const angle = others.reduce<Angle>(
    (sum, { parameters }) => combineAngles('add', sum, parameters[0] ?? 0),
    first.parameters[0] ?? 0,
  );
  return [...rest, { ...first, parameters: [angle] }];
}

function isPhase(operation: Operation): operation is GateOperation {
  return operation.kind === 'gate' && operation.gate === 'gphase';
}
