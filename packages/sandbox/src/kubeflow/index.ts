export {
  createKubeflowServer,
  type SandboxKubeflowServer,
} from './createKubeflowServer';
export { startKubeflow } from './startKubeflow';
