import type { Circuit } from '../../circuit.ts';
import type { OmissionList } from '../omissionList.ts';
import { braketSource } from './braketOpenqasm.ts';
import { exampleValue } from './exampleValue.ts';
import { pythonNames, pythonString } from './pythonNames.ts';
import { PythonBlock, PythonImports, pythonModule } from './pythonProgram.ts';
import { PythonRegisters } from './pythonRegisters.ts';

/** The Python text of a program in Braket's OpenQASM, for circuits with measurements in their middle. */
export function braketProgram(circuit: Circuit, omissions: OmissionList): string {
  const { counted, inputs, lines } = braketSource(circuit, omissions);
  const registers = new PythonRegisters(circuit, pythonNames([]), 'variable');
  const imports = new PythonImports();
  imports.name('braket.devices', 'LocalSimulator');
  imports.name('braket.ir.openqasm', 'Program');
  const source = new PythonBlock(0);
  source.lines.push('SOURCE = """', ...lines, '"""');
  const build = new PythonBlock(0);
  const parameter = inputs.length > 0 ? 'inputs' : '';
  build.compound(`def build_program(${parameter}) -> Program:`, (body) => {
    body.statement(`return Program(source=SOURCE${inputs.length > 0 ? ', inputs=inputs' : ''})`);
  });
  const main = new PythonBlock(0);
  main.compound('if __name__ == "__main__":', (body) => {
    if (inputs.length > 0) {
      const values = inputs.map((name, index) => {
        return `${pythonString(name)}: ${exampleValue(circuit.parameters[index]?.type ?? 'float')}`;
      });
      body.comment('Values of the inputs.');
      body.statement(`values = {${values.join(', ')}}`);
    }
    body.statement(`program = build_program(${inputs.length > 0 ? 'values' : ''})`);
    body.statement('result = LocalSimulator().run(program, shots=1024).result()');
    const bits = counted.map((bit) => (bit < circuit.bitCount ? registers.bit(bit) : 'a discarded result'));
    if (bits.length > 1) body.comment(`From left to right: ${bits.reverse().join(', ')}.`);
    body.statement('counts = {bits[::-1]: n for bits, n in result.measurement_counts.items()}');
    body.statement('print(counts)');
  });
  return pythonModule(['Runs a quantum circuit in OpenQASM on the local simulator of Amazon Braket.'], imports, [
    source,
    build,
    main,
  ]);
}
