import { appendAll } from '#core/base/appendAll.ts';
import type { Circuit, GateOperation, Operation } from '../../circuit.ts';
import type { ExportedProgram } from '../exportedProgram.ts';
import { type FlowStep, type MeasuredFlow, measuredFlow } from '../measuredFlow.ts';
import { OmissionList } from '../omissionList.ts';
import { reportOutputs } from '../unreturnedOutputs.ts';
import { type Broadcast, gatherBroadcasts } from './broadcasts.ts';
import { type CirqContext, cirqOnEach, cirqOperations, cirqUnitary } from './cirqGates.ts';
import { CirqResults } from './cirqResults.ts';
import { exampleValue } from './exampleValue.ts';
import { MatrixTable } from './matrixTable.ts';
import type { AngleDialect } from './pythonAngle.ts';
import { pythonNames, pythonString } from './pythonNames.ts';
import { PythonBlock, PythonImports, pythonModule } from './pythonProgram.ts';
import { type NamedRegister, PythonRegisters, wholeRegister } from './pythonRegisters.ts';
import { constantBits, reportComputedBits } from './returnedBits.ts';
import { sympyFunction } from './sympyFunction.ts';

/**
 * A circuit as a Python program for Cirq: a function that builds the `cirq.Circuit` on line qubits, global phase
 * included, and a main part that simulates it. Inputs become sympy symbols; what happens under conditions becomes
 * classically controlled operations.
 */
export function exportCirq(circuit: Circuit): ExportedProgram {
  return new CirqWriter(circuit).program();
}

/** Names the program uses itself. */
const ownNames =
  'cirq sympy np pi build_circuit bit_string circuit result values simulator registers register bit'.split(' ');

class CirqWriter {
  readonly #circuit: Circuit;
  readonly #omissions = new OmissionList();
  readonly #imports = new PythonImports();
  readonly #registers: PythonRegisters;
  readonly #parameters: readonly string[];
  readonly #context: CirqContext;
  readonly #flow: MeasuredFlow;
  readonly #results: CirqResults;

  constructor(circuit: Circuit) {
    this.#circuit = circuit;
    const names = pythonNames(ownNames);
    this.#registers = new PythonRegisters(circuit, names, 'variable');
    this.#parameters = circuit.parameters.map(({ name }) => names.unique(name));
    const dialect: AngleDialect = {
      parameters: this.#parameters,
      call: (name, argument) => `${sympyFunction(name)}(${argument})`,
      computed: () => undefined,
      usePi: () => this.#imports.name('math', 'pi'),
    };
    this.#context = {
      registers: this.#registers,
      matrices: new MatrixTable(names, () => this.#imports.module('numpy', 'np')),
      dialect,
      exponential: (isBound) => {
        if (isBound) this.#imports.module('numpy', 'np');
        return isBound ? 'np.exp' : 'sympy.exp';
      },
    };
    this.#flow = measuredFlow(circuit, this.#omissions, 'Cirq');
    this.#results = new CirqResults(this.#flow, this.#registers);
  }

  program(): ExportedProgram {
    this.#imports.module('cirq');
    const build = new PythonBlock(0);
    build.compound('def build_circuit() -> cirq.Circuit:', (body) => {
      const steps = new PythonBlock(1);
      this.#steps(steps);
      this.#declarations(body);
      this.#context.matrices.define(body);
      body.blank();
      body.statement('circuit = cirq.Circuit()');
      appendAll(body.lines, steps.lines);
      body.statement('return circuit');
    });
    reportOutputs(this.#circuit, this.#registers.bits, this.#omissions, 'Cirq');
    reportComputedBits(this.#flow, this.#registers, this.#omissions, 'Cirq');
    const blocks = [build, this.#bitStringFunction(), this.#main()];
    return this.#omissions.program(
      pythonModule(['Builds a quantum circuit with Cirq and simulates it.'], this.#imports, blocks),
    );
  }

  #declarations(block: PythonBlock): void {
    for (const register of this.#registers.qubits) block.statement(`${register.name} = ${lineQubits(register)}`);
    this.#parameters.forEach((name, index) => {
      this.#imports.module('sympy');
      block.statement(`${name} = sympy.Symbol(${pythonString(this.#title(index))})`);
    });
  }

  #title(parameter: number): string {
    return this.#circuit.parameters[parameter]?.name ?? '';
  }

  #steps(block: PythonBlock): void {
    const { steps } = this.#flow;
    for (let start = 0; start < steps.length; ) {
      const first = steps[start];
      if (!first) break;
      let end = start + 1;
      switch (first.kind) {
        case 'barrier':
          this.#omissions.warning(
            'A barrier',
            'Cirq has none; operations keep their order on every qubit',
            first.operation.source,
          );
          break;
        case 'measure': {
          while (steps[end]?.kind === 'measure') end++;
          const run = steps.slice(start, end).flatMap((step) => (step.kind === 'measure' ? [step] : []));
          this.#measure(run, block);
          break;
        }
        case 'act': {
          if (first.guard.kind === 'choice') this.#guarded(first, block);
          else {
            while (isUnguarded(steps[end])) end++;
            this.#plain(
              steps.slice(start, end).flatMap((step) => (step.kind === 'act' ? [step.operation] : [])),
              block,
            );
          }
          break;
        }
      }
      start = end;
    }
  }

  #measure(run: readonly Extract<FlowStep, { kind: 'measure' }>[], block: PythonBlock): void {
    for (const { key, qubits } of this.#results.measurements(run)) {
      const register = wholeRegister(qubits, this.#registers.qubits);
      const operands = register ? `*${register.name}` : qubits.map((qubit) => this.#registers.qubit(qubit)).join(', ');
      block.statement(`circuit.append(cirq.measure(${operands}, key=${pythonString(key)}))`);
    }
  }

  #guarded({ guard, operation }: Extract<FlowStep, { kind: 'act' }>, block: PythonBlock): void {
    const controls = this.#results.controls(guard, this.#imports);
    for (const text of this.#operations(operation)) {
      const receiver = /^cirq\.\w+\([^()]*\) \*\* /.test(text) ? `(${text})` : text;
      block.statement(`circuit.append(${receiver}.with_classical_controls(${controls}))`);
    }
  }

  #plain(operations: readonly Operation[], block: PythonBlock): void {
    for (const operation of gatherBroadcasts(operations, this.#registers.qubits, [])) {
      const each = operation.kind === 'each' ? this.#onEach(operation) : undefined;
      if (each !== undefined) {
        block.statement(`circuit.append(${each})`);
        continue;
      }
      const texts = (operation.kind === 'each' ? expanded(operation) : [operation]).flatMap((one) => {
        return one.kind === 'gate' || one.kind === 'unitary' || one.kind === 'reset' ? [this.#operations(one)] : [];
      });
      for (const together of texts) {
        const [single] = together;
        if (single === undefined) continue;
        block.statement(`circuit.append(${together.length === 1 ? single : `[${together.join(', ')}]`})`);
      }
    }
  }

  #onEach({ operation, qubits }: Extract<Broadcast, { kind: 'each' }>): string | undefined {
    const list = `*${this.#registers.qubitList(qubits)}`;
    return operation.kind === 'reset' ? `cirq.reset_each(${list})` : cirqOnEach(operation, list, this.#context);
  }

  #operations(operation: Extract<FlowStep, { kind: 'act' }>['operation']): string[] {
    switch (operation.kind) {
      case 'reset':
        return [`cirq.reset(${this.#registers.qubit(operation.qubit)})`];
      case 'unitary':
        return [cirqUnitary(operation, this.#context)];
      case 'gate': {
        const written = cirqOperations(operation, this.#context);
        if (written === undefined) {
          this.#omissions.error(
            'An angle',
            "Cirq's gates take no values that are computed during the run",
            operation.source,
          );
        }
        return written ?? [];
      }
    }
  }

  #bitStringFunction(): PythonBlock {
    const block = new PythonBlock(0);
    if (this.#results.keys.length === 0) return block;
    block.compound('def bit_string(registers) -> str:', (body) => {
      body.statement('"""Bits as OpenQASM writes them: highest index and last register leftmost."""');
      body.statement('return " ".join("".join(map(str, bits[::-1])) for bits in registers[::-1])');
    });
    return block;
  }

  #main(): PythonBlock {
    const main = new PythonBlock(0);
    const { keys } = this.#results;
    main.compound('if __name__ == "__main__":', (body) => {
      if (this.#parameters.length > 0) {
        const values = this.#circuit.parameters.map(({ name, type }) => `${pythonString(name)}: ${exampleValue(type)}`);
        body.comment('Values of the inputs.');
        body.statement(`values = {${values.join(', ')}}`);
        body.statement('circuit = cirq.resolve_parameters(build_circuit(), values)');
      } else body.statement('circuit = build_circuit()');
      body.statement('print(circuit)');
      for (const note of constantBits(this.#flow, this.#registers)) body.comment(note);
      if (keys.length === 0) {
        body.comment('Amplitudes of the state; the first qubit is the highest bit of an index.');
        body.statement('result = cirq.Simulator().simulate(circuit)');
        body.statement('print(result.final_state_vector)');
        return;
      }
      body.statement('result = cirq.Simulator().run(circuit, repetitions=1024)');
      body.comment('The first qubit of a key is its highest bit; bit_string turns them around.');
      body.statement(`keys = [${keys.map(pythonString).join(', ')}]`);
      body.statement('print(result.multi_measurement_histogram(keys=keys, fold_func=bit_string))');
    });
    return main;
  }
}

function isUnguarded(step: FlowStep | undefined): boolean {
  return step?.kind === 'act' && step.guard.kind === 'leaf';
}

function expanded({ operation, qubits }: Extract<Broadcast, { kind: 'each' }>): Operation[] {
  return qubits.map((qubit) =>
    operation.kind === 'reset' ? { ...operation, qubit } : ({ ...operation, targets: [qubit] } satisfies GateOperation),
  );
}

function lineQubits({ scalar, size, start }: NamedRegister): string {
  if (scalar) return `cirq.LineQubit(${start})`;
  return `cirq.LineQubit.range(${start === 0 ? '' : `${start}, `}${start + size})`;
}
