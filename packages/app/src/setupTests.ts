import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A test waits for conditions; how fast the machine is decides nothing.
configure({ asyncUtilTimeout: 30_000 });
