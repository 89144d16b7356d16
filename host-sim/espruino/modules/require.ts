import { stringOf } from '../interpreter/byte-strings';
import type { Interpreter } from '../interpreter/interpreter';
import type { FlashFiles } from './flash-files';

/** What stands before the text of a module when it is evaluated. Stack traces do not count it. */
const WRAPPER = '(function(exports,module){';

/**
 * Installs `require` and `Modules`. A built-in module is made when it is first required. Other modules are in Storage.
 */
export function installRequire(
  interpreter: Interpreter,
  flash: FlashFiles,
  builtIn: Readonly<Record<string, () => object>>,
): void {
  const { cpu, costs, globals, fail } = interpreter;
  const loaded = new Map<string, unknown>();
  // Programs that upload code ask here which modules they need not send.
  (globals['process'] as { env: Record<string, unknown> }).env['MODULES'] = Object.keys(builtIn).join(',');

  const run = (source: unknown, name: string): unknown => {
    const module = interpreter.object({ exports: interpreter.object({}) });
    const exported = (): unknown => module['exports'];
    if (typeof source === 'function') {
      interpreter.call(source, globals, [exported(), module]);
    } else {
      cpu.charge(String(source).length * costs.evalPerChar);
      const wrapped = interpreter.evaluate(`${WRAPPER}${String(source)}\n})`, name, -WRAPPER.length);
      interpreter.call(wrapped, globals, [exported(), module]);
    }
    return exported();
  };

  globals['require'] = (wanted: unknown): unknown => {
    const name = String(wanted);
    if (loaded.has(name)) return loaded.get(name);
    const create = builtIn[name];
    const stored = flash.read(name);
    if (create !== undefined) loaded.set(name, create());
    else if (stored !== undefined) loaded.set(name, run(stringOf(stored), name));
    else fail(`Module ${name} not found`);
    return loaded.get(name);
  };
  globals['Modules'] = interpreter.object({
    addCached: (name: unknown, source: unknown) => void loaded.set(String(name), run(source, String(name))),
    removeCached: (name: unknown) => void loaded.delete(String(name)),
    removeAllCached: () => loaded.clear(),
    getCached: () => interpreter.array([...loaded.keys()]),
  });
}
