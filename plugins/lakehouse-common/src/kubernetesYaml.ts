interface Tag {
  tag: string;
  format?: string;
}

/**
 * For `yaml`: how engines and API servers read it. As YAML 1.1 (a bare `on` is
 * true), but for what their reader leaves as a string: a bare `2024-01-31`,
 * which would be no value of JSON, and `12:30`, which would be a number.
 * @public
 */
export const KUBERNETES_YAML = {
  version: '1.1',
  customTags: <T extends string | Tag>(tags: T[]): T[] =>
    tags.filter(
      tag =>
        typeof tag === 'string' ||
        (tag.tag !== 'tag:yaml.org,2002:timestamp' && tag.format !== 'TIME'),
    ),
} as const;
