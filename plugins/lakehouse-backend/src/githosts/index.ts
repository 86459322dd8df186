export {
  createGitHosts,
  type GitHosts,
  type GitHostsOptions,
} from './createGitHosts';
