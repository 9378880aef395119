import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RunTimeFault } from '#core/circuit/runTimeFault.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { classicalExpressions, type GivenExpression } from '#test/support/arbitraries/classicalExpressions.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const head = 'OPENQASM 3.2;\nqubit q;\nbit c;\nU(pi, 0, pi) q;\nc = measure q;\n';

function declared({ variables }: GivenExpression, line: (name: string, type: string, value: string) => string): string {
  return variables.map(({ name, type, value }) => line(name, type, value)).join('\n');
}

/** A constant: computed by the analysis. */
function constantProgram(given: GivenExpression): string {
  const constants = declared(given, (name, type, value) => `const ${type} k_${name} = ${value};`);
  return `${head}${constants}
const ${given.type} k = ${given.text.replaceAll('@', 'k_')};
output ${given.type} x;
x = k;`;
}

/** Variables whose values are known before the run: computed by the lowering. */
function knownProgram(given: GivenExpression): string {
  const variables = declared(given, (name, type, value) => `${type} k_${name} = ${value};`);
  return `${head}${variables}\noutput ${given.type} x;\nx = ${given.text.replaceAll('@', 'k_')};`;
}

/** Variables that get their values in a loop that depends on a measurement: computed by every shot. */
function runProgram(given: GivenExpression): string {
  const variables = declared(given, (name, type) => `${type} k_${name};`);
  const values = declared(given, (name, _type, value) => `k_${name} = ${value};`);
  return `${head}${variables}
while (c) {
reset q;
c = measure q;
${values}
}
output ${given.type} x;
x = ${given.text.replaceAll('@', 'k_')};`;
}

/** What the program returns, as the JSON of a report, or the message of the fault that ends it. */
function returned(program: string): string | undefined {
  try {
    const { counts, outcomes } = simulate(circuitOf(program), { shots: 1, seed: 1 }, simulationContext);
    return JSON.stringify(outcomes === undefined ? Object.keys(counts)[0] : outcomes[0]?.values['x']);
  } catch (thrown) {
    if (thrown instanceof RunTimeFault) return thrown.message;
    throw thrown;
  }
}

function errorCodes(program: string): string[] {
  const { diagnostics } = analyseProgram(program);
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

test('an expression has the same value as a constant, known before the run, and computed by the run', () => {
  fc.assert(
    fc.property(classicalExpressions, (given) => {
      const constant = constantProgram(given);
      fc.pre(errorCodes(constant).length === 0);
      const value = returned(constant);
      expect(value).toBeDefined();
      expect({ known: returned(knownProgram(given)), run: returned(runProgram(given)) }).toEqual({
        known: value,
        run: value,
      });
    }),
    { numRuns: 6000, seed: 11 },
  );
});

test('an expression that is an error as a constant is one during the run', () => {
  const failing = classicalExpressions.filter((given) => errorCodes(constantProgram(given)).length > 0);
  fc.assert(
    fc.property(failing, (given) => {
      expect(errorCodes(constantProgram(given))).toSatisfy(isDivisionByZero);
      const codes = errorCodes(runProgram(given));
      // Literals are known without a run.
      if (codes.length > 0) expect(codes).toSatisfy(isDivisionByZero);
      // With floats the run goes on, as IEEE 754 has it, with NaN and infinity, which a constant must not be.
      else if (!/float|\d\.\d|sqrt|log|exp|arc|tan/.test(given.text))
        expect(returned(runProgram(given))).toMatch(
          /^An integer is divided by zero\.$|^'mod' has no value for -?\d+,0\.$/,
        );
    }),
    { numRuns: 400, seed: 11 },
  );
});

function isDivisionByZero(codes: readonly string[]): boolean {
  return codes.every((code) => code === 'QAS4040' || code === 'QAS4030');
}
