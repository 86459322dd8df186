/**
 * A server and a clock for tests of clients.
 *
 * @packageDocumentation
 */
export * from './failureOf';
export * from './QuickClock';
export * from './seededRandom';
export * from './TestServer';
