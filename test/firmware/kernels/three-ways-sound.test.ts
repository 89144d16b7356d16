import { compareThreeWays, isSoundToSound } from './compare-three-ways';

compareThreeWays(isSoundToSound);
