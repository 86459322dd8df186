/**
 * A server, a clock and what else tests of clients have in common.
 *
 * @packageDocumentation
 */
export * from './failureOf';
export * from './QuickClock';
export * from './readExample';
export * from './seededRandom';
export * from './TestServer';
export * from './useTestClient';
export * from './useTestServer';
