// firmware/main.ts → dist/firmware.js and its module files, in the dialect that stock Espruino parses.
const { nodeResolve } = require('@rollup/plugin-node-resolve');
const replace = require('@rollup/plugin-replace');
const { swc } = require('rollup-plugin-swc3');
const { version } = require('./package.json');

// The compiler of the kernels and what makes arrows is TypeScript; under jest and ts-node it can be loaded as it is.
if (!require.extensions['.ts'] && !process.env.JEST_WORKER_ID) require('ts-node/register');
const { arrowFunctions } = require('./firmware/build/arrow-functions');
const { bootNames } = require('./firmware/build/boot-names');
const { manifest } = require('./firmware/build/manifest');
const { minify } = require('./firmware/build/minify');
const { moduleFiles } = require('./firmware/build/module-files');
const { uploadScript } = require('./firmware/build/upload-script');
const { nestFunctions } = require('./firmware/build/nest-functions');
const { SHORTENED_FIELDS } = require('./firmware/build/short-fields');
const { releaseFunctions } = require('./firmware/build/release-functions');
const { kernels } = require('./xtensa/rollup-plugin');

// What Espruino cannot parse is lowered, and nothing else: native arrows and templates are smaller than their ES5 forms.
const lowered = [
  'parameters',
  'destructuring',
  'spread',
  'block-scoping',
  'object-rest-spread',
  'computed-properties',
  'optional-chaining',
  'exponentiation-operator',
  'logical-assignment-operators',
  // Espruino loses count of brackets inside strings inside ${}.
  'template-literals',
].map((name) => `transform-${name}`);

module.exports = {
  input: 'firmware/main.ts',
  output: {
    dir: 'dist',
    strict: false,
    // dist/firmware.js.map and the like, and no word of them in the files: those go onto the board.
    sourcemap: 'hidden',
  },
  plugins: [
    kernels('firmware/kernels/index.ts'),
    nodeResolve({ extensions: ['.ts', '.js'] }),
    replace({ preventAssignment: true, values: { __VERSION__: JSON.stringify(version) } }),
    swc({
      tsconfig: false,
      sourceMaps: true,
      jsc: { loose: true, parser: { syntax: 'typescript' } },
      env: { targets: 'chrome 110', loose: true, include: lowered },
    }),
    moduleFiles({
      'sb.settings': 'firmware/settings/setting-checks.ts',
      'sb.tables': 'firmware/audio/table-path/index.ts',
    }),
    nestFunctions(),
    // An ecma of 5 in the output keeps terser from inventing newer syntax; hoist_funs supplies the function hoisting that
    // Espruino lacks; more inlining would leave `var` behind its first use, which Espruino takes for an outer variable of
    // that name.
    minify({
      ecma: 2015,
      compress: {
        ecma: 2015,
        unsafe_arrows: true,
        hoist_funs: true,
        inline: 1,
        toplevel: true,
        reduce_funcs: false,
        pure_getters: true,
        passes: 3,
      },
      mangle: {
        toplevel: true,
        // A parameter of an arrow is looked up before it is one: it must not have the name of a pin.
        reserved: Array.from({ length: 40 }, (_, gpio) => `D${gpio}`),
        // Names of fields that nobody else knows become shorter, and take fewer variables of the interpreter.
        // test/firmware/private-names.test.ts holds the rule. What the minifier calls built in are names of browsers too.
        properties: { regex: SHORTENED_FIELDS, builtins: true },
      },
      format: { ecma: 5, ascii_only: true },
    }),
    releaseFunctions(),
    bootNames(),
    arrowFunctions(),
    manifest(),
    uploadScript(version),
  ],
};
