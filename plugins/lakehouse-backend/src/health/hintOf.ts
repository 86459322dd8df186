/** What an error of a connection asks for, by its words; the first that fits. */
const HINTS: Array<[RegExp, (cluster: string) => string]> = [
  [
    /ECONNREFUSED/,
    cluster =>
      `Nothing listens at its address: look whether the API server runs, and at the url of ${cluster} in kubernetes.clusterLocatorMethods.`,
  ],
  [
    /ENOTFOUND|EAI_AGAIN/,
    cluster =>
      `The name in its address is not known: look at the url of ${cluster} in kubernetes.clusterLocatorMethods, and at the DNS of the portal.`,
  ],
  [
    /altnames|ERR_TLS_CERT_ALTNAME/i,
    cluster =>
      `Its certificate is for another name than its address: use a name of the certificate as the url of ${cluster}.`,
  ],
  [
    /certificate has expired|CERT_HAS_EXPIRED|not yet valid/i,
    () =>
      'Its certificate is not valid now: renew it, or look at the clocks of both sides.',
  ],
  [
    /certificate|self[- ]signed|issuer/i,
    cluster =>
      `Its certificate is signed by somebody whom the portal does not know: give the CA of ${cluster} as caData or caFile.`,
  ],
  [
    /^401|unauthorized/i,
    cluster =>
      `The API server does not know the portal's account: renew the token or certificate of ${cluster}.`,
  ],
  [
    /strategy|credential|ENOENT|kubeconfig|access ?token|assume/i,
    cluster =>
      `The portal has nothing to show ${cluster}: look at what its authProvider, or its entry in lakehouse.kubernetes.accounts, needs where the portal runs.`,
  ],
  [
    /^429/,
    () =>
      "It asks to be left alone: raise the limits for the portal's account (API priority and fairness). The portal waits as long as it is told.",
  ],
  [
    /^5\d\d/,
    cluster =>
      `The API server of ${cluster}, or a proxy before it, is in trouble itself: look at its log.`,
  ],
  [
    /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|Nothing heard|timed? ?out/i,
    cluster =>
      `Nothing comes back: look at the network between the portal and ${cluster} (firewall, VPN, network policy, a proxy that cuts long answers).`,
  ],
  [
    /ECONNRESET|EPIPE|socket hang up|closed/i,
    cluster =>
      `Something between the portal and ${cluster} cuts the connection: look at proxies and load balancers on the way.`,
  ],
];

/** What to look at, of the words of an error; nothing where they are not known. Pure. */
export function hintOf(message: string, cluster: string): string | undefined {
  return HINTS.find(([words]) => words.test(message))?.[1](cluster);
}
