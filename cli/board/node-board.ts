import { createBoard, type Board, type BoardOptions } from '../../host-sim';
import { nodeCrypto } from '../../host-sim/node/node-crypto';
import { createVmContext } from '../../host-sim/node/vm-context';

/** A simulated board whose interpreter runs in a bare context of Node's. */
export function createNodeBoard(options: Omit<BoardOptions, 'context' | 'crypto'>): Board {
  return createBoard({ ...options, context: createVmContext, crypto: nodeCrypto });
}
