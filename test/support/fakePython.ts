import { neverCancelled } from '#core/base/cancellation.ts';
import type { PythonWork } from '#core/pipeline/engine/pythonWork.ts';
import type {
  InferAnswer,
  InferRequest,
  PredictAnswer,
  PredictRequest,
  PythonPort,
  TransformAnswer,
  TransformRequest,
} from '#core/pipeline/python/pythonPort.ts';
import type { OnnxProgram, PythonCode } from '#core/pipeline/python/pythonProgram.ts';

/** A host without an interpreter. */
export const withoutPython: PythonWork = { python: undefined, signal: neverCancelled };

/** What a made-up interpreter answers; what a test does not expect is an error. */
export interface FakePython {
  readonly transform?: (request: TransformRequest, code: PythonCode) => TransformAnswer;
  readonly fitAndPredict?: (request: PredictRequest, code: PythonCode) => PredictAnswer;
  readonly infer?: (request: InferRequest, program: OnnxProgram) => InferAnswer;
}

export function fakePython({ fitAndPredict, infer, transform }: FakePython): PythonPort {
  return {
    transform: async (code, request) => expected(transform)(request, code),
    fitAndPredict: async (code, request) => expected(fitAndPredict)(request, code),
    infer: async (program, request) => expected(infer)(request, program),
  };
}

/** A host with that interpreter. */
export function workWith(answers: FakePython): PythonWork {
  return { python: fakePython(answers), signal: neverCancelled };
}

function expected<Answer>(answer: Answer | undefined): Answer {
  if (answer === undefined) throw new Error('The test expects no such request.');
  return answer;
}
