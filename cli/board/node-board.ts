import { url as debuggerUrl } from 'node:inspector';
import { pathToFileURL } from 'node:url';
import { createBoard, type Board, type BoardOptions } from '../../host-sim';
import { nodeCrypto } from '../../host-sim/node/node-crypto';
import { createDebuggedVmContext, createVmContext } from '../../host-sim/node/vm-context';
import { FIRMWARE_FOLDER, sourceMapFileOf } from '../firmware-text';

/**
 * Makes a simulated board whose interpreter runs in a context of Node's `vm` module. In a process with a debugger (`node --inspect`)
 * the firmware leads it to the source maps of the build.
 */
export function createNodeBoard(options: Omit<BoardOptions, 'context' | 'crypto'>): Board {
  const folder = `${pathToFileURL(FIRMWARE_FOLDER).href}/`;
  const isDebugged = debuggerUrl() !== undefined;
  const context = isDebugged ? createDebuggedVmContext({ folder, mapOf: sourceMapFileOf }) : createVmContext;
  return createBoard({ ...options, context, crypto: nodeCrypto });
}
