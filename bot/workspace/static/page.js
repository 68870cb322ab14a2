"use strict";
// The local workspace's page: a channel list, a channel, a thread, modals and Home, as Slack draws them.
const SAY = {
  en: { actingAs: "Acting as", thread: "Thread", lang: "中文", connected: "● bot connected", waiting: "○ waiting for the bot …",
    only: "Only visible to you", reply: "reply", replies: "replies", messages: "Messages", home: "Home", bot: "APP",
    channel: "Message #%s — mention @Aperture, or type /model or /aperture", dm: "Message Aperture", answer: "Reply …",
    start: "This is a Slack stand-in on your own machine, with the real bot in it. Try one:", send: "Send", close: "Close",
    unmentioned: "Not addressed to @Aperture: the bot stays silent.", edited: "(edited)", noHome: "Home is being drawn …", askAbout: "Ask Aperture about this", edit: "Edit message", remove: "Delete message" },
  zh: { actingAs: "当前身份", thread: "消息列", lang: "English", connected: "● 机器人已连接", waiting: "○ 等待机器人……",
    only: "仅你可见", reply: "条回复", replies: "条回复", messages: "消息", home: "主页", bot: "应用",
    channel: "发消息到 #%s — 提及 @Aperture，或输入 /model、/aperture", dm: "发消息给 Aperture", answer: "回复……",
    start: "这是在你自己电脑上的 Slack 替身，里面是真正的机器人。试试：", send: "发送", close: "关闭",
    unmentioned: "没有提及 @Aperture：机器人保持安静。", edited: "（已编辑）", noHome: "正在绘制主页……", askAbout: "问问 Aperture", edit: "编辑消息", remove: "删除消息" },
};
const TRY = {
  en: ["@Aperture Is Llama 3.1 open source?", "@Aperture We're in Munich. May we build a product on Llama 4 Scout?", "@Aperture 5B tokens a month on GPT-4o: would Llama 3.3 70B on our own H100s be cheaper?", "/model deepseek-r1"],
  zh: ["@Aperture Qwen2.5-7B 是开源的吗？那 72B 呢？", "@Aperture 我们月活 50 万，可以商用 Qwen2.5-72B 吗？", "@Aperture DeepSeek-V3 一个月 50 亿 token，自建划算吗？", "/model deepseek-r1"],
};
const $ = (id) => document.getElementById(id);
const { draw, el } = mrkdwn;
const S = { user: "", channel: "", tab: "messages", thread: null, messages: new Map(), status: new Map(), people: [], channels: [], bot: "", home: null, view: null };
let lang = localStorage.lang || (navigator.language.startsWith("zh") ? "zh" : "en");
const say = (k) => SAY[lang][k];
const post = async (path, body) => (await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();
const isDm = (c) => c.startsWith("D");

async function load(user) {
  const data = await (await fetch("/page/state?user=" + encodeURIComponent(user))).json();
  Object.assign(S, { user, people: data.people, channels: data.channels, bot: data.bot, home: data.home });
  S.messages = new Map(data.messages.map((m) => [m.channel + m.ts, m]));
  mrkdwn.people(Object.fromEntries([...data.people.map((p) => [p.id, p.name]), [data.bot, "Aperture"]]));
  if (!S.channels.some((c) => c.id === S.channel)) S.channel = S.channels[isDm(S.channel) ? S.channels.length - 1 : 0].id;
  connected(data.connected); live(); paint(true);
}
function connected(yes) { $("link").className = yes ? "on" : ""; $("link").textContent = yes ? say("connected") : say("waiting"); if (!yes) setTimeout(async () => connected((await (await fetch("/page/state?user=" + S.user)).json()).connected), 1000); }

let socket;
function live() {
  if (socket) { socket.onclose = null; socket.close(); }
  socket = new WebSocket(location.origin.replace("http", "ws") + "/page/live?user=" + encodeURIComponent(S.user));
  socket.onmessage = (e) => change(JSON.parse(e.data));
  socket.onclose = () => setTimeout(() => load(S.user).catch(() => live()), 1500);
}
function change(c) {
  if (c.change === "message") { S.messages.set(c.message.channel + c.message.ts, c.message); paint(); }
  else if (c.change === "removed") { S.messages.delete(c.channel + c.ts); paint(); }
  else if (c.change === "status") { c.status ? S.status.set(c.channel + c.thread_ts, c.status) : S.status.delete(c.channel + c.thread_ts); paint(); }
  else if (c.change === "home") { S.home = c.view; paint(); }
  else if (c.change === "view") modal(c.view);
}

function paint(fresh) {
  document.documentElement.lang = lang;
  document.querySelectorAll("[data-say]").forEach((e) => { e.textContent = say(e.dataset.say); });
  $("lang").textContent = say("lang");
  $("who").replaceChildren(...S.people.map((p) => { const o = el("option", "", p.name); o.value = p.id; o.selected = p.id === S.user; return o; }));
  $("channels").replaceChildren(...S.channels.map((c) => {
    const b = el("button", "", (isDm(c.id) ? "💬 " : "# ") + c.name); b.type = "button"; b.dataset.channel = c.id;
    b.setAttribute("aria-current", c.id === S.channel); b.onclick = () => { S.channel = c.id; S.tab = "messages"; S.thread = null; $("side").classList.remove("open"); paint(true); };
    return el("li", "", b);
  }));
  const here = S.channels.find((c) => c.id === S.channel);
  $("title").textContent = (isDm(S.channel) ? "" : "# ") + here.name;
  $("tabs").replaceChildren(...(isDm(S.channel) ? ["messages", "home"] : []).map((t) => {
    const b = el("button", "", say(t)); b.type = "button"; b.role = "tab"; b.dataset.tab = t; b.setAttribute("aria-selected", S.tab === t);
    b.onclick = () => { S.tab = t; if (t === "home") post("/page/home", { user: S.user }); paint(true); }; return b;
  }));
  const home = S.tab === "home" && isDm(S.channel);
  $("list").hidden = $("compose").hidden = home; $("homeview").hidden = !home;
  if (home) $("homeview").replaceChildren(...(S.home ? S.home.blocks.map((b) => block(b, { view: S.home })) : [say("noHome")]));
  const all = [...S.messages.values()].filter((m) => m.channel === S.channel).sort((a, b) => (a.ts < b.ts ? -1 : 1));
  const top = all.filter((m) => !m.thread_ts);
  fill($("list"), top.length ? top.flatMap((m) => [message(m, all, false), ...inlineStatus(m)]) : [welcome()], fresh);
  $("thread").hidden = !S.thread;
  if (S.thread) {
    const root = all.filter((m) => m.ts === S.thread), replies = all.filter((m) => m.thread_ts === S.thread);
    fill($("replies"), [...root, ...replies].map((m) => message(m, all, true)).concat(status(S.thread)), fresh);
  }
  $("text").placeholder = isDm(S.channel) ? say("dm") : say("channel").replace("%s", here.name);
  $("reply-text").placeholder = say("answer");
  if (fresh) prefill();
}
function fill(box, kids, fresh) {
  const low = fresh || box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  box.replaceChildren(...kids);
  if (low) box.scrollTop = box.scrollHeight;
}
function prefill() { const t = $("text"); if (!t.value.trim() || t.value.trim() === "@Aperture") t.value = isDm(S.channel) ? "" : "@Aperture "; $("hint").textContent = ""; $("hint").className = ""; }
const status = (ts) => { const s = S.status.get(S.channel + ts); return s ? [el("div", "status", "Aperture " + s)] : []; };
const inlineStatus = (m) => (S.thread === m.ts ? [] : status(m.ts));
function welcome() {
  const box = el("div", "empty", say("start"));
  for (const t of TRY[lang]) { const b = el("button", "btn", t); b.type = "button"; b.onclick = () => { $("text").value = isDm(S.channel) ? t.replace("@Aperture ", "") : t; $("text").focus(); }; box.append(b); }
  return box;
}

function message(m, all, inThread) {
  const person = S.people.find((p) => p.id === m.user), bot = m.user === S.bot;
  const face = el("div", "avatar", bot ? "◎" : (person ? person.name[0] : "?"));
  face.style.background = bot ? "#611f69" : ["#2bac76", "#1264a3", "#cd7b2e"][S.people.indexOf(person) % 3] || "#777";
  const head = el("div", "", el("span", "who", bot ? "Aperture" : person ? person.name : m.user));
  if (bot) head.append(el("span", "app", say("bot")));
  head.append(el("span", "time", new Date(m.ts * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })));
  const body = el("div", "", head);
  if (m.ephemeral_to) head.append(el("span", "note", " 👁 " + say("only")));
  if (m.blocks.length) body.append(...m.blocks.map((b) => block(b, { message: m }))); else body.append(el("div", "blk", draw(m.text)));
  for (const f of m.files || []) { const i = el("img"); i.src = "/file/" + f.id; i.alt = f.alt || f.title; body.append(el("div", "blk", i)); }
  if (m.edited) body.append(el("span", "note", say("edited")));
  if (!inThread) {
    const n = all.filter((r) => r.thread_ts === m.ts).length;
    if (n || !m.ephemeral_to) {
      const b = el("button", "replies", n ? n + " " + say(n > 1 ? "replies" : "reply") : "↩"); b.type = "button"; b.title = say("thread");
      b.onclick = () => { S.thread = m.ts; paint(true); $("reply-text").focus(); }; body.append(b);
    }
  }
  const thumbs = Object.entries(m.reactions || {}).filter(([, who]) => who.length);
  if (thumbs.length) body.append(el("div", "reacts", ...thumbs.map(([k, who]) => el("span", "", ({ "+1": "👍", "-1": "👎" }[k] || ":" + k + ":") + " " + who.length))));
  const out = el("div", "msg" + (m.ephemeral_to ? " eph" : ""), face, body);
  if (!m.ephemeral_to) out.append(more(m, bot));
  out.dataset.ts = m.ts; out.dataset.by = bot ? "bot" : "person"; return out;
}

function more(m, bot) {
  const at = { user: S.user, channel: m.channel, ts: m.ts }, bar = el("div", "more");
  const add = (words, title, body) => { const b = el("button", "", words); b.type = "button"; b.title = title; b.setAttribute("aria-label", title); b.onclick = () => { const sent = body(); if (sent) post("/page/more", { ...at, ...sent }); }; bar.append(b); };
  if (bot) { add("👍", "+1", () => ({ do: "react", name: "+1" })); add("👎", "-1", () => ({ do: "react", name: "-1" })); return bar; }
  add("◎", say("askAbout"), () => { S.thread = m.thread_ts || m.ts; paint(true); return { do: "shortcut", callback: "ask_about" }; });
  if (m.user === S.user) {
    add("✎", say("edit"), () => { const text = prompt(say("edit"), mrkdwn.plain(m.text).replace("<@" + S.bot + ">", "@Aperture")); return text ? { do: "edit", text } : null; });
    add("🗑", say("remove"), () => ({ do: "delete" }));
  }
  return bar;
}

function block(b, where) {
  const text = (t) => (t.type === "mrkdwn" ? draw(t.text) : document.createTextNode(t.text));
  switch (b.type) {
    case "section": { const d = el("div", "blk"); if (b.text) d.append(text(b.text)); for (const f of b.fields || []) d.append(el("div", "", text(f))); if (b.accessory) d.append(element(b.accessory, where)); return d; }
    case "markdown": return el("div", "blk", draw(b.text));
    case "header": return el("div", "blk", el("h3", "", b.text.text));
    case "context": return el("div", "blk ctx", ...b.elements.map(text));
    case "divider": return el("hr");
    case "actions": return el("div", "acts", ...b.elements.map((e) => element(e, where)));
    case "image": { const i = el("img"); i.src = b.image_url; i.alt = b.alt_text; return el("div", "blk", i); }
    case "table": return el("div", "blk", el("table", "", ...b.rows.map((r, i) => el("tr", "", ...r.map((c) => el(i ? "td" : "th", "", c.text || ""))))));
    case "input": return field(b);
    default: return el("div", "blk note", "[" + b.type + "]");
  }
}
function element(e, where) {
  const b = el("button", "btn" + (e.style ? " " + e.style : ""), e.text ? e.text.text : e.type); b.type = "button"; b.dataset.action = e.action_id;
  b.onclick = async () => {
    b.disabled = true; setTimeout(() => { b.disabled = false; }, 1200);
    const action = { action_id: e.action_id, value: e.value, type: e.type, text: e.text };
    await post("/page/action", where.view ? { user: S.user, view: where.view, action } : { user: S.user, channel: where.message.channel, ts: where.message.ts, action });
  };
  return b;
}
function field(b) {
  const e = b.element, box = el("div", "field", el("span", "", b.label.text + (b.optional ? "" : " *")));
  box.dataset.block = b.block_id; box.dataset.action = e.action_id; box.dataset.kind = e.type;
  if (e.type === "checkboxes") for (const o of e.options) { const i = el("input"); i.type = "checkbox"; i.value = o.value; box.append(el("label", "", i, o.text.text)); }
  else { const i = el(e.multiline ? "textarea" : "input"); if (!e.multiline) i.type = "text"; i.value = e.initial_value || ""; i.setAttribute("aria-label", b.label.text); if (e.max_length) i.maxLength = e.max_length; box.append(i); }
  return box;
}
function modal(view) {
  S.view = view; const form = $("modal").querySelector("form"), foot = el("div", "foot");
  const close = el("button", "btn", view.close ? view.close.text : say("close")); close.type = "button"; close.onclick = () => $("modal").close(); foot.append(close);
  if (view.submit) { const ok = el("button", "btn primary", view.submit.text); ok.type = "submit"; foot.append(ok); }
  form.replaceChildren(el("h2", "", view.title.text), ...view.blocks.map((b) => block(b, { view })), foot);
  if (!$("modal").open) $("modal").showModal();
}
$("modal").querySelector("form").onsubmit = async (ev) => {
  ev.preventDefault(); const values = {};
  for (const f of ev.target.querySelectorAll(".field")) {
    f.querySelector(".err")?.remove();
    const v = f.dataset.kind === "checkboxes" ? { type: "checkboxes", selected_options: [...f.querySelectorAll("input:checked")].map((i) => ({ value: i.value })) } : { type: f.dataset.kind, value: f.querySelector("input,textarea").value || null };
    values[f.dataset.block] = { [f.dataset.action]: v };
  }
  const view = S.view, r = await post("/page/submit", { user: S.user, view_id: view.id, values });
  if (r.errors) for (const [id, words] of Object.entries(r.errors)) ev.target.querySelector(`[data-block="${CSS.escape(id)}"]`)?.append(el("div", "err", words));
  else if (r.error) ev.target.append(el("div", "err", r.error));
  else if (r.close) $("modal").close();
};

async function submit(input, thread) {
  const text = input.value.trim(); if (!text) return;
  const r = await post("/page/message", { user: S.user, channel: S.channel, text, thread_ts: thread });
  if (!r.ok) { $("hint").textContent = r.error; $("hint").className = "bad"; return; }
  input.value = ""; grow(input);
  if (!thread && r.ts && (isDm(S.channel) || /@aperture/i.test(text))) { S.thread = r.ts; paint(true); }
  if (!thread) { prefill(); if (!isDm(S.channel) && !text.startsWith("/") && !/@aperture/i.test(text)) $("hint").textContent = say("unmentioned"); }
}
const grow = (t) => { t.style.height = "auto"; t.style.height = t.scrollHeight + "px"; };
$("compose").onsubmit = (e) => { e.preventDefault(); submit($("text")); };
$("reply").onsubmit = (e) => { e.preventDefault(); submit($("reply-text"), S.thread); };
for (const t of [$("text"), $("reply-text")]) {
  t.oninput = () => { grow(t); if (t.id === "text" && /^@aperture\s+\//i.test(t.value)) t.value = t.value.replace(/^@aperture\s+/i, ""); };
  t.onkeydown = (e) => { if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); t.form.requestSubmit(); } };
}
$("who").onchange = async () => {
  S.thread = null; await load($("who").value);
  if (S.tab === "home") post("/page/home", { user: S.user });
};
$("lang").onclick = () => { lang = localStorage.lang = lang === "zh" ? "en" : "zh"; connected($("link").textContent.startsWith("●")); paint(true); };
$("close-thread").onclick = () => { S.thread = null; paint(); $("text").focus(); };
$("menu").onclick = () => $("side").classList.toggle("open");
document.addEventListener("keydown", (e) => { if (e.key === "Escape" && S.thread && !$("modal").open) { S.thread = null; paint(); } });
load("U0ADA");
