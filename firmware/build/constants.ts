import type { Expression, Node } from 'estree';

/**
 * The names that an expression uses, if it makes the same value whenever it is evaluated: texts, numbers, arrays and objects of
 * them, and what is computed of those and of names; undefined for any other expression.
 */
export function isConstant(value: Expression | null | undefined): string[] | undefined {
  const names: string[] = [];
  return value && isMadeOf(value, names) ? names : undefined;
}

function isMadeOf(node: Node | null, names: string[]): boolean {
  switch (node?.type) {
    case 'Literal':
      return !('regex' in node);
    case 'Identifier':
      names.push(node.name);
      return true;
    case 'UnaryExpression':
      return node.operator !== 'delete' && isMadeOf(node.argument, names);
    case 'BinaryExpression':
      return isMadeOf(node.left, names) && isMadeOf(node.right, names);
    case 'ArrayExpression':
      return node.elements.every((element) => isMadeOf(element, names));
    case 'ObjectExpression':
      return node.properties.every(
        (property) => property.type === 'Property' && !property.computed && isMadeOf(property.value, names),
      );
    default:
      return false;
  }
}
