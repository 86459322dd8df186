/**
 * Header of a proposal with the asker's own OAuth token for the Git host, where
 * the repository's changes are made with that. Never kept.
 * @public
 */
export const GIT_TOKEN_HEADER = 'Lakehouse-Git-Token';
