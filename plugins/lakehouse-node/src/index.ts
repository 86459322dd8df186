/**
 * Service refs, permission rules and extension points of the lakehouse plugin.
 *
 * @packageDocumentation
 */
export * from './GitHost';
export * from './extensions';
export * from './isSameRepository';
export * from './LakehouseService';
export * from './lakehouseServiceRef';
export * from './permissions/domainResource';
export * from './permissions/rules';
