const esX = require('eslint-plugin-es-x');
const tseslint = require('typescript-eslint');

/** What the build cannot lower for the interpreter on the board. firmware/build/dialect.ts judges the bundle by the whole list. */
const notOnTheBoard = [
  ...['map', 'set', 'weak-map', 'weak-set', 'weakrefs', 'symbol', 'proxy', 'reflect', 'bigint'],
  ...[
    'generators',
    'async-functions',
    'async-iteration',
    'new-target',
    'class-private-fields',
    'class-instance-fields',
  ],
  ...['class-static-block', 'subclassing-builtins', 'regexp-named-capture-groups', 'regexp-lookbehind-assertions'],
  ...['math-imul', 'math-trunc', 'math-sign', 'math-clz32', 'math-fround', 'math-hypot', 'math-log2', 'math-log10'],
  ...['number-isinteger', 'number-isfinite', 'number-isnan', 'number-epsilon', 'number-maxsafeinteger'],
  ...['array-from', 'array-of', 'object-freeze', 'object-seal', 'object-is', 'object-hasown', 'string-fromcodepoint'],
];

module.exports = tseslint.config(
  { ignores: ['node_modules', 'dist', 'out', '.build', 'test/vectors'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
    },
  },
  { files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['firmware/**/*.ts', 'wire/**/*.ts', 'hardware/pins.ts', 'hardware/chip/*.ts'],
    ignores: ['firmware/build/**'],
    plugins: { 'es-x': esX },
    rules: {
      ...Object.fromEntries(notOnTheBoard.map((name) => [`es-x/no-${name}`, 'error'])),
      'no-labels': 'error',
      'no-sparse-arrays': 'error',
      'default-case-last': 'error',
      'no-case-declarations': 'error',
    },
  },
  // Runs on the interpreter as it stands.
  { files: ['test/espruino/*.js'], rules: { 'no-var': 'off' } },
  // Modules of the interpreter are had by require(), as there.
  { files: ['firmware/**/*.ts'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
