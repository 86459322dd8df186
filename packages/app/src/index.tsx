import '@backstage/cli/asset-types';
import ReactDOM from 'react-dom/client';
import App from './App';
import { observeSizesByFrame } from './observeSizesByFrame';
import '@backstage/ui/css/styles.css';

if (process.env.NODE_ENV === 'development') {
  observeSizesByFrame();
}

ReactDOM.createRoot(document.getElementById('root')!).render(App.createRoot());
