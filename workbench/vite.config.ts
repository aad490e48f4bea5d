import { createHash } from "node:crypto";
import { defineConfig, type Plugin } from "vite";

// The service worker of the static site keeps the page's own files. Their list, and a name of the cache that changes with
// their content, are known only when all of them are made.
function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const worker = Object.values(bundle).find((file) => file.type === "chunk" && file.name === "sw");
      if (worker?.type !== "chunk") throw new Error("the service worker is missing");
      const hash = createHash("sha256");
      const files: string[] = [];
      for (const name of Object.keys(bundle).sort()) {
        const file = bundle[name];
        if (!file || file === worker) continue;
        hash.update(name);
        hash.update(file.type === "chunk" ? file.code : file.source);
        files.push(`./${name}`);
      }
      worker.code = worker.code
        .replace("__FILES__", JSON.stringify(files))
        .replace("__VERSION__", JSON.stringify(hash.digest("hex").slice(0, 16)));
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [serviceWorker()],
  worker: { format: "es", rollupOptions: { output: { entryFileNames: "assets/[name]-[hash].js" } } },
  build: {
    outDir: "../crates/workbench/site",
    emptyOutDir: true,
    target: "es2022",
    // Colours are written once for light and dark; older browsers would get them doubled.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    // A data address in a stylesheet would need a wider policy.
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { index: "index.html", sw: "src/sw.ts" },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  server: { proxy: { "/api": "http://127.0.0.1:8911" }, fs: { allow: [".."] } },
} as Parameters<typeof defineConfig>[0]);
