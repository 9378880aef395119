import type { OffsetRange } from '#core/base/textRange.ts';
import { calibrationsOf, namesOfCalibration } from '#core/openqasm/calibrationNames.ts';
import type { CompletionContext } from './completionPlace.ts';
import type { Proposal } from './proposal.ts';

type Row = readonly [name: string, snippet: string, detail: string];

/** The vocabulary of OpenPulse (openpulse). */
const types: readonly Row[] = [
  ['port', 'extern port ${1:d0};', 'a line to the device'],
  ['frame', 'frame ${1:f} = newframe(${2:d0}, ${3:5.0e9}, ${4:0.0});', 'a clock, frequency and phase at a port'],
  ['waveform', 'waveform ${1:w} = gaussian(${2:1.0}, ${3:160dt}, ${4:40dt});', 'a shape in time'],
  ['extern', 'extern ${1:port} ${2:d0};', 'something the device defines'],
];

const functions: readonly Row[] = [
  ['newframe', 'newframe(${1:port}, ${2:frequency}, ${3:phase})', 'newframe(port, float, angle) -> frame'],
  ['set_phase', 'set_phase(${1:frame}, ${2:phase});', 'set_phase(frame, angle)'],
  ['shift_phase', 'shift_phase(${1:frame}, ${2:phase});', 'shift_phase(frame, angle)'],
  ['get_phase', 'get_phase(${1:frame})', 'get_phase(frame) -> angle'],
  ['set_frequency', 'set_frequency(${1:frame}, ${2:frequency});', 'set_frequency(frame, float)'],
  ['shift_frequency', 'shift_frequency(${1:frame}, ${2:frequency});', 'shift_frequency(frame, float)'],
  ['get_frequency', 'get_frequency(${1:frame})', 'get_frequency(frame) -> float'],
  ['play', 'play(${1:frame}, ${2:waveform});', 'play(frame, waveform)'],
  ['capture_v0', 'capture_v0(${1:frame});', 'capture_v0(frame)'],
  ['capture_v1', 'capture_v1(${1:frame}, ${2:waveform})', 'capture_v1(frame, waveform) -> complex[float[32]]'],
  ['capture_v2', 'capture_v2(${1:frame}, ${2:waveform})', 'capture_v2(frame, waveform) -> bit'],
  ['capture_v3', 'capture_v3(${1:frame}, ${2:1000dt})', 'capture_v3(frame, duration) -> waveform'],
  ['capture_v4', 'capture_v4(${1:frame}, ${2:1000dt})', 'capture_v4(frame, duration) -> int'],
];

const waveforms: readonly Row[] = [
  ['gaussian', 'gaussian(${1:amplitude}, ${2:160dt}, ${3:40dt})', 'gaussian(complex, duration, duration sigma)'],
  ['sech', 'sech(${1:amplitude}, ${2:160dt}, ${3:40dt})', 'sech(complex, duration, duration sigma)'],
  [
    'gaussian_square',
    'gaussian_square(${1:amplitude}, ${2:160dt}, ${3:100dt}, ${4:20dt})',
    'gaussian_square(complex, duration, duration square, duration sigma)',
  ],
  ['drag', 'drag(${1:amplitude}, ${2:160dt}, ${3:40dt}, ${4:0.1})', 'drag(complex, duration, duration sigma, float)'],
  ['constant', 'constant(${1:amplitude}, ${2:160dt})', 'constant(complex, duration)'],
  ['sine', 'sine(${1:amplitude}, ${2:160dt}, ${3:5.0e6}, ${4:0.0})', 'sine(complex, duration, float, angle)'],
  ['mix', 'mix(${1:first}, ${2:second})', 'mix(waveform, waveform): the product of two waveforms'],
  ['sum', 'sum(${1:first}, ${2:second})', 'sum(waveform, waveform)'],
  ['phase_shift', 'phase_shift(${1:waveform}, ${2:phase})', 'phase_shift(waveform, angle)'],
  ['scale', 'scale(${1:waveform}, ${2:factor})', 'scale(waveform, float)'],
];

/** The functions that every calibration knows. */
export const openpulseFunctions: ReadonlySet<string> = new Set([...functions, ...waveforms].map(([name]) => name));

const statements: readonly Row[] = [
  ['barrier', 'barrier ${1:frame};', 'lines frames up in time'],
  ['delay', 'delay[${1:100ns}] ${2:frame};', 'moves the clock of a frame on'],
  ['return', 'return $0;', 'the result of a measurement'],
];

/** What may be written in the body of `cal` or `defcal`: OpenPulse, and the names of this and other bodies. */
export function calibrationProposals(body: OffsetRange, { analysis }: CompletionContext): Proposal[] {
  const { text } = analysis.tree;
  const proposals: Proposal[] = [];
  const names = new Map<string, string>();
  for (const statement of calibrationsOf(analysis.tree)) {
    // What `cal` declares is visible in every calibration after it.
    const isHere = statement.start <= body.start && body.end <= statement.end;
    if (!isHere && statement.kind !== 'cal') continue;
    for (const { name, type, what } of namesOfCalibration(statement)) {
      names.set(name.name, type ? text.slice(type.start, type.end) : what);
    }
  }
  for (const [label, detail] of names) proposals.push({ label, detail, kind: 'variable', rank: 1 });
  const add = (rows: readonly Row[], kind: Proposal['kind'], rank: number) => {
    for (const [order, [label, snippet, detail]] of rows.entries()) {
      proposals.push({ label, snippet, detail, kind, rank, order });
    }
  };
  add(functions, 'function', 3);
  add(waveforms, 'function', 4);
  add(types, 'type', 5);
  add(statements, 'keyword', 6);
  return proposals;
}
