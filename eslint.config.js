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
  // These know the types: each file's are those of the nearest tsconfig.json.
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // `typeof import('…')` is the type of a module that is loaded by require() when it is first used.
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      // A method that implements a port that promises may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Most of our objects are closures, whose methods need no `this`.
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Jest's matchers are `any`. What a test reads as JSON is judged by its expectations.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // Tests put lists of numbers into the text of programs, and run the text.
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-implied-eval': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      // What `beforeAll` makes is missing in `afterAll` if it failed, and the compiler does not know that.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  // xtensa/ does not check its indices (xtensa/tsconfig.json), so an element seems to be there always.
  { files: ['xtensa/**/*.ts'], rules: { '@typescript-eslint/no-unnecessary-condition': 'off' } },
  {
    files: ['**/*.js'],
    ...tseslint.configs.disableTypeChecked,
    rules: { ...tseslint.configs.disableTypeChecked.rules, '@typescript-eslint/no-require-imports': 'off' },
  },
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
