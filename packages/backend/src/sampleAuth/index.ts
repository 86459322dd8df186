export { authModuleSample as default } from './module';
