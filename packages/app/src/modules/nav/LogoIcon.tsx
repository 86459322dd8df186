/** A sun over water: the lake's front. */
export function LogoIcon() {
  return (
    <svg
      width="28"
      height="28"
      style={{ flex: 'none' }}
      viewBox="0 0 28 28"
      aria-hidden="true"
    >
      <path d="M7 13a7 7 0 0 1 14 0z" fill="#f2b84b" />
      <path
        d="M2 17q3-3 6 0t6 0t6 0t6 0M2 22q3-3 6 0t6 0t6 0t6 0"
        fill="none"
        stroke="#5cc8e8"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  );
}
