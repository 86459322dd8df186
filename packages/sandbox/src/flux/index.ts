export {
  startFluxSync,
  type FluxSync,
  type FluxSyncOptions,
} from './startFluxSync';
export { toInventoryEntry } from './inventory';
export { LABEL_NAME, LABEL_NAMESPACE } from './fluxObjects';
