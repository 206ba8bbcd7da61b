// The page of the playground: takes a text, hands it to the worker, shows what comes back.
"use strict";
const $ = (id) => document.getElementById(id);
const text = $("model"), out = $("result"), status = $("status"), bar = $("bar"), gutter = $("gutter");
const MARKUP = "http://www.w3.org/1999/xhtml", MATHS = "http://www.w3.org/1998/Math/MathML";
const ALLOWED = {
  [MARKUP]: new Set("div section details summary h3 h4 p span dl dt dd em strong code sub sup i b br small".split(" ")),
  [MATHS]: new Set(("math mtable mtr mtd mrow mi mo mn mtext mspace msub msup msubsup munder mover munderover mfrac " +
    "msqrt mroot mstyle mpadded mphantom menclose merror").split(" ")),
};
const KEPT = new Set(("class display displaystyle mathvariant stretchy form fence separator accent movablelimits lspace " +
  "rspace width height depth columnalign rowspacing columnspacing linethickness largeop symmetric minsize maxsize " +
  "voffset scriptlevel accentunder tabindex").split(" "));

let worker = null, ready = null, timer = null, began = 0, files = null, running = false;

// ---- assets: scripts that hold squeezed bytes

function load(name) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = `playground/${name}.js`;
    script.onload = done;
    script.onerror = () => failed(new Error(`playground/${name}.js is not there`));
    document.head.append(script);
  });
}

async function unpacked(name) {
  await load(name);
  const packed = Uint8Array.from(atob(self.chainruleAssets[name]), (c) => c.charCodeAt(0));
  delete self.chainruleAssets[name];
  return through(packed, new DecompressionStream("gzip"));
}

async function assets() {
  if (files) return files;
  const names = JSON.parse($("assets").textContent), found = {};
  for (const [at, name] of names.entries()) {
    progress(`Loading ${name}`, (0.3 * at) / names.length);
    found[name] = await unpacked(name);
  }
  return (files = found);
}

// ---- the worker

function started() {
  ready ??= (async () => {
    const given = await assets();
    const source = new Blob([given["python.js"], "\n", await workerSource()], { type: "text/javascript" });
    worker = new Worker(URL.createObjectURL(source));
    await new Promise((done, failed) => {
      worker.onmessage = ({ data }) => {
        if (data.kind === "ready") done();
        else if (data.kind === "broken") failed(new Error(data.said));
        else progress(data.text, data.share);
      };
      worker.onerror = (event) => failed(new Error(event.message || "the worker could not start"));
      worker.postMessage({ kind: "start", assets: given });
    });
  })();
  return ready;
}

async function workerSource() {
  if (!self.chainruleWorker) await load("worker");
  return self.chainruleWorker;
}

function stop() {
  clearTimeout(timer);
  worker?.terminate();
  worker = ready = null;
  busy(false);
}

async function derive() {
  if (running) return;
  busy(true);
  mark(null);
  out.replaceChildren();
  say("Starting the worker");
  try {
    await started();
  } catch (error) {
    stop();
    return say(`The playground could not start: ${error.message}`, "wrong");
  }
  if (!running) return;
  const limit = Number($("limit").value) || 30;
  began = performance.now();
  timer = setTimeout(() => {
    stop();
    say(`Stopped: it took longer than ${limit} s. The next run starts a fresh worker.`, "wrong");
  }, 1000 * limit);
  progress("Reading the model", 0.9);
  let seen = 0, many = 0, failed = false;
  worker.onmessage = ({ data }) => {
    if (data.kind === "answer") {
      const said = JSON.parse(data.said);
      if (said.kind === "layer") many += said.gradients.length;
      if (said.kind === "gradient") seen += 1;
      failed ||= said.kind === "refused";
      show(said);
      if (!failed && seen < many) progress(`Deriving gradient ${seen + 1} of ${many}`, 0.9 + (0.1 * seen) / many);
    } else if (data.kind === "broken") {
      refuse({ said: data.said, line: null });
      stop();
    } else if (data.kind === "done") {
      clearTimeout(timer);
      busy(false);
      const took = ((performance.now() - began) / 1000).toFixed(1);
      if (!failed) say(`Derived ${seen} ${seen === 1 ? "gradient" : "gradients"} in ${took} s.`, "right");
    }
  };
  worker.postMessage({ text: text.value, settings: $("settings").value, general: $("general").checked });
}

function cancel() {
  stop();
  say("Cancelled. The next run starts a fresh worker.", "wrong");
}

// ---- what is shown

function progress(words, share) {
  bar.hidden = false;
  bar.value = share;
  say(words);
}

function say(words, kind = "") {
  status.textContent = words;
  status.className = kind;
  document.body.dataset.state = kind || "busy";
}

function busy(now) {
  running = now;
  $("derive").disabled = now;
  $("cancel").disabled = !now;
  if (!now) bar.hidden = true;
}

/** Only elements and attributes of formulas and prose: what comes from a worker is no program. */
function clean(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const one of [...page.body.querySelectorAll("*")].reverse()) {
    if (!ALLOWED[one.namespaceURI]?.has(one.localName)) one.remove();
    else for (const { name } of [...one.attributes]) if (!KEPT.has(name)) one.removeAttribute(name);
  }
  return [...page.body.childNodes];
}

function element(name, more = {}, ...children) {
  const made = Object.assign(document.createElement(name), more);
  made.append(...children);
  return made;
}

function show(said) {
  if (said.kind === "refused") return refuse(said);
  const box = element("div", { className: "derivation" });
  if (said.kind === "layer") {
    box.append(element("h2", { textContent: said.name }), element("p", { textContent: said.summary }), ...clean(said.html));
  } else {
    const tex = element("textarea", { readOnly: true, value: said.latex, rows: 3, ariaLabel: `LaTeX of d${said.wrt}` });
    const copy = element("button", { type: "button", textContent: "Copy LaTeX" });
    copy.onclick = () => copied(tex, copy);
    const heading = element("h2", { textContent: `Gradient with respect to ${said.wrt}` });
    const details = element("details", { className: "latex" }, element("summary", { textContent: "LaTeX" }), tex, copy);
    box.dataset.gradient = said.wrt;
    box.append(heading, ...clean(said.html), details);
  }
  out.append(box);
}

function refuse({ said, line }) {
  mark(line);
  const where = line ? `Line ${line}: ` : "";
  out.append(element("pre", { className: "refusal", textContent: said }));
  say(`${where}${said.trim().split("\n").pop()}`, "wrong");
}

async function copied(area, button) {
  area.select();
  try {
    await navigator.clipboard.writeText(area.value);
  } catch {
    document.execCommand("copy");
  }
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy LaTeX"), 1500);
}

// ---- the text: line numbers, the wrong line, links

function number() {
  const lines = text.value.split("\n").length;
  while (gutter.childElementCount < lines) gutter.append(element("li"));
  while (gutter.childElementCount > lines) gutter.lastChild.remove();
  text.rows = Math.max(12, Math.min(40, lines + 1));
}

function mark(line) {
  for (const one of gutter.children) one.className = "";
  if (!line || !gutter.children[line - 1]) return;
  gutter.children[line - 1].className = "wrong";
  const before = text.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.setSelectionRange(before, before + text.value.split("\n")[line - 1].length);
}

const toLink = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const fromLink = (said) => Uint8Array.from(atob(said.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

async function link() {
  const state = JSON.stringify({ model: text.value, set: $("settings").value, general: $("general").checked });
  const packed = await through(new TextEncoder().encode(state), new CompressionStream("deflate-raw"));
  history.replaceState(null, "", `#${toLink(packed)}`);
  say("The address now holds the model: copy it from the address bar.", "right");
}

async function open() {
  if (location.hash.length < 3) return;
  try {
    const bytes = await through(fromLink(location.hash.slice(1)), new DecompressionStream("deflate-raw"));
    const state = JSON.parse(new TextDecoder().decode(bytes));
    text.value = String(state.model);
    $("settings").value = String(state.set ?? "");
    $("general").checked = Boolean(state.general);
    say("A model from the address: read it, then derive.");
    number();
  } catch {
    say("The address holds no model that can be read.", "wrong");
  }
}

function example() {
  const chosen = JSON.parse($("examples").textContent)[$("example").value];
  if (chosen === undefined) return;
  text.value = chosen;
  number();
  mark(null);
}

$("derive").onclick = derive;
$("cancel").onclick = cancel;
$("link").onclick = link;
$("form").onsubmit = (event) => event.preventDefault();
$("example").onchange = example;
text.oninput = number;
text.onscroll = () => (gutter.style.transform = `translateY(${-text.scrollTop}px)`);
text.onkeydown = (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) derive();
};
addEventListener("hashchange", open);
busy(false);
number();
open();
