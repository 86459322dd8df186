export { createGitHosts, type GitHosts } from './createGitHosts';
