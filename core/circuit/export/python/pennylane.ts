import { appendAll } from '#core/base/appendAll.ts';
import type { Circuit, Operation } from '../../circuit.ts';
import { type Decision, opposite, sameDecision } from '../decision.ts';
import type { ExportedProgram } from '../exportedProgram.ts';
import { type FlowStep, isMeasuredAtEnd, type MeasuredFlow, measuredFlow } from '../measuredFlow.ts';
import { OmissionList } from '../omissionList.ts';
import type { UniqueNames } from '../uniqueNames.ts';
import { reportOutputs } from '../unreturnedOutputs.ts';
import { gatherBroadcasts } from './broadcasts.ts';
import { exampleValue } from './exampleValue.ts';
import { MatrixTable } from './matrixTable.ts';
import { type PennylaneContext, pennylaneGate, pennylaneUnitary, plainGate, wiresText } from './pennylaneGates.ts';
import { PennylaneResults } from './pennylaneResults.ts';
import type { AngleFunction } from './pythonAngle.ts';
import { pythonNames } from './pythonNames.ts';
import { PythonBlock, PythonImports, pythonModule } from './pythonProgram.ts';
import { PythonRegisters, registerRange } from './pythonRegisters.ts';
import { constantBits, reportComputedBits } from './returnedBits.ts';

/**
 * A circuit as a Python program for PennyLane: a QNode on `default.qubit` that returns counts of the measured bits, or
 * the state where nothing is measured, and a main part that runs it. Inputs become arguments. Results that operations
 * depend on are measured in the middle of the circuit and asked for by `qml.cond`.
 */
export function exportPennylane(circuit: Circuit): ExportedProgram {
  return new PennylaneWriter(circuit).program();
}

/** Names the program uses itself. */
const ownNames = 'qml np pi device circuit wire pennylane'.split(' ');

type ActStep = Extract<FlowStep, { kind: 'act' }>;

class PennylaneWriter {
  readonly #circuit: Circuit;
  readonly #omissions = new OmissionList();
  readonly #imports = new PythonImports();
  readonly #names: UniqueNames;
  readonly #registers: PythonRegisters;
  readonly #parameters: readonly string[];
  readonly #context: PennylaneContext;
  readonly #flow: MeasuredFlow;
  readonly #results: PennylaneResults;
  readonly #measuresAtEnd: boolean;
  #numpy: 'none' | 'plain' | 'differentiable' = 'none';

  constructor(circuit: Circuit) {
    this.#circuit = circuit;
    this.#names = pythonNames(ownNames);
    this.#registers = new PythonRegisters(circuit, this.#names, 'variable');
    this.#parameters = circuit.parameters.map(({ name }) => this.#names.unique(name));
    this.#context = {
      registers: this.#registers,
      matrices: new MatrixTable(this.#names, () => this.#useNumpy('plain')),
      dialect: {
        parameters: this.#parameters,
        call: (name, argument) => {
          this.#useNumpy('differentiable');
          return callOfNumpy(name, argument);
        },
        computed: () => undefined,
        usePi: () => this.#imports.name('math', 'pi'),
      },
    };
    this.#flow = measuredFlow(circuit, this.#omissions, 'PennyLane');
    this.#measuresAtEnd = isMeasuredAtEnd(this.#flow);
    this.#results = new PennylaneResults(this.#flow, this.#registers, this.#names);
  }

  /** Functions of inputs have to be PennyLane's own, which it can differentiate. */
  #useNumpy(kind: 'plain' | 'differentiable'): void {
    if (this.#numpy !== 'differentiable') this.#numpy = kind;
  }

  program(): ExportedProgram {
    this.#imports.module('pennylane', 'qml');
    if (this.#circuit.qubitCount === 0) {
      this.#omissions.error('A circuit without qubits', 'PennyLane has none; declare a qubit');
      return this.#omissions.program('');
    }
    const body = new PythonBlock(1);
    if (!this.#measuresAtEnd) for (const list of this.#results.lists) body.statement(list);
    this.#steps(body);
    this.#return(body);
    if (this.#numpy === 'plain') this.#imports.module('numpy', 'np');
    if (this.#numpy === 'differentiable') this.#imports.name('pennylane', 'numpy as np');
    const head = new PythonBlock(0);
    for (const register of this.#registers.qubits) head.statement(`${register.name} = ${registerRange(register)}`);
    this.#context.matrices.define(head);
    head.blank();
    // Results of measurements in the middle are kept on further wires, so the device has to be free to add some.
    const wires = this.#measuresAtEnd ? `, wires=${this.#circuit.qubitCount}` : '';
    head.statement(`device = qml.device("default.qubit"${wires})`);
    const node = new PythonBlock(0);
    node.statement(`@qml.qnode(device${this.#results.returned.length > 0 ? ', shots=1024' : ''})`);
    node.statement(`def circuit(${this.#parameters.join(', ')}):`);
    appendAll(node.lines, body.lines);
    reportOutputs(this.#circuit, this.#registers.bits, this.#omissions, 'PennyLane');
    reportComputedBits(this.#flow, this.#registers, this.#omissions, 'PennyLane');
    return this.#omissions.program(
      pythonModule(['A quantum circuit as a QNode of PennyLane.'], this.#imports, [head, node, this.#main()]),
    );
  }

  #main(): PythonBlock {
    const main = new PythonBlock(0);
    const values = this.#circuit.parameters
      .map(({ type }, index) => `${this.#parameters[index]}=${exampleValue(type)}`)
      .join(', ');
    main.compound('if __name__ == "__main__":', (body) => {
      if (this.#parameters.length > 0) body.comment('Give the inputs their values here.');
      if (this.#flow.steps.length > 0) body.statement(`print(qml.draw(circuit)(${values}))`);
      body.statement(`print(circuit(${values}))`);
    });
    return main;
  }

  #return(body: PythonBlock): void {
    body.blank();
    const { returned } = this.#results;
    for (const note of constantBits(this.#flow, this.#registers)) body.comment(note);
    if (returned.length > 0) {
      if (returned.length > 1) body.comment(`From left to right: ${returned.join(', ')}.`);
      body.statement(
        `return qml.counts(${this.#measuresAtEnd ? this.#measuredWires() : `op=[${returned.join(', ')}]`})`,
      );
      return;
    }
    const all = this.#registers.qubits.flatMap(({ size, start }) =>
      Array.from({ length: size }, (_, at) => start + at),
    );
    body.comment('The first wire is the highest bit of an index.');
    body.statement(
      this.#measuresAtEnd
        ? 'return qml.state()'
        : `return qml.probs(wires=[${all.map((qubit) => this.#registers.qubit(qubit)).join(', ')}])`,
    );
  }

  /** The wires whose measurement the bits hold, the last bit first. */
  #measuredWires(): string {
    const qubits: (number | undefined)[] = [];
    for (const step of this.#flow.steps) {
      if (step.kind === 'measure' && step.operation.bit !== undefined)
        qubits[step.operation.bit] = step.operation.qubit;
    }
    const measured = qubits.flatMap((qubit) => (qubit === undefined ? [] : [qubit]));
    return `wires=[${measured
      .reverse()
      .map((qubit) => this.#registers.qubit(qubit))
      .join(', ')}]`;
  }

  #steps(block: PythonBlock): void {
    const { steps } = this.#flow;
    for (let start = 0; start < steps.length; ) {
      const step = steps[start];
      if (!step) return;
      switch (step.kind) {
        case 'barrier':
          this.#barrier(step.operation.qubits, block);
          start++;
          break;
        case 'measure':
          this.#measure(step, block);
          start++;
          break;
        case 'act': {
          const run = actsUnder(steps, start, step.guard);
          start += run.length;
          if (step.guard.kind === 'leaf') {
            this.#plain(
              run.map(({ operation }) => operation),
              block,
            );
            break;
          }
          const otherwise = actsUnder(steps, start, opposite(step.guard));
          start += otherwise.length;
          this.#guarded(step.guard, run, otherwise, block);
        }
      }
    }
  }

  #barrier(qubits: readonly number[], block: PythonBlock): void {
    if (qubits.length > 0) block.statement(`qml.Barrier(${wiresText(qubits, this.#context)})`);
  }

  #measure({ operation, result }: Extract<FlowStep, { kind: 'measure' }>, block: PythonBlock): void {
    if (this.#measuresAtEnd) return;
    const variable = this.#results.variable(result);
    const call = `qml.measure(${wiresText([operation.qubit], this.#context)})`;
    block.statement(variable === undefined ? call : `${variable} = ${call}`);
  }

  #plain(operations: readonly Operation[], block: PythonBlock): void {
    for (const operation of gatherBroadcasts(operations, this.#registers.qubits, [])) {
      if (operation.kind === 'each') {
        const { operation: one, qubits } = operation;
        const call =
          one.kind === 'reset'
            ? 'qml.measure(wires=wire, reset=True)'
            : this.#orOmission(one, plainGate(one, this.#context, 'wires=wire'));
        if (call !== undefined) {
          block.compound(`for wire in ${this.#registers.qubitList(qubits)}:`, (body) => body.statement(call));
        }
      } else if (operation.kind === 'reset') {
        block.statement(`qml.measure(${wiresText([operation.qubit], this.#context)}, reset=True)`);
      } else if (operation.kind === 'gate' || operation.kind === 'unitary') {
        for (const call of this.#calls(operation)) block.statement(call);
      }
    }
  }

  #guarded(guard: Decision<boolean>, run: readonly ActStep[], otherwise: readonly ActStep[], block: PythonBlock): void {
    const condition = this.#results.condition(guard);
    const bodies = [run, otherwise].map((steps) => steps.flatMap(({ operation }) => this.#guardedCalls(operation)));
    const [then = [], rest = []] = bodies;
    const single = then.length === 1 && rest.length === 0 ? /^(qml\.\w+)\((.*)\)$/.exec(then[0] ?? '') : null;
    if (single && single[1] !== 'qml.ctrl' && single[1] !== 'qml.adjoint') {
      block.statement(`qml.cond(${condition}, ${single[1]})(${single[2]})`);
      return;
    }
    const functions = [this.#branch('branch', then, block)];
    if (rest.length > 0) functions.push(this.#branch('otherwise', rest, block));
    block.statement(`qml.cond(${[condition, ...functions].join(', ')})()`);
  }

  #branch(name: string, calls: readonly string[], block: PythonBlock): string {
    const unique = this.#names.unique(name);
    block.blank();
    block.compound(`def ${unique}():`, (body) => {
      for (const call of calls) body.statement(call);
    });
    block.blank();
    return unique;
  }

  #guardedCalls(operation: ActStep['operation']): string[] {
    if (operation.kind !== 'reset') return this.#calls(operation);
    this.#omissions.error(
      'A reset under a condition',
      'PennyLane resets by measuring, which it does always or never; flip the qubit where a measured bit is 1',
      operation.source,
    );
    return [];
  }

  #calls(operation: Exclude<ActStep['operation'], { kind: 'reset' }>): string[] {
    if (operation.kind === 'unitary') return [pennylaneUnitary(operation, this.#context)];
    return this.#orOmission(operation, pennylaneGate(operation, this.#context)) ?? [];
  }

  #orOmission<T>({ source }: Pick<Operation, 'source'>, written: T | undefined): T | undefined {
    if (written === undefined) {
      this.#omissions.error('An angle', "PennyLane's gates take no values that are computed during the run", source);
    }
    return written;
  }
}

/** The operations from a step on that happen under a guard. */
function actsUnder(steps: readonly FlowStep[], start: number, guard: Decision<boolean>): ActStep[] {
  const run: ActStep[] = [];
  for (let index = start; ; index++) {
    const step = steps[index];
    if (step?.kind !== 'act' || !sameDecision(step.guard, guard)) return run;
    run.push(step);
  }
}

function callOfNumpy(name: AngleFunction, argument: string): string {
  return `np.${name === 'ceiling' ? 'ceil' : name}(${argument})`;
}
