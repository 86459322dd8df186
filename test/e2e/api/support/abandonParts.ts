/** Starts a sandbox and, when it is told so, ends without stopping it, as a test does that ran out of time. */
import { Parts } from './Parts';

const [directory] = process.argv.slice(2);

new Parts(directory)
  .startSandbox({
    ...{ kubernetesPort: 0, eastPort: 0, gitPort: 0, lakefsPort: 0 },
    kubeflowPort: 0,
    webhookUrl: 'http://localhost:9/',
  })
  .catch(() => {});
process.stdin.once('data', () => process.exit(1));
