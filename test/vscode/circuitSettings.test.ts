import { deepEqual, ok } from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, suite, test } from 'mocha';
import {
  type CodeLens,
  ConfigurationTarget,
  commands,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type InlayHint,
  Range,
  type TextEdit,
  workspace,
} from 'vscode';
import { commandIds } from '#client/app/commandIds.ts';
import { CircuitDocument } from './circuitDocument.ts';
import { codeOf, diagnosticsOnce, until, workspaceFolder } from './sampleWorkspace.ts';

const section = 'hybridQuantum.openqasm';
const header = 'OPENQASM 3.1;\ninclude "stdgates.inc";\n';

suite('Settings of circuits', () => {
  const changed = new Set<string>();
  afterEach(async () => {
    for (const name of changed) await update(name, undefined);
    changed.clear();
  });

  /** Changes a setting of the workspace until the end of the test. */
  async function set(name: string, value: unknown): Promise<void> {
    changed.add(name);
    await update(name, value);
  }

  test('choose the strict reading of OpenQASM 2', async () => {
    const circuit = await CircuitDocument.show(
      'strict.qasm',
      'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg Q[1];\ncreg c[1];\nh Q[0];\nmeasure Q -> c;\n',
    );
    await findings(circuit, (all) => all.length === 0);
    await set('profile', 'strict-2.0');
    const found = await findings(circuit, (all) => all.some(isError));
    deepEqual(
      found.filter(isError).map(({ range }) => range.start.line),
      [2],
    );
    await set('profile', 'default');
    await findings(circuit, (all) => !all.some(isError));
  });

  test('say what a device executes', async () => {
    const circuit = await CircuitDocument.show('target.qasm', `${header}qubit[3] q;\nt q[0];\nbit[3] c = measure q;\n`);
    await findings(circuit, (all) => all.length === 0);
    await set('target', { name: 'small', qubits: 2, gates: ['rz', 'sx', 'cx'] });
    const found = await findings(circuit, (all) => all.length > 0);
    deepEqual([...new Set(found.map(codeOf))], ['QAS9008']);
    ok(
      found.some(({ message }) => message.includes('small')),
      found.map(({ message }) => message).join('\n'),
    );
  });

  test('change and hide single findings, which are faded where something is unused', async () => {
    const circuit = await CircuitDocument.show(
      'severity.qasm',
      `${header}gate ⟦unused⟧ a { x a; }\nqubit q;\nh q;\nbit c = measure q;\n`,
    );
    const severityOf = (all: readonly Diagnostic[]) => all.find((each) => codeOf(each) === 'QAS9001')?.severity;
    const [finding] = await findings(circuit, (all) => severityOf(all) === DiagnosticSeverity.Warning);
    deepEqual(finding?.tags, [DiagnosticTag.Unnecessary]);
    deepEqual(finding.range, circuit.range());
    await set('severity', { QAS9001: 'error' });
    await findings(circuit, (all) => severityOf(all) === DiagnosticSeverity.Error);
    await set('severity', { QAS9001: 'off' });
    await findings(circuit, (all) => severityOf(all) === undefined);
    await set('severity', undefined);
    await findings(circuit, (all) => severityOf(all) === DiagnosticSeverity.Warning);
    await set('lints', 'off');
    await findings(circuit, (all) => severityOf(all) === undefined);
  });

  test('switch hints on and off by kind', async () => {
    const circuit = await CircuitDocument.show(
      'hint-kinds.qasm',
      `${header}const uint n = 4;\nqubit[n] q;\nrx(pi + pi) q;\n`,
    );
    const labels = async () => {
      const everything = new Range(0, 0, circuit.document.lineCount, 0);
      const hints = await circuit.ask<InlayHint[]>('vscode.executeInlayHintProvider', everything);
      return hints.map(({ label }) => String(label));
    };
    const become = async (expected: readonly string[]) => {
      let last: readonly string[] = [];
      await until(`the hints ${expected.join(' ')}`, async () => {
        last = await labels();
        return last.join() === expected.join() ? true : undefined;
      }).catch(() => deepEqual(last, expected));
    };
    await become(['= 4', '= 2π', '×4']);
    await set('inlayHints.values', false);
    await become(['= 4', '×4']);
    await set('inlayHints.sizes', false);
    await become(['×4']);
    await set('inlayHints.broadcasts', false);
    await become([]);
    await set('inlayHints.parameterNames', true);
    await become(['θ:']);
  });

  test('switch lenses off', async () => {
    const circuit = await CircuitDocument.show('no-lenses.qasm', `${header}qubit q;\n`);
    const lenses = async () => (await circuit.ask<CodeLens[]>('vscode.executeCodeLensProvider')).length;
    await until('five lenses', async () => ((await lenses()) === 5 ? true : undefined));
    await set('codeLenses.enabled', false);
    await until('no lenses', async () => ((await lenses()) === 0 ? true : undefined));
  });

  test('say where includes are looked for', async () => {
    await mkdir(join(workspaceFolder(), 'library'), { recursive: true });
    await writeFile(join(workspaceFolder(), 'library', 'far.inc'), 'gate far a { U(0, 0, 0) a; }\n');
    const circuit = await CircuitDocument.show('paths.qasm', 'OPENQASM 3.1;\ninclude "far.inc";\nqubit q;\nfar q;\n');
    await findings(circuit, (all) => all.some((each) => codeOf(each) === 'QAS8001'));
    await set('includePaths', ['library']);
    await findings(circuit, (all) => !all.some(isError));
    // Runs look there too.
    const { uri } = circuit;
    const outcome = await commands.executeCommand<{ readonly state: string }>(commandIds.sampleCircuit, uri);
    deepEqual(outcome?.state, 'succeeded');
  });

  test('say how long lines may get when they are formatted', async () => {
    const operands = Array.from({ length: 12 }, (_, index) => `q[${index}]`).join(', ');
    const circuit = await CircuitDocument.show('width.qasm', `OPENQASM 3.1;\nqubit[12] q;\nbarrier ${operands};\n`);
    const edits = async () =>
      (await circuit.ask<TextEdit[] | undefined>('vscode.executeFormatDocumentProvider', {
        tabSize: 2,
        insertSpaces: true,
      })) ?? [];
    deepEqual(await edits(), []);
    await set('format.lineWidth', 40);
    await until('longer lines are continued', async () => ((await edits()).length > 0 ? true : undefined));
  });
});

async function update(name: string, value: unknown): Promise<void> {
  await workspace.getConfiguration(section).update(name, value, ConfigurationTarget.Workspace);
}

async function findings(
  circuit: CircuitDocument,
  condition: (diagnostics: readonly Diagnostic[]) => boolean,
): Promise<readonly Diagnostic[]> {
  return await diagnosticsOnce(circuit.uri.fsPath, condition);
}

function isError({ severity }: Diagnostic): boolean {
  return severity === DiagnosticSeverity.Error;
}
