// The worker of the playground: Python, SymPy and derive.  Whatever a reader writes is run here and nowhere else.
const HOME = "https://playground.invalid/";  // nothing is asked of it: fetch answers from what came with the page
const LIBRARY = "/home/pyodide/library";
let python;

const say = (kind, more = {}) => self.postMessage({ kind, ...more });

function answerFrom(assets) {
  self.fetch = async (request) => {
    const name = String(request.url ?? request).split("/").pop();
    if (!(name in assets)) throw new TypeError(`the playground has no file ${name}`);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(assets[name], { headers: { "Content-Type": type } });
  };
}

async function start(assets) {
  answerFrom(assets);
  say("progress", { text: "Starting Python", share: 0.35 });
  python = await self.loadPyodide({ indexURL: HOME, createPyodideModule: self.createPyodideModule });
  say("progress", { text: "Unpacking SymPy", share: 0.55 });
  python.unpackArchive(assets["library.zip"], "zip", { extractDir: LIBRARY });
  python.runPython(`import sys; sys.path.insert(0, "${LIBRARY}")`);
  say("progress", { text: "Importing SymPy and the rules", share: 0.7 });
  python.runPython("import in_browser, derive.notation");
  say("ready");
}

function derive({ text, settings, general }) {
  python.pyimport("in_browser").respond(text, settings, general, (said) => say("answer", { said }));
  say("done");
}

self.onmessage = async ({ data }) => {
  try {
    if (data.kind === "start") await start(data.assets);
    else derive(data);
  } catch (error) {
    say("broken", { said: String(error.message ?? error) });
  }
};
