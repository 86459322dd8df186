const KNOWN_REGISTRIES = [
  'docker.io',
  'registry.example.com',
  'ghcr.io',
  'quay.io',
  'gcr.io',
  'registry.k8s.io',
  'public.ecr.aws',
];

/** The registry that an image reference names; Docker Hub where it names none. */
function registryOf(image: string): string {
  const first = image.split('/')[0];
  const named =
    image.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  return named ? first : 'docker.io';
}

/**
 * Why an image cannot be pulled, in the container runtime's words. A reference
 * that contains `missing` is not in its registry, and a registry that nobody
 * knows cannot be reached.
 */
export function imagePullProblem(image: string): string | undefined {
  const registry = registryOf(image);
  if (!KNOWN_REGISTRIES.includes(registry)) {
    return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://${registry}/v2/": dial tcp: lookup ${registry}: no such host`;
  }
  return image.includes('missing')
    ? `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`
    : undefined;
}
