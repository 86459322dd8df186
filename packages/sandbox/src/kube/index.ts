export { createKubeServer } from './createKubeServer';
export type { KubeServerOptions } from './createKubeServer';
export { makeCertificate } from './http/certificate';
export { makeKubeconfig } from './http/kubeconfig';
export { KubeStatusError } from './KubeStatusError';
export {
  addQuantities,
  formatQuantity,
  parseQuantity,
  zeroQuantity,
} from './quantity';
export type { Quantity } from './quantity';
