import type { Plugin } from 'rollup';
import { storageFilesOf } from './manifest';
import { BOOT_FILE, MANIFEST_NAME, type StorageFiles } from './storage-names';

// The upload: one script for the console of a board. It writes the files of a build into Storage and starts the firmware.

/** The script in dist/. */
const UPLOAD_SCRIPT = 'upload.js';

/** Bytes of a file in one line of the script, as many as the Espruino tool writes at a time. In base 64 they are 512. */
const CHUNK_BYTES = 384;

/**
 * Before the writing: erases the files of the former build, so that two builds need not fit into flash at once. Without a
 * boot file, a board whose upload was interrupted starts with its console alone.
 */
const ERASE = `(function(){var s=require("Storage");Object.keys(s.readJSON("${MANIFEST_NAME}",true)||{})\
.concat("${BOOT_FILE}","${MANIFEST_NAME}").forEach(function(n){s.erase(n)})})()`;

/** After the writing: starts the firmware if each file has the hash that the manifest gives. */
const START_IF_WHOLE = `(function(){var s=require("Storage"),m=s.readJSON("${MANIFEST_NAME}",true),d=m?"":"${MANIFEST_NAME}";\
Object.keys(m||{}).forEach(function(n){if(btoa(E.toString(require("crypto").SHA256(s.read(n)||"")))!=m[n][1])d=n});\
if(d)s.erase("${BOOT_FILE}");\
print(d?"the file "+d+" did not arrive whole: upload again":"all files are whole; starting");if(!d)load()})()`;

/** The lines that write one file. */
function writesOf(name: string, text: string): string[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, i) => {
    const offset = i * CHUNK_BYTES;
    const chunk = bytes.subarray(offset, offset + CHUNK_BYTES).toString('base64');
    const size = i === 0 ? `,${bytes.length}` : '';
    return `require("Storage").write(${JSON.stringify(name)},atob("${chunk}"),${offset}${size})`;
  });
}

/** The script that puts these files into Storage, the boot file last, and starts them. One statement a line. */
function uploadScriptOf(version: string, files: StorageFiles): string {
  const { [BOOT_FILE]: boot = '', ...others } = files;
  const writes = Object.entries({ ...others, [BOOT_FILE]: boot }).map(([name, text]) => [
    `print("writing ${name}, ${Buffer.byteLength(text)} bytes")`,
    ...writesOf(name, text),
  ]);
  return [`print("Stagebox ${version}")`, ERASE, ...writes.flat(), START_IF_WHOLE, ''].join('\n');
}

/** For Rollup, after all else: dist/upload.js. */
export function uploadScript(version: string): Plugin {
  return {
    name: 'upload-script',
    generateBundle(_options, bundle) {
      const source = uploadScriptOf(version, storageFilesOf(Object.values(bundle)));
      this.emitFile({ type: 'asset', fileName: UPLOAD_SCRIPT, source });
    },
  };
}
