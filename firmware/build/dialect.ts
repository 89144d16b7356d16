import { Linter } from 'eslint';
import esX from 'eslint-plugin-es-x';
import { espruinoRules } from './dialect-rules';

// What stock Espruino on an ESP32 cannot parse, does not have, or understands differently. Every row was seen to fail on
// the interpreter (2v29); rows of eslint-plugin-es-x and of ESLint itself first, then ours by AST selector.

/** Syntax and built-ins that are missing, by rules of eslint-plugin-es-x. */
const MISSING = [
  ...['default-parameters', 'rest-parameters', 'spread-elements', 'rest-spread-properties', 'destructuring'],
  ...['optional-chaining', 'logical-assignment-operators', 'exponential-operators'],
  ...['async-functions', 'async-iteration', 'generators', 'computed-properties', 'new-target', 'bigint'],
  ...['class-instance-fields', 'class-private-fields', 'class-private-methods', 'class-static-block', 'private-in'],
  ...['subclassing-builtins', 'dynamic-import', 'unicode-codepoint-escapes'],
  ...['regexp-lookbehind-assertions', 'regexp-named-capture-groups'],
  ...['symbol', 'map', 'set', 'weak-map', 'weakrefs', 'proxy', 'reflect'],
  ...['imul', 'clz32', 'trunc', 'sign', 'fround', 'log2', 'log10', 'hypot', 'cbrt', 'expm1'].map((f) => `math-${f}`),
  ...['isinteger', 'isfinite', 'isnan', 'maxsafeinteger', 'epsilon'].map((f) => `number-${f}`),
  ...['freeze', 'seal', 'isfrozen', 'is', 'hasown'].map((f) => `object-${f}`),
  ...['array-from', 'array-of', 'array-string-prototype-at', 'array-prototype-copywithin'],
  ...['flat', 'lastindexof', 'reduceright', 'findlast-findlastindex', 'entries', 'keys'].map(
    (f) => `array-prototype-${f}`,
  ),
  ...['codepointat', 'matchall', 'normalize', 'trimstart-trimend'].map((f) => `string-prototype-${f}`),
  ...['string-fromcodepoint', 'promise-all-settled', 'promise-any', 'promise-prototype-finally'],
].map((name) => `es-x/no-${name}`);

const MISSING_GLOBALS = ['TextEncoder', 'TextDecoder', 'queueMicrotask', 'structuredClone', 'RangeError'];

const TYPED_ARRAYS = ['Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array'];
TYPED_ARRAYS.push('Uint8ClampedArray', 'Float32Array', 'Float64Array');

const MISSING_PROPERTIES = [
  ...['search', 'localeCompare', 'toPrecision', 'toExponential', 'isView', 'BYTES_PER_ELEMENT'].map((property) => ({
    property,
  })),
  { object: 'Promise', property: 'race' },
  { object: 'Date', property: 'UTC' },
  ...TYPED_ARRAYS.flatMap((object) => ['from', 'of'].map((property) => ({ object, property }))),
  ...['interpolate', 'asUTF8', 'fromUTF8', 'toUTF8'].map((property) => ({ object: 'E', property })),
  // These two move memory that the DMA uses.
  ...['defrag', 'toFlatString'].map((property) => ({ object: 'E', property })),
];

/** Shapes of the syntax tree, and what Espruino makes of them. */
const SHAPES: readonly (readonly [selector: string, message: string])[] = [
  [
    ':not(FunctionDeclaration, ExpressionStatement[directive]) ~ FunctionDeclaration',
    'functions are not hoisted: declare them before everything else in their scope',
  ],
  ['TaggedTemplateExpression', 'tagged templates do not parse'],
  ['PropertyDefinition[value=null]', 'a class field without a value does not parse'],
  ['PropertyDefinition > Identifier.key[name=/^(static|async)$/]', 'a class field of this name does not parse'],
  ['MethodDefinition > Literal.key', 'class members named by a string or number do not parse'],
  [
    '[method=true] > Identifier.key[name=/^(delete|new|if|for|in|try|catch|do|return|this|default)$/]',
    'keyword as name',
  ],
  [
    'MethodDefinition > Identifier.key[name=/^(delete|new|if|for|in|try|catch|do|return|this|default)$/]',
    'keyword as name',
  ],
  [':matches(ClassDeclaration, ClassExpression)[superClass.type="CallExpression"]', 'extends takes a name only'],
  ['ArrowFunctionExpression Super', 'super does not work in an arrow function'],
  ['ExpressionStatement > MemberExpression', 'a getter is not called when its value is not used'],
  ['AssignmentExpression > MemberExpression.left[property.name="length"]', 'the length of an array cannot be written'],
  ['Literal[value=/[^\\0-\\xff]/]', 'a character above 0xFF loses its upper byte'],
  ['TemplateElement[value.cooked=/[^\\0-\\xff]/]', 'a character above 0xFF loses its upper byte'],
  ['Identifier[name=/[^\\0-\\x7f]/]', 'names have ASCII letters only'],
  ['Literal[regex.pattern=/\\{\\d+(,\\d*)?\\}/]', 'repetition counts in a regular expression do not match'],
  ['Literal[regex.pattern=/[*+?}]\\?/]', 'lazy repetition does not match'],
  ['Literal[regex.pattern=/\\(\\?[:=!]/]', 'groups that do not capture and look-aheads do not match'],
  ['Literal[regex.pattern=/\\)\\?/]', 'an optional group does not match'],
  ['Literal[regex.pattern=/\\\\[bB1-9]/]', 'word borders and back references do not match'],
  ['Literal[regex.pattern=/\\[[^\\]]*\\//]', 'a slash within a class ends the expression'],
  ['Literal[regex.flags=/[^gi]/]', 'regular expressions have the flags g and i only'],
  ['TemplateElement[value.raw=/\\\\\\$/]', 'an escaped ${ is interpolated nevertheless'],
  ['CallExpression[callee.name="require"] > Literal[value="fs"]', 'files move memory that the DMA uses'],
];

type Rules = { [name: string]: unknown };

const RULES: Rules = {
  'no-labels': 'error',
  'no-sparse-arrays': 'error',
  'no-debugger': 'error',
  'default-case-last': 'error',
  'no-case-declarations': 'error',
  // There is no hoisting of `var` either: before its declaration a name means the outer variable, or a new global.
  'no-use-before-define': ['error', { functions: false, classes: true, variables: false }],
  'no-restricted-globals': ['error', ...MISSING_GLOBALS],
  'no-restricted-properties': ['error', ...MISSING_PROPERTIES],
  'no-restricted-syntax': ['error', ...SHAPES.map(([selector, message]) => ({ selector, message }))],
};
for (const name of MISSING) RULES[name] = 'error';
for (const name of Object.keys(espruinoRules)) RULES[`espruino/${name}`] = 'error';

const CONFIG = {
  plugins: { 'es-x': esX, espruino: { rules: espruinoRules } },
  languageOptions: { ecmaVersion: 'latest', sourceType: 'script' },
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  settings: { 'es-x': { aggressive: true } },
  rules: RULES,
} as unknown as Linter.Config;

/** Everything that is judged: the names of rules, and the messages of shapes. */
export const dialectList: readonly string[] = [...Object.keys(RULES), ...SHAPES.map(([, message]) => message)];

/** What stock Espruino would not understand in this script, a line each with its place; none when it runs there. */
export function dialectProblems(source: string): string[] {
  return new Linter()
    .verify(source, CONFIG, 'firmware.js')
    .map(({ line, column, message, ruleId }) => `${line}:${column} ${message} (${ruleId ?? 'syntax'})`);
}
