import { createHash } from 'node:crypto';
import { SafeHtml } from './html';

/** The look of every page: plain, readable, light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --page: #ffffff; --box: #f5f7f9; --text: #1b2126; --muted: #545d66; --line: #cfd6dc; --link: #0b57a8; --good: #1a6e33; --bad: #b3261e; --done: #6b3fa0; --added: #e2f7e6; --removed: #fde8e6; --button: #1a6e33; --button-text: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --page: #14181c; --box: #1c2227; --text: #e4e9ed; --muted: #a3adb6; --line: #3a434b; --link: #7cb7f5; --good: #6fcf8b; --bad: #ff9a90; --done: #c6a5f3; --added: #14301f; --removed: #3b1d1c; --button: #2b7a45; --button-text: #ffffff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
.prose a, p a, dd a, li a { text-decoration: underline; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--page); padding: 8px; }
header, main, footer { max-width: 1100px; margin: 0 auto; padding: 12px 16px; }
header { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; border-bottom: 1px solid var(--line); }
header form { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.brand { font-weight: 600; color: var(--text); text-decoration: none; }
footer { border-top: 1px solid var(--line); color: var(--muted); font-size: 13px; margin-top: 32px; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0 0 12px; padding: 0; }
nav a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
h1 { font-size: 24px; line-height: 1.25; margin: 8px 0; font-weight: 600; } h2 { font-size: 17px; margin: 24px 0 8px; } h3 { font-size: 15px; margin: 12px 0 4px; }
.muted { color: var(--muted); } .number { color: var(--muted); font-weight: 400; }
.box { border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px; margin: 12px 0; background: var(--box); }
.state { display: inline-block; border: 1px solid currentColor; border-radius: 12px; padding: 1px 10px; font-size: 13px; font-weight: 600; }
.open, .good { color: var(--good); } .closed, .bad { color: var(--bad); } .merged { color: var(--done); }
.alert { border-left: 4px solid var(--bad); }
code, pre, .code { font: 13px/1.45 ui-monospace, Menlo, Consolas, monospace; }
.prose code { background: var(--page); border: 1px solid var(--line); border-radius: 4px; padding: 0 4px; }
pre { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--page); padding: 8px 12px; margin: 8px 0; }
.prose pre code { border: 0; padding: 0; }
.list { list-style: none; margin: 0; padding: 0; } .list > li { padding: 8px 0; border-top: 1px solid var(--line); } .list > li:first-child { border-top: 0; }
.list.box > li { padding: 8px 16px; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; margin: 8px 0; }
table { border-collapse: collapse; } .prose td, .prose th, .files td, .files th { border: 1px solid var(--line); padding: 4px 10px; text-align: left; vertical-align: top; }
.files { width: 100%; } .prose table { display: block; overflow-x: auto; }
.code { width: 100%; } .code td { padding: 0 8px; white-space: pre; vertical-align: top; overflow-wrap: normal; } .code td:last-child { width: 100%; }
.code .n { color: var(--muted); text-align: right; user-select: none; width: 1%; }
.code .added td { background: var(--added); } .code .removed td { background: var(--removed); } .code .hunk td { color: var(--muted); background: var(--box); } .code tr:target td { outline: 2px solid var(--link); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
summary { cursor: pointer; padding: 6px 0; } summary .path { font-weight: 600; }
button, select, textarea { font: inherit; color: var(--text); background: var(--page); border: 1px solid var(--muted); border-radius: 6px; padding: 5px 12px; min-height: 34px; }
button { cursor: pointer; } button.primary { background: var(--button); border-color: var(--button); color: var(--button-text); } button:disabled { cursor: not-allowed; opacity: 0.6; }
textarea { width: 100%; min-height: 64px; } .row { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin: 8px 0; }
`;

/** Lets the page's own style through its content security policy, and no other. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256')
  .update(STYLE)
  .digest('base64')}'`;

/** Not written as an `html` template: a formatter's white space would change what the hash is of. */
export const STYLE_ELEMENT = new SafeHtml(`<style>${STYLE}</style>`);
