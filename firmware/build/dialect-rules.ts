import type { Rule } from 'eslint';
import type { ForInStatement, ForOfStatement, ForStatement, Node, ReturnStatement } from 'estree';

// Hazards of Espruino that no selector can describe, as ESLint rules.

type Loop = ForStatement | ForInStatement | ForOfStatement;

/** Espruino has one binding for all rounds of a loop, so a function that outlives its round sees the last value. */
const noLoopClosure: Rule.RuleModule = {
  create(context) {
    function check(loop: Loop & Rule.NodeParentExtension): void {
      const head = loop.type === 'ForStatement' ? loop.init : loop.left;
      if (head?.type !== 'VariableDeclaration' || head.kind === 'var') return;
      const { sourceCode } = context;
      const outer = sourceCode.getScope(loop).variableScope;
      for (const variable of sourceCode.getDeclaredVariables(head)) {
        for (const { from, identifier } of variable.references) {
          if (from.variableScope === outer) continue;
          context.report({ node: identifier, message: `a function in the loop holds '${variable.name}' of its head` });
        }
      }
    }
    return { ForStatement: check, ForInStatement: check, ForOfStatement: check };
  },
};

/** Espruino goes on over a line end: `return⏎x` returns x, and `a⏎++b` is `a++ b`. */
const noLineEndAsSemicolon: Rule.RuleModule = {
  create(context) {
    const { sourceCode } = context;
    return {
      ReturnStatement(node: ReturnStatement & Rule.NodeParentExtension) {
        const next = sourceCode.getTokenAfter(node, { includeComments: false });
        const isOpen = !node.argument && sourceCode.getText(node) === 'return';
        if (isOpen && next && next.value !== '}') {
          context.report({ node, message: 'return takes what stands on the next line' });
        }
      },
      ':matches(Program, BlockStatement, SwitchCase) > ExpressionStatement > UpdateExpression[prefix=true]'(
        node: Node,
      ) {
        const before = sourceCode.getTokenBefore(node);
        if (before && !/^[;{}:]$/.test(before.value)) {
          context.report({ node, message: '++ and -- belong to what stands on the line before' });
        }
      },
    };
  },
};

/** The interpreter looks for the closing brace of `${…}` without regard to strings. */
const noBraceInTemplate: Rule.RuleModule = {
  create: (context) => ({
    'TemplateLiteral > .expressions'(node: Node) {
      for (const token of context.sourceCode.getTokens(node)) {
        if (token.type === 'String' && token.value.includes('}')) {
          context.report({ node, message: 'a } in a string ends the ${ } round it' });
        }
      }
    },
  }),
};

/** By name, as a plugin's rules. */
export const espruinoRules: { readonly [name: string]: Rule.RuleModule } = {
  'no-loop-closure': noLoopClosure,
  'no-line-end-as-semicolon': noLineEndAsSemicolon,
  'no-brace-in-template': noBraceInTemplate,
};
