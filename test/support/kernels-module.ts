import { compileKernels, readKernels } from '../../xtensa';
import { blobModule } from '../../xtensa/blob-module';

// The module 'kernels' for tests that import parts of the firmware instead of its bundle.
// @runs ../../firmware/kernels/index
module.exports = blobModule(compileKernels(readKernels('firmware/kernels/index.ts')));
