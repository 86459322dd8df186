/**
 * The ready permission policy of the lakehouse.
 *
 * @packageDocumentation
 */
export { permissionModuleLakehouse as default } from './module';
export { LakehousePermissionPolicy } from './LakehousePermissionPolicy';
export { handleLakehousePermission } from './handleLakehousePermission';
