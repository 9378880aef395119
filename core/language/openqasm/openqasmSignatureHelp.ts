import type { ParameterInformation, SignatureHelp, SignatureInformation } from 'vscode-languageserver-types';
import { type Analysis, describeType, type ProgramSymbol, visibleSymbols } from '#core/openqasm/index.ts';
import { type CallContext, callContextAt } from './callContext.ts';

/**
 * The signatures of what is being called at an offset, and which parameter stands there; the qubits of a gate count as
 * parameters after its angles. Works while the call is being written.
 */
export function openqasmSignatureHelp(analysis: Analysis, offset: number): SignatureHelp | undefined {
  let visible: readonly ProgramSymbol[] | undefined;
  const symbolOf = (token: number, name: string): ProgramSymbol | undefined => {
    const bound = analysis.symbols[analysis.files[0]?.symbolOfToken[token] ?? -1];
    if (bound) return bound;
    // A name in a statement that cannot be read yet.
    visible ??= visibleSymbols(analysis, offset);
    return visible.find((symbol) => symbol.name === name);
  };
  const context = callContextAt(analysis.tree, offset, symbolOf);
  return context && helpFor(context);
}

function helpFor(context: CallContext): SignatureHelp | undefined {
  switch (context.kind) {
    case 'modifier': {
      const { documentation, label, parameter } = modifierSignatures[context.name];
      const parameters = [{ label: parameter, documentation }];
      return { signatures: [{ label, documentation, parameters }], activeSignature: 0, activeParameter: 0 };
    }
    case 'gate':
      return gateHelp(context);
    case 'function':
      return functionHelp(context);
  }
}

const modifierSignatures = {
  pow: {
    label: 'pow(exponent) @',
    parameter: 'exponent',
    documentation: 'A power of the gate; negative powers are inverse.',
  },
  ctrl: {
    label: 'ctrl(count) @',
    parameter: 'count',
    documentation: 'How many control qubits come first; 1 if absent.',
  },
  negctrl: {
    label: 'negctrl(count) @',
    parameter: 'count',
    documentation: 'How many control qubits, which act at 0, come first; 1 if absent.',
  },
} as const;

/** A label with the places of its parameters, as the protocol wants them. */
class Label {
  text = '';
  readonly parameters: ParameterInformation[] = [];

  add(text: string): this {
    this.text += text;
    return this;
  }

  /** Parameters between commas. */
  list(names: readonly string[]): this {
    for (const [index, name] of names.entries()) {
      if (index > 0) this.text += ', ';
      this.parameters.push({ label: [this.text.length, this.text.length + name.length] });
      this.text += name;
    }
    return this;
  }
}

function gateHelp({ active, controls, part, symbol }: Extract<CallContext, { kind: 'gate' }>): SignatureHelp {
  const { parameters = [], qubits = [], library } = symbol.gate ?? {};
  const label = new Label().add(symbol.name);
  if (parameters.length > 0) label.add('(').list(parameters).add(')');
  const controlNames = Array.from({ length: controls }, (_, index) =>
    controls === 1 ? 'control' : `control${index + 1}`,
  );
  label.add(' ').list([...controlNames, ...qubits]);
  const signature: SignatureInformation = { label: label.text, parameters: label.parameters };
  if (library) signature.documentation = library.summary;
  return {
    signatures: [signature],
    activeSignature: 0,
    activeParameter: part === 'arguments' ? active : parameters.length + active,
  };
}

function functionHelp({ active, symbol }: Extract<CallContext, { kind: 'function' }>): SignatureHelp | undefined {
  const signatures = signaturesOf(symbol);
  if (signatures.length === 0) return undefined;
  const fitting = signatures.findIndex(({ parameters = [] }) => parameters.length > active);
  return { signatures, activeSignature: Math.max(0, fitting), activeParameter: active };
}

function signaturesOf(symbol: ProgramSymbol): SignatureInformation[] {
  const { builtin, callable, subroutine } = symbol;
  if (builtin) {
    return builtin.signature.split('; ').map((text) => ({ ...parsedSignature(text), documentation: builtin.summary }));
  }
  if (!callable) return [];
  const names = subroutine?.parameters.map(({ name }) => ` ${name.name}`) ?? [];
  const parameters = callable.parameters.map((type, index) => `${describeType(type)}${names[index] ?? ''}`);
  const label = new Label().add(`${symbol.name}(`).list(parameters).add(')');
  if (callable.returns.kind !== 'void') label.add(` -> ${describeType(callable.returns)}`);
  return [{ label: label.text, parameters: label.parameters }];
}

/** `mod(int, int) -> int` with the places of what is between the parentheses; optional parts are in brackets. */
function parsedSignature(text: string): SignatureInformation {
  const open = text.indexOf('(') + 1;
  const close = text.indexOf(')');
  const parameters = [...text.slice(open, close).matchAll(/[^,[\]\s]+(?:\[\w+\](?!\s*,?\s*$)|\[n\])?/g)].map(
    ({ 0: name, index }): ParameterInformation => ({ label: [open + index, open + index + name.length] }),
  );
  return { label: text, parameters };
}
