import * as z from 'zod';
import { Failure, type FailureDetails } from '#core/base/failure.ts';
import type { PythonRefusal } from './pythonProcess.ts';

/** The interpreter as messages name it. */
export interface Interpreter {
  readonly name: string;
  readonly version: string;
}

const text = z.string().transform((written) => oneLine(written));
const placed = { path: z.string().optional(), line: z.int().min(1).optional() };

/** What the Python side refuses, and code of the user that raised. */
const refusalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no-module'), module: text, ...placed }),
  z.object({ kind: z.literal('no-name'), module: text, name: text }),
  z.object({ kind: z.literal('two-modules'), name: text, first: text, second: text }),
  z.object({ kind: z.literal('lacks-method'), type: text, method: text }),
  z.object({ kind: z.literal('not-callable'), type: text }),
  z.object({ kind: z.literal('no-kernel'), type: text }),
  z.object({ kind: z.literal('bad-answer'), method: text, problem: text }),
  z.object({ kind: z.literal('bad-model'), problem: text }),
  z.object({ kind: z.literal('bad-width'), input: text, shape: text, columns: z.int() }),
  z.object({ kind: z.literal('no-input'), name: text, known: z.array(text) }),
  z.object({ kind: z.literal('no-output'), name: text, known: z.array(text) }),
  z.object({ kind: z.literal('bad-circuit'), circuit: z.int().min(0), type: text, message: text }),
  z.object({ kind: z.literal('raised'), type: text, message: text, trace: z.string(), ...placed }),
]);

/**
 * What Python could not do, as a failure people understand.
 * @param title of the program it is about
 */
export function refusalFailure(refusal: PythonRefusal, title: string, { name, version }: Interpreter): Failure {
  const parsed = refusalSchema.safeParse(refusal);
  if (!parsed.success)
    return new Failure('unknown', `Python could not run ${title}: ${oneLine(refusal.kind)}.`, { cause: parsed.error });
  const { data } = parsed;
  switch (data.kind) {
    case 'no-module':
      return new Failure(
        'not-found',
        `${title} needs the Python module ${data.module}, which ${name} (Python ${version}) does not have.`,
        {
          advice: `Install it with “${name} -m pip install ${distributionOf(data.module)}”, or choose another interpreter.`,
          ...placeOf(data),
        },
      );
    case 'no-name':
      return new Failure('not-found', `${data.module} has no ${data.name}.`, { advice: 'Correct the name.' });
    case 'two-modules':
      return new Failure('conflict', `${data.first} and ${data.second} would both be imported as ${data.name}.`, {
        advice: 'Rename one of them.',
      });
    case 'lacks-method':
      return new Failure(
        'invalid-input',
        `${title} gives an object of type ${data.type}, which has no method ${data.method}.`,
        {
          advice: 'A step needs fit and transform, a model fit and predict.',
        },
      );
    case 'not-callable':
      return new Failure('invalid-input', `${title} is of type ${data.type}, not a class or function.`, {
        advice: 'Name a class, or a function that returns an object to fit.',
      });
    case 'no-kernel':
      return new Failure(
        'invalid-input',
        `${title} cannot learn from a kernel: objects of type ${data.type} have no option kernel.`,
        {
          advice: 'Use an estimator such as sklearn.svm.SVC, or head.inputs: [quantum] without quantum.kernel.',
        },
      );
    case 'bad-answer':
      return new Failure('invalid-input', `The method ${data.method} of ${title} ${data.problem}.`, {
        advice: 'It must give one row of finite numbers for every row it gets.',
      });
    case 'bad-model':
      return new Failure('invalid-input', `The model ${title} cannot be used: ${data.problem}.`, {
        advice: 'Export it again, for example with skl2onnx.',
      });
    case 'bad-width':
      return new Failure(
        'invalid-input',
        `The input ${data.input} of ${title} has the shape ${data.shape}, but the rows have ${data.columns} columns.`,
        { advice: 'Use the columns the model was trained on; inputs says which there are.' },
      );
    case 'no-input':
    case 'no-output': {
      const end = data.kind === 'no-input' ? 'input' : 'output';
      const what = data.name === '' ? `several ${end}s` : `no ${end} ${data.name}`;
      return new Failure('invalid-input', `The model ${title} has ${what}. There are: ${data.known.join(', ')}.`, {
        advice: `Name one of them with ${end}.`,
      });
    }
    case 'bad-circuit': {
      const said = asSentence(data.message ? `${data.type}: ${data.message}` : data.type);
      return new Failure('invalid-circuit', `${title} could not simulate circuit ${data.circuit + 1}: ${said}`, {
        advice: 'Change the circuit, or choose another device or backend.',
      });
    }
    case 'raised':
      return new Failure(
        'invalid-input',
        `${title} failed with ${asSentence(data.message ? `${data.type}: ${data.message}` : data.type)}`,
        {
          advice: 'This comes from the Python code or its options; correct them and run again.',
          cause: new Error(data.trace),
          ...placeOf(data),
        },
      );
  }
}

function placeOf({
  line,
  path,
}: {
  path?: string | undefined;
  line?: number | undefined;
}): Pick<FailureDetails, 'place'> {
  if (path === undefined) return {};
  return { place: line === undefined ? { path } : { path, line: line - 1, character: 0 } };
}

function asSentence(said: string): string {
  return /[.!?…]$/.test(said) ? said : `${said}.`;
}

/** What code of others says, cut to what fits into a sentence. */
function oneLine(written: string): string {
  const plain = written.replaceAll(/\s+/g, ' ').trim();
  return plain.length > 300 ? `${plain.slice(0, 300)}…` : plain;
}

/** Distributions that are called otherwise than their modules. */
const usualDistributions: ReadonlyMap<string, string> = new Map([
  ['sklearn', 'scikit-learn'],
  ['qiskit_aer', 'qiskit-aer'],
  ['cirq', 'cirq-core'],
  ['braket', 'amazon-braket-sdk'],
]);

/** The usual name of what is installed for a module. */
function distributionOf(module: string): string {
  const [root = module] = module.split('.');
  return usualDistributions.get(root) ?? root;
}
