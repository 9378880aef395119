import type { Circuit } from '../../circuit.ts';
import type { ExportedProgram } from '../exportedProgram.ts';
import { isMeasuredAtEnd, measuredFlow } from '../measuredFlow.ts';
import { OmissionList } from '../omissionList.ts';
import { reportOutputs } from '../unreturnedOutputs.ts';
import { braketCircuit } from './braketCircuit.ts';
import { braketProgram } from './braketProgram.ts';

/**
 * A circuit as a Python program for Amazon Braket. A circuit that is measured at its end becomes a function that builds
 * the `Circuit`, global phase included; one with measurements in its middle becomes a program in Braket's OpenQASM, which
 * the local simulator runs. Inputs become free parameters.
 */
export function exportBraket(circuit: Circuit): ExportedProgram {
  const omissions = new OmissionList();
  if (circuit.qubitCount === 0) omissions.error('A circuit without qubits', 'Braket runs none; declare a qubit');
  reportOutputs(circuit, circuit.bitRegisters, omissions, 'Braket');
  const inMiddle = new OmissionList();
  const flow = measuredFlow(circuit, inMiddle, 'Braket');
  if (!inMiddle.hasErrors && isMeasuredAtEnd(flow)) return omissions.program(braketCircuit(circuit, flow, omissions));
  return omissions.program(braketProgram(circuit, omissions));
}
