/** What LaTeX takes for something else, or its usual fonts do not have, with what stands for it in a line of text. */
const written: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '"': '\\textquotedbl{}',
  ...mathematics({
    '<': '<',
    '>': '>',
    '|': '|',
    '−': '-',
    '·': '\\cdot',
    '×': '\\times',
    '⊗': '\\otimes',
    '†': '\\dagger',
    '√': '\\surd',
    '⟩': '\\rangle',
    '⟨': '\\langle',
    '⁻': '^{-}',
    '¹': '^{1}',
    '²': '^{2}',
    '³': '^{3}',
    '∞': '\\infty',
    '…': '\\dots',
    α: '\\alpha',
    β: '\\beta',
    γ: '\\gamma',
    δ: '\\delta',
    ε: '\\varepsilon',
    ϵ: '\\epsilon',
    ζ: '\\zeta',
    η: '\\eta',
    θ: '\\theta',
    ϑ: '\\vartheta',
    ι: '\\iota',
    κ: '\\kappa',
    λ: '\\lambda',
    μ: '\\mu',
    ν: '\\nu',
    ξ: '\\xi',
    π: '\\pi',
    ρ: '\\rho',
    σ: '\\sigma',
    τ: '\\tau',
    ℇ: '\\mathcal{E}',
    υ: '\\upsilon',
    φ: '\\varphi',
    ϕ: '\\phi',
    χ: '\\chi',
    ψ: '\\psi',
    ω: '\\omega',
    Γ: '\\Gamma',
    Δ: '\\Delta',
    Θ: '\\Theta',
    Λ: '\\Lambda',
    Ξ: '\\Xi',
    Π: '\\Pi',
    Σ: '\\Sigma',
    Υ: '\\Upsilon',
    Φ: '\\Phi',
    Ψ: '\\Psi',
    Ω: '\\Omega',
  }),
};

function mathematics(commands: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(commands).map(([character, command]) => [character, `\\ensuremath{${command}}`]),
  );
}

/**
 * A text as LaTeX prints it in text mode: nothing in it is a command. Letters of other scripts stay as they are, which
 * needs LuaLaTeX or XeLaTeX and a font that has them.
 */
export function latexText(text: string): string {
  return [...text].map((character) => written[character] ?? character).join('');
}

/** Whether every engine of LaTeX can print what {@link latexText} makes of a text. */
export function isPlainLatex(text: string): boolean {
  return [...text].every((character) => character in written || /[ -~]/.test(character));
}
