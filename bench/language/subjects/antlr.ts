import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { printMeasurement, timed } from '../measurement.ts';

/** What is used of the generated parser and of its run-time library. */
interface AntlrFrontEnd {
  readonly CharStream: { fromString(text: string): unknown };
  readonly CommonTokenStream: new (lexer: unknown) => { fill(): void };
  readonly PredictionMode: { readonly SLL: number };
  readonly qasm3Lexer: new (characters: unknown) => { removeErrorListeners(): void };
  readonly qasm3Parser: new (
    tokens: unknown,
  ) => {
    removeErrorListeners(): void;
    readonly interpreter: { predictionMode: number };
    readonly numberOfSyntaxErrors: number;
    program(): unknown;
  };
}

/** `node antlr.ts <module of the generated parser> <circuit>`: the reference grammar, in the faster prediction mode. */
const [modulePath = '', circuitPath = ''] = process.argv.slice(2);
const antlr: AntlrFrontEnd = await import(pathToFileURL(modulePath).href);
const text = await readFile(circuitPath, 'utf8');

const lexer = new antlr.qasm3Lexer(antlr.CharStream.fromString(text));
lexer.removeErrorListeners();
const tokens = new antlr.CommonTokenStream(lexer);
const [lex] = await timed(() => tokens.fill());
const parser = new antlr.qasm3Parser(tokens);
parser.removeErrorListeners();
parser.interpreter.predictionMode = antlr.PredictionMode.SLL;
const [parse] = await timed(() => parser.program());
printMeasurement({ times: { lex, parse: lex + parse }, problems: parser.numberOfSyntaxErrors });
