import ts from 'typescript';
import { KernelError } from '../kernel-error';
import type { KernelFunction } from './kernel-program';
import { positionOf } from './position';
import { readStatement } from './read-statement';
import type { Scope } from './scope';

/** The most parameters of a function: call8 passes arguments in a10 to a15. */
const MAX_PARAMETERS = 6;

/** Reads one function and resolves all names in it. Throws `KernelError`. */
export function readFunction(scope: Scope, node: ts.FunctionDeclaration): KernelFunction {
  const at = positionOf(node);
  const name = node.name?.text;
  if (!name || !node.body) throw new KernelError(at, 'a kernel needs a name and a body');
  if (node.asteriskToken) throw new KernelError(at, 'no generators in kernels: a kernel runs to its end');
  const wrong = node.modifiers?.find(({ kind }) => kind !== ts.SyntaxKind.ExportKeyword);
  if (wrong) throw new KernelError(positionOf(wrong), `no \`${wrong.getText()}\` kernels: write \`export function\``);
  if (node.typeParameters) throw new KernelError(at, 'no type parameters in kernels: every value is a number');
  const extra = node.parameters[MAX_PARAMETERS];
  if (extra)
    throw new KernelError(
      positionOf(extra),
      `more than ${MAX_PARAMETERS} parameters: pass the address of a struct in memory`,
    );
  const parameters = node.parameters.map((parameter) => {
    if (parameter.initializer || parameter.questionToken || parameter.dotDotDotToken)
      throw new KernelError(
        positionOf(parameter),
        'no optional parameters in kernels: leave out the default, `?` or `...`',
      );
    return scope.declare(parameter);
  });
  const signature = scope.checker.getSignatureFromDeclaration(node);
  const type = signature && scope.checker.getReturnTypeOfSignature(signature);
  if (!type || (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.Void)) === 0)
    throw new KernelError(positionOf(node.type ?? node), `${name} must return a number or void`);
  const body = node.body.statements.flatMap((statement) => readStatement(scope, statement));
  return { name, at, parameters, locals: scope.locals, body };
}
