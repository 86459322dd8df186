export {
  ARGOCD_USER,
  startArgoSync,
  type ArgoSync,
  type ArgoSyncOptions,
} from './startArgoSync';
