import ts from 'typescript';

/** The declaration of a name, wherever it is imported from. */
export function declarationOf(checker: ts.TypeChecker, name: ts.Node): ts.Declaration | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  return symbol && resolved(checker, symbol).declarations?.[0];
}

/** The symbol that an import or re-export stands for. */
export function resolved(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The name of the intrinsic that is called: one declared in the kernels' machine.ts, or `Math.imul` and the like. */
export function intrinsicName(checker: ts.TypeChecker, call: ts.CallExpression): string | undefined {
  const { expression } = call;
  if (ts.isPropertyAccessExpression(expression)) {
    const isMath = ts.isIdentifier(expression.expression) && expression.expression.text === 'Math';
    const declaration = isMath ? declarationOf(checker, expression.expression) : undefined;
    return declaration?.getSourceFile().isDeclarationFile ? `Math.${expression.name.text}` : undefined;
  }
  const declaration = declarationOf(checker, expression);
  if (!declaration || !ts.isFunctionDeclaration(declaration) || declaration.body) return undefined;
  return declaration.getSourceFile().fileName.endsWith('/machine.ts') ? declaration.name?.text : undefined;
}
