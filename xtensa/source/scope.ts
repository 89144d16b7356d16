import ts from 'typescript';
import { KernelError } from '../kernel-error';
import { type Constants, isModuleConstant } from './constants';
import type { Expression, KernelFunction, Local } from './kernel-program';
import { positionOf } from './position';
import { declarationOf } from './symbols';

/** Reads a function, unless it has been read before. `call` is the call that needs it. */
type FunctionReader = (declaration: ts.FunctionDeclaration, call: ts.Node) => KernelFunction;

/** The meaning of the names inside one function. */
export class Scope {
  readonly checker: ts.TypeChecker;
  readonly readFunction: FunctionReader;
  readonly locals: Local[] = [];
  private readonly constants: Constants;
  private readonly byDeclaration = new Map<ts.Node, Local>();

  constructor(checker: ts.TypeChecker, constants: Constants, readFunction: FunctionReader) {
    this.checker = checker;
    this.constants = constants;
    this.readFunction = readFunction;
  }

  /** Declares a parameter or variable. Throws `KernelError` if it is not a number. */
  declare(declaration: ts.ParameterDeclaration | ts.VariableDeclaration): Local {
    if (!ts.isIdentifier(declaration.name))
      throw new KernelError(positionOf(declaration), 'no destructuring in kernels: declare each variable by itself');
    if (!isNumber(this.checker.getTypeAtLocation(declaration.name)))
      throw new KernelError(
        positionOf(declaration),
        `\`${declaration.name.text}\` is not a number: every value in a kernel is one`,
      );
    const local = { name: declaration.name.text, index: this.locals.length };
    this.locals.push(local);
    this.byDeclaration.set(declaration, local);
    return local;
  }

  /** The local that is assigned to. Throws `KernelError` if the target is anything else. */
  assigned(target: ts.Expression): Local {
    const inner = ts.isParenthesizedExpression(target) ? target.expression : target;
    const declaration = ts.isIdentifier(inner) ? declarationOf(this.checker, inner) : undefined;
    const local = declaration && this.byDeclaration.get(declaration);
    if (local) return local;
    const advice = ts.isElementAccessExpression(inner)
      ? 'write to memory with `store32(address, value)`'
      : 'declare it with `let`';
    throw new KernelError(positionOf(target), `\`${target.getText()}\` is not a variable of this function: ${advice}`);
  }

  /** The value of a name: a local, a constant, or the address of a table. Throws `KernelError` for any other name. */
  named(name: ts.Identifier): Expression {
    const declaration = declarationOf(this.checker, name);
    const local = declaration && this.byDeclaration.get(declaration);
    if (local) return { kind: 'local', local };
    if (declaration && ts.isVariableDeclaration(declaration) && isModuleConstant(declaration)) {
      const value = this.constants.valueOf(declaration);
      return typeof value === 'number' ? { kind: 'constant', value: value | 0 } : { kind: 'address', table: value };
    }
    throw new KernelError(positionOf(name), this.refusal(name, declaration));
  }

  private refusal({ text }: ts.Identifier, declaration: ts.Declaration | undefined): string {
    if (!declaration || declaration.getSourceFile().isDeclarationFile)
      return `\`${text}\` is unknown here: use parameters, locals, constants and the functions of machine.ts`;
    if (ts.isFunctionDeclaration(declaration)) return `\`${text}\` is a function: write \`${text}(…)\``;
    return `\`${text}\` is a variable outside the function: pass it as a parameter, or keep it in memory`;
  }

  /** The value of a property of a constant object, such as `LAYOUT.READ`. */
  property(access: ts.PropertyAccessExpression): Expression {
    return { kind: 'constant', value: this.constants.propertyOf(access) | 0 };
  }
}

function isNumber(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.NumberLike) !== 0;
}
