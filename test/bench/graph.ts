/**
 * How long a browser takes to find the places of a pipeline's 200 nodes when
 * it shows them first: ours beside dagre as it comes, in pages of their own.
 */
import path from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { build } from 'esbuild';
import { launchOptions } from '../e2e/support/browser';
import { figure, note } from './support/figure';
import type { GraphShape, GraphWay } from './support/graphPage';
import { type Bench, runBench } from './support/runBench';
import { alternate } from './support/statistics';

runBench(async bench => {
  const rounds = bench.full ? 15 : 5;
  note(`graph: 200 nodes, medians of ${rounds} new pages in turns`);
  const script = await bundle();
  const browser = await start(bench);
  const measure = (shape: GraphShape) =>
    alternate(rounds, {
      baseline: () => inNewPage(browser, script, shape, 'dagre'),
      ours: () => inNewPage(browser, script, shape, 'ours'),
    });

  const flat = await measure('flat');
  const groups = await measure('groups');
  const folded = await measure('folded');
  figure('kfp.graph_ms_200_nodes', Math.max(flat.ours, groups.ours), 'ms');
  figure(
    'kfp.graph_ratio_dagre',
    Math.max(flat.ours / flat.baseline, groups.ours / groups.baseline),
    'ratio',
  );
  figure('kfp.graph_ms_200_nodes_flat', flat.ours, 'ms');
  figure('kfp.graph_ms_200_nodes_groups', groups.ours, 'ms');
  figure('kfp.graph_ms_200_nodes_folded', folded.ours, 'ms');
  figure('dagre.graph_ms_200_nodes_flat', flat.baseline, 'ms');
  figure('dagre.graph_ms_200_nodes_groups', groups.baseline, 'ms');
});

/** What runs in the page, as one script. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, 'support', 'graphPage.ts')],
    bundle: true,
    minify: true,
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0].text;
}

async function start(bench: Bench): Promise<Browser> {
  const browser = await chromium.launch(await launchOptions());
  await bench.with({ stop: () => browser.close() });
  return browser;
}

/** Nothing is warm in it: people see the first time. */
async function inNewPage(
  browser: Browser,
  script: string,
  shape: GraphShape,
  way: GraphWay,
): Promise<number> {
  const page = await browser.newPage();
  try {
    await page.addScriptTag({ content: script });
    return await page.evaluate(
      ([what, how]) => window.measureLayout(what, how),
      [shape, way] as const,
    );
  } finally {
    await page.close();
  }
}
