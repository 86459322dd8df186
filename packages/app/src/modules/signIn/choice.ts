const KEY = 'lakefront:sample-user';

/** Who was chosen on the sign-in page; of this tab only, so that two tabs can be two people. */
export function readChoice(): string | undefined {
  return window.sessionStorage.getItem(KEY) ?? undefined;
}

export function rememberChoice(name: string) {
  window.sessionStorage.setItem(KEY, name);
}

export function forgetChoice() {
  window.sessionStorage.removeItem(KEY);
}
