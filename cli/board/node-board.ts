import { createBoard, type Board, type BoardOptions } from '../../host-sim';
import { nodeCrypto } from '../../host-sim/node/node-crypto';
import { createVmContext } from '../../host-sim/node/vm-context';

/** Makes a simulated board whose interpreter runs in a context of Node's `vm` module. */
export function createNodeBoard(options: Omit<BoardOptions, 'context' | 'crypto'>): Board {
  return createBoard({ ...options, context: createVmContext, crypto: nodeCrypto });
}
