import { DiffFile } from '../repository/diff';
import { CommitInfo, TreeEntry } from '../repository/GitRepository';
import { GitHost } from './GitHost';
import { HostedRepository, HostUser } from './model';
import { mayPush } from './rights';

/** How Gitea's API says things. One function per object; nothing is decided here. */

export function at(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

export function webUrl(host: GitHost, repository: HostedRepository): string {
  return `${host.baseUrl}/${repository.fullName}`;
}

export function apiUrl(host: GitHost, repository: HostedRepository): string {
  return `${host.baseUrl}/api/v1/repos/${repository.fullName}`;
}

export function userShape(host: GitHost, user: HostUser) {
  return {
    id: user.id,
    login: user.login,
    login_name: '',
    source_id: 0,
    full_name: user.fullName,
    email: user.email,
    avatar_url: '',
    html_url: `${host.baseUrl}/${user.login}`,
    language: '',
    is_admin: user.admin,
    active: true,
    prohibit_login: false,
    restricted: false,
    visibility: 'public',
    username: user.login,
  };
}

/** The account with a commit's e-mail address, where there is one. */
function accountOf(host: GitHost, email: string) {
  const user = [...host.users.values()].find(found => found.email === email);
  return user ? userShape(host, user) : null;
}

export function repositoryShape(
  host: GitHost,
  repository: HostedRepository,
  actor?: HostUser,
) {
  const push = mayPush(actor, 'any', repository.defaultBranch).allowed;
  return {
    id: repository.id,
    owner: {
      id: 0,
      login: repository.owner,
      full_name: '',
      email: '',
      avatar_url: '',
      html_url: `${host.baseUrl}/${repository.owner}`,
      username: repository.owner,
    },
    name: repository.name,
    full_name: repository.fullName,
    description: '',
    empty: false,
    private: repository.private,
    fork: false,
    template: false,
    mirror: false,
    archived: false,
    html_url: webUrl(host, repository),
    url: apiUrl(host, repository),
    clone_url: `${webUrl(host, repository)}.git`,
    ssh_url: '',
    default_branch: repository.defaultBranch,
    open_pr_counter: repository.pulls.filter(pull => pull.state === 'open')
      .length,
    created_at: at(repository.createdAt),
    updated_at: at(repository.updatedAt),
    permissions: { admin: actor?.admin ?? false, push, pull: true },
    has_pull_requests: true,
    allow_merge_commits: true,
    allow_rebase: true,
    allow_squash_merge: true,
    default_merge_style: 'merge',
    object_format_name: 'sha1',
  };
}

function commitPerson(person: CommitInfo['author']) {
  return { name: person.name, email: person.email, date: at(person.at) };
}

function commitMeta(host: GitHost, repository: HostedRepository, sha: string) {
  return { url: `${apiUrl(host, repository)}/git/commits/${sha}`, sha };
}

export function commitShape(
  host: GitHost,
  repository: HostedRepository,
  commit: CommitInfo,
  files?: DiffFile[],
) {
  const url = `${apiUrl(host, repository)}/git/commits/${commit.sha}`;
  return {
    url,
    sha: commit.sha,
    created: at(commit.committer.at),
    html_url: `${webUrl(host, repository)}/commit/${commit.sha}`,
    commit: {
      url,
      author: commitPerson(commit.author),
      committer: commitPerson(commit.committer),
      message: commit.message,
      tree: {
        url: `${apiUrl(host, repository)}/git/trees/${commit.tree}`,
        sha: commit.tree,
        created: at(commit.committer.at),
      },
    },
    author: accountOf(host, commit.author.email),
    committer: accountOf(host, commit.committer.email),
    parents: commit.parents.map(sha => commitMeta(host, repository, sha)),
    ...(files
      ? {
          files: files.map(file => ({
            filename: file.path,
            status: file.status === 'changed' ? 'modified' : file.status,
          })),
          stats: {
            total: files.reduce(
              (sum, file) => sum + file.additions + file.deletions,
              0,
            ),
            additions: files.reduce((sum, file) => sum + file.additions, 0),
            deletions: files.reduce((sum, file) => sum + file.deletions, 0),
          },
        }
      : {}),
  };
}

/** The commit in an answer about files. */
export function fileCommitShape(
  host: GitHost,
  repository: HostedRepository,
  commit: CommitInfo,
) {
  const {
    sha,
    html_url,
    parents,
    commit: inner,
    created,
  } = commitShape(host, repository, commit);
  return { sha, html_url, parents, created, ...inner };
}

/** The commit of a branch, and in a push. */
export function payloadCommitShape(
  host: GitHost,
  repository: HostedRepository,
  commit: CommitInfo,
  files: DiffFile[] = [],
) {
  const person = ({ name, email }: CommitInfo['author']) => ({
    name,
    email,
    username: accountOf(host, email)?.login ?? '',
  });
  const paths = (status: DiffFile['status'][]) =>
    files.filter(file => status.includes(file.status)).map(file => file.path);
  return {
    id: commit.sha,
    message: commit.message,
    url: `${webUrl(host, repository)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    verification: null,
    timestamp: at(commit.committer.at),
    added: paths(['added']),
    removed: paths(['removed']),
    modified: paths(['changed', 'renamed']),
  };
}

export function branchShape(
  host: GitHost,
  repository: HostedRepository,
  options: { name: string; commit: CommitInfo; actor?: HostUser },
) {
  const { name, commit, actor } = options;
  const rule = repository.protections.find(found => found.branch === name);
  return {
    name,
    commit: payloadCommitShape(host, repository, commit),
    protected: rule !== undefined || name === repository.defaultBranch,
    required_approvals: rule?.requiredApprovals ?? 0,
    enable_status_check: (rule?.statusContexts.length ?? 0) > 0,
    status_check_contexts: rule?.statusContexts ?? [],
    user_can_push: mayPush(actor, name, repository.defaultBranch).allowed,
    user_can_merge: mayPush(actor, name, repository.defaultBranch).allowed,
    effective_branch_protection_name: rule?.branch ?? '',
  };
}

export function contentsShape(
  host: GitHost,
  repository: HostedRepository,
  options: {
    entry: TreeEntry;
    ref: string;
    content?: Buffer;
    last?: { sha: string; message: string; at: number };
  },
) {
  const { entry, ref, content, last } = options;
  const path = encodePath(entry.path);
  const kind = /^[0-9a-f]{40}$/.test(ref) ? 'commit' : 'branch';
  const url = `${apiUrl(
    host,
    repository,
  )}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const page = `${webUrl(host, repository)}/src/${kind}/${encodePath(
    ref,
  )}/${path}`;
  const file = entry.type === 'blob';
  return {
    name: entry.path.split('/').pop() ?? entry.path,
    path: entry.path,
    sha: entry.sha,
    last_commit_sha: last?.sha ?? null,
    last_commit_message: last?.message ?? null,
    last_committer_date: last ? at(last.at) : null,
    last_author_date: last ? at(last.at) : null,
    type: file ? 'file' : 'dir',
    size: entry.size,
    encoding: content ? 'base64' : null,
    content: content ? content.toString('base64') : null,
    target: null,
    url,
    html_url: page,
    git_url: `${apiUrl(host, repository)}/git/${file ? 'blobs' : 'trees'}/${
      entry.sha
    }`,
    download_url: file
      ? `${webUrl(host, repository)}/raw/${kind}/${encodePath(ref)}/${path}`
      : null,
    submodule_git_url: null,
    _links: { self: url, git: '', html: page },
  };
}
