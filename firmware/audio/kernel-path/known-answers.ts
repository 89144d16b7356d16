/**
 * The checksums of the self-test's steps; test/firmware/audio/kernel-path/self-test.test.ts holds them against the
 * sources.
 */
export const KNOWN_ANSWERS = [944915025, -1494384414, -1067576676, -424629669, -120037281];
