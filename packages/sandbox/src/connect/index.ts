export { ConnectOperator } from './ConnectOperator';
