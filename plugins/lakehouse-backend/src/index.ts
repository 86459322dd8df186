/**
 * The backend of Lakefront.
 *
 * @packageDocumentation
 */
export { lakehousePlugin as default, lakehousePlugin } from './plugin';
