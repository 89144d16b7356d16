import { compareThreeWays, isSoundToSound } from './compare-three-ways';

compareThreeWays((name) => !isSoundToSound(name));
