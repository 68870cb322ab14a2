"use strict";
// The local workspace's page: a channel list, a channel, a thread, modals and Home, as Slack draws them.
const SAY = {
  en: { actingAs: "Acting as", thread: "Thread", lang: "中文", connected: "● bot connected", waiting: "○ waiting for the bot …",
    only: "Only visible to you", reply: "reply", replies: "replies", messages: "Messages", home: "Home", bot: "APP",
    channel: "Message #%s — mention @Aperture, or type /model or /aperture", dm: "Message Aperture", answer: "Reply …",
    start: "This is a Slack stand-in on your own machine, with the real bot in it. Try one:", send: "Send", close: "Close",
    unmentioned: "Not addressed to @Aperture: the bot stays silent.", edited: "(edited)", noHome: "Home is being drawn …", askAbout: "What does Aperture say about this?", addKnowledge: "Add to knowledge", edit: "Edit message", remove: "Delete message",
    channels: "Channels", attach: "Attach a file", detach: "Remove the file", tooLarge: "That file could not be taken.", choices: "More actions", sure: "Go on", prompts: "Suggested", writing: "Aperture is writing …", light: "Look: as the system", done: "done", doing: "under way", failed: "failed", pending: "to come", newMessage: "New message" },
  zh: { actingAs: "当前身份", thread: "消息列", lang: "English", connected: "● 机器人已连接", waiting: "○ 等待机器人……",
    only: "仅你可见", reply: "条回复", replies: "条回复", messages: "消息", home: "主页", bot: "应用",
    channel: "发消息到 #%s — 提及 @Aperture，或输入 /model、/aperture", dm: "发消息给 Aperture", answer: "回复……",
    start: "这是在你自己电脑上的 Slack 替身，里面是真正的机器人。试试：", send: "发送", close: "关闭",
    unmentioned: "没有提及 @Aperture：机器人保持安静。", edited: "（已编辑）", noHome: "正在绘制主页……", askAbout: "Aperture 怎么说？", addKnowledge: "加入知识库", edit: "编辑消息", remove: "删除消息",
    channels: "频道", attach: "添加附件", detach: "移除附件", tooLarge: "无法上传这个文件。", choices: "更多操作", sure: "继续", prompts: "试试", writing: "Aperture 正在回答……", light: "外观", done: "完成", doing: "进行中", failed: "失败", pending: "待进行", newMessage: "新消息" },
};
const TRY = {
  en: ["@Aperture Is Llama 3.1 open source?", "@Aperture We're in Munich. May we build a product on Llama 4 Scout?", "@Aperture 5B tokens a month on GPT-4o: would Llama 3.3 70B on our own H100s be cheaper?", "/model deepseek-r1"],
  zh: ["@Aperture Qwen2.5-7B 是开源的吗？那 72B 呢？", "@Aperture 我们月活 50 万，可以商用 Qwen2.5-72B 吗？", "@Aperture DeepSeek-V3 一个月 50 亿 token，自建划算吗？", "/model deepseek-r1"],
};
const $ = (id) => document.getElementById(id);
const { draw, el } = mrkdwn;
const S = { user: "", channel: "", tab: "messages", thread: null, messages: new Map(), status: new Map(), people: [], channels: [], prompts: [], bot: "", home: null, view: null, files: [] };
let lang = localStorage.lang || (navigator.language.startsWith("zh") ? "zh" : "en");
const say = (k) => SAY[lang][k];
const post = async (path, body) => (await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();
const isDm = (c) => c.startsWith("D");

async function load(user) {
  await live(user);
  const data = await (await fetch("/page/state?user=" + encodeURIComponent(user))).json();
  Object.assign(S, { user, people: data.people, channels: data.channels, bot: data.bot, home: data.home, prompts: data.prompts || [] });
  S.messages = new Map(data.messages.map((m) => [m.channel + m.ts, m]));
  mrkdwn.people(Object.fromEntries([...data.people.map((p) => [p.id, p.name]), [data.bot, "Aperture"]]));
  if (!S.channels.some((c) => c.id === S.channel)) S.channel = S.channels[isDm(S.channel) ? S.channels.length - 1 : 0].id;
  connected(data.connected); paint(true);
}
function connected(yes) { $("link").className = yes ? "on" : ""; $("link").textContent = yes ? say("connected") : say("waiting"); if (!yes) setTimeout(async () => connected((await (await fetch("/page/state?user=" + S.user)).json()).connected), 1000); }

let socket;
// Heard before the state is read, so that no change falls between the two.
function live(user) {
  if (socket) { socket.onclose = null; socket.close(); }
  socket = new WebSocket(location.origin.replace("http", "ws") + "/page/live?user=" + encodeURIComponent(user));
  socket.onmessage = (e) => change(JSON.parse(e.data));
  socket.onclose = () => setTimeout(() => load(user).catch(() => {}), 1500);
  return new Promise((done) => { socket.onopen = socket.onerror = done; });
}
function change(c) {
  if (c.change === "message") { S.messages.set(c.message.channel + c.message.ts, c.message); paint(); }
  else if (c.change === "removed") { S.messages.delete(c.channel + c.ts); paint(); }
  else if (c.change === "status") { c.status ? S.status.set(c.channel + c.thread_ts, c.status) : S.status.delete(c.channel + c.thread_ts); paint(); }
  else if (c.change === "home") { S.home = c.view; paint(); }
  else if (c.change === "prompts") { S.prompts = c.prompts; paint(); }
  else if (c.change === "view") modal(c.view);
}

// What is drawn already and did not change stays where it is: focus, selection and screen readers keep their place.
const drawn = new Map();
function kept(key, sign, make) {
  const held = drawn.get(key), now = sign + lang;
  if (held && held.sign === now) return held.node;
  const node = make(); node.dataset.key = key; drawn.set(key, { sign: now, node }); return node;
}
const FOCUSABLE = "button,a,input,select,textarea,summary";
function put(box, kids) {
  const active = box.contains(document.activeElement) ? document.activeElement : null, around = active?.closest("[data-key]");
  const place = around ? [...around.querySelectorAll(FOCUSABLE)].indexOf(active) : -1;
  let at = box.firstChild;
  for (const kid of kids) { if (kid === at) at = at.nextSibling; else box.insertBefore(kid, at); }
  while (at) { const next = at.nextSibling; at.remove(); at = next; }
  if (around && !document.contains(active)) drawn.get(around.dataset.key)?.node.querySelectorAll(FOCUSABLE)[place]?.focus();
}

function paint(fresh) {
  document.documentElement.lang = lang;
  document.querySelectorAll("[data-say]").forEach((e) => { e.textContent = say(e.dataset.say); });
  document.querySelectorAll("[data-label]").forEach((e) => { e.setAttribute("aria-label", say(e.dataset.label)); e.title = say(e.dataset.label); });
  $("lang").textContent = say("lang"); $("lang").lang = lang === "zh" ? "en" : "zh";
  put($("who"), S.people.map((p) => kept("who" + p.id, p.name, () => { const o = el("option", "", p.name); o.value = p.id; return o; }))); $("who").value = S.user;
  put($("channels"), S.channels.map((c) => {
    const row = kept("ch" + c.id, c.name, () => {
      const b = el("button", "", (isDm(c.id) ? "💬 " : "# ") + c.name); b.type = "button"; b.dataset.channel = c.id;
      b.onclick = () => { S.channel = c.id; S.tab = "messages"; S.thread = null; $("side").classList.remove("open"); if (isDm(c.id)) opened("messages"); paint(true); };
      return el("li", "", b);
    });
    row.firstChild.setAttribute("aria-current", c.id === S.channel); return row;
  }));
  const here = S.channels.find((c) => c.id === S.channel);
  $("title").textContent = (isDm(S.channel) ? "" : "# ") + here.name;
  put($("tabs"), (isDm(S.channel) ? ["messages", "home"] : []).map((t) => {
    const b = kept("tab" + t, t, () => { const x = el("button", "", say(t)); x.type = "button"; x.role = "tab"; x.dataset.tab = t; x.onclick = () => { S.tab = t; opened(t); paint(true); }; return x; });
    b.setAttribute("aria-selected", S.tab === t); b.tabIndex = S.tab === t ? 0 : -1; b.setAttribute("aria-controls", t === "home" ? "homeview" : "list"); return b;
  }));
  const home = S.tab === "home" && isDm(S.channel);
  $("list").hidden = $("compose").hidden = home; $("homeview").hidden = !home;
  if (home) put($("homeview"), S.home ? S.home.blocks.map((b, i) => kept("home" + S.user + i, JSON.stringify(b), () => block(b, { view: S.home }))) : [kept("nohome", "", () => el("p", "note", say("noHome")))]);
  const all = [...S.messages.values()].filter((m) => m.channel === S.channel).sort((a, b) => (a.ts < b.ts ? -1 : 1));
  const top = all.filter((m) => !m.thread_ts);
  const rows = top.flatMap((m) => [message(m, all, false), ...inlineStatus(m)]);
  fill($("list"), top.length ? rows.concat(isDm(S.channel) ? suggested() : []) : [welcome()], fresh);
  $("thread").hidden = !S.thread;
  if (S.thread) {
    const root = all.filter((m) => m.ts === S.thread), replies = all.filter((m) => m.thread_ts === S.thread);
    fill($("replies"), [...root, ...replies].map((m) => message(m, all, true)).concat(status(S.thread)), fresh);
  }
  $("text").placeholder = isDm(S.channel) ? say("dm") : say("channel").replace("%s", here.name);
  $("text").setAttribute("aria-label", $("text").placeholder);
  $("reply-text").placeholder = say("answer"); $("reply-text").setAttribute("aria-label", say("answer"));
  attached();
  if (fresh) prefill();
}
const opened = (tab) => post("/page/home", { user: S.user, tab });
function fill(box, kids, fresh) {
  const low = fresh || box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  put(box, kids);
  if (low) box.scrollTop = box.scrollHeight;
}
function prefill() { const t = $("text"); if (!t.value.trim() || t.value.trim() === "@Aperture") t.value = isDm(S.channel) ? "" : "@Aperture "; $("hint").textContent = ""; $("hint").className = ""; }
const status = (ts) => { const s = S.status.get(S.channel + ts); return s ? [kept("st" + ts, s, () => { const d = el("div", "status", "Aperture " + s); d.role = "status"; return d; })] : []; };
const inlineStatus = (m) => (S.thread === m.ts ? [] : status(m.ts));
function choices(list, press) { return list.map(([title, text]) => { const b = el("button", "btn", title); b.type = "button"; b.title = text; b.onclick = () => press(text); return b; }); }
function suggested() {
  if (!S.prompts.length) return [];
  return [kept("prompts", JSON.stringify(S.prompts), () => {
    const box = el("div", "prompts", ...choices(S.prompts.map((p) => [p.title, p.message]), (text) => { $("text").value = text; submit($("text")); }));
    box.role = "group"; box.setAttribute("aria-label", say("prompts")); return box;
  })];
}
function welcome() {
  const dm = isDm(S.channel), list = dm && S.prompts.length ? S.prompts.map((p) => [p.title + " — " + p.message, p.message]) : TRY[lang].map((t) => [dm ? t.replace("@Aperture ", "") : t, t]);
  return kept("welcome", dm + JSON.stringify(list), () => el("div", "empty", say("start"), ...choices(list, (t) => { $("text").value = dm ? t.replace("@Aperture ", "") : t; $("text").focus(); })));
}

function message(m, all, inThread) {
  const n = all.filter((r) => r.thread_ts === m.ts).length;
  return kept((inThread ? "t" : "m") + m.channel + m.ts, JSON.stringify(m) + n + S.user, () => drawMessage(m, n, inThread));
}
function drawMessage(m, n, inThread) {
  const person = S.people.find((p) => p.id === m.user), bot = m.user === S.bot;
  const face = el("div", "avatar", bot ? "◎" : (person ? person.name[0] : "?"));
  face.style.background = bot ? "#611f69" : ["#2bac76", "#1264a3", "#cd7b2e"][S.people.indexOf(person) % 3] || "#777";
  const head = el("div", "", el("span", "who", bot ? "Aperture" : person ? person.name : m.user));
  if (bot) head.append(el("span", "app", say("bot")));
  head.append(el("span", "time", new Date(m.ts * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })));
  const body = el("div", "", head);
  if (m.ephemeral_to) head.append(el("span", "note", " 👁 " + say("only")));
  body.append(...steps(m));
  if (m.blocks.length) body.append(...m.blocks.map((b) => block(b, { message: m }))); else if (m.text) body.append(el("div", "blk" + (m.streaming ? " writing" : ""), draw(m.text)));
  if (m.streaming) { body.setAttribute("aria-busy", "true"); body.append(el("div", "note", say("writing"))); }
  for (const f of m.files || []) body.append(el("div", "blk", shared(f)));
  if (m.edited) body.append(el("span", "note", say("edited")));
  if (!inThread) {
    if (n || !m.ephemeral_to) {
      const b = el("button", "replies", n ? n + " " + say(n > 1 ? "replies" : "reply") : "↩"); b.type = "button"; b.title = say("thread"); if (!n) b.setAttribute("aria-label", say("thread"));
      b.onclick = () => { S.thread = m.ts; paint(true); $("reply-text").focus(); }; body.append(b);
    }
  }
  const thumbs = Object.entries(m.reactions || {}).filter(([, who]) => who.length);
  if (thumbs.length) body.append(el("div", "reacts", ...thumbs.map(([k, who]) => el("span", "", ({ "+1": "👍", "-1": "👎" }[k] || ":" + k + ":") + " " + who.length))));
  const out = el("div", "msg" + (m.ephemeral_to ? " eph" : ""), face, body);
  if (!m.ephemeral_to) out.append(more(m, bot));
  out.dataset.ts = m.ts; out.dataset.by = bot ? "bot" : "person"; return out;
}

function steps(m) {
  const list = Object.values(m.tasks || {}); if (!list.length && !m.plan) return [];
  const mark = { complete: ["✓", "done"], in_progress: ["…", "doing"], error: ["✕", "failed"], pending: ["○", "pending"] };
  const rows = list.map((t) => { const [sign, words] = mark[t.status] || mark.pending; const s = el("span", "sign", sign); s.title = say(words); s.role = "img"; s.setAttribute("aria-label", say(words)); return el("li", t.status, s, " ", mrkdwn.plain(t.title || "")); });
  const box = el("details", "steps", el("summary", "", mrkdwn.plain(m.plan || list[list.length - 1]?.title || "")), el("ul", "", ...rows)); box.open = !!m.streaming; return [box];
}
function shared(f) {
  if (f.alt || /\.(png|jpe?g|gif|webp)$/i.test(f.name || "")) { const i = el("img"); i.src = "/file/" + f.id; i.alt = f.alt || f.title; return i; }
  const a = el("a", "file", "📄 " + (f.name || f.title)); a.href = "/file/" + f.id; a.download = f.name || ""; return a;
}
function more(m, bot) {
  const at = { user: S.user, channel: m.channel, ts: m.ts }, bar = el("div", "more");
  const add = (words, title, body) => { const b = el("button", "", words); b.type = "button"; b.title = title; b.setAttribute("aria-label", title); b.onclick = () => { const sent = body(); if (sent) post("/page/more", { ...at, ...sent }); }; bar.append(b); };
  if (bot) { add("👍", "+1", () => ({ do: "react", name: "+1" })); add("👎", "-1", () => ({ do: "react", name: "-1" })); return bar; }
  add("◎", say("askAbout"), () => { S.thread = m.thread_ts || m.ts; paint(true); return { do: "shortcut", callback: "ask_about" }; });
  add("＋", say("addKnowledge"), () => ({ do: "shortcut", callback: "add_knowledge" }));
  if (m.user === S.user) {
    add("✎", say("edit"), () => { const text = prompt(say("edit"), mrkdwn.plain(m.text).replace("<@" + S.bot + ">", "@Aperture")); return text ? { do: "edit", text } : null; });
    add("🗑", say("remove"), () => ({ do: "delete" }));
  }
  return bar;
}

function block(b, where) {
  const text = (t) => (t.type === "mrkdwn" ? draw(t.text) : document.createTextNode(t.text));
  switch (b.type) {
    case "section": {
      const d = el("div", "blk", ...(b.text ? [text(b.text)] : []), ...(b.fields ? [el("div", "fields", ...b.fields.map((f) => el("div", "", text(f))))] : []));
      if (!b.accessory) return d;
      const control = element(b.accessory, where); if (control.tagName === "SELECT" && b.accessory.type !== "overflow" && b.text) control.setAttribute("aria-label", d.textContent);
      d.className = ""; return el("div", "blk row", d, control);
    }
    case "markdown": return el("div", "blk", draw(b.text));
    case "header": return el("div", "blk", el("h3", "", b.text.text));
    case "context": return el("div", "blk ctx", ...b.elements.map(text));
    case "divider": return el("hr");
    case "actions": return el("div", "acts", ...b.elements.map((e) => element(e, where)));
    case "image": { const i = el("img"); i.src = b.image_url; i.alt = b.alt_text; return el("div", "blk", i); }
    case "table": return el("div", "blk", el("table", "", ...b.rows.map((r, i) => el("tr", "", ...r.map((c, j) => { const x = el(i && j ? "td" : "th", "", c.text || ""); if (!i) x.scope = "col"; else if (!j) x.scope = "row"; return x; })))));
    case "input": return field(b);
    default: return el("div", "blk note", "[" + b.type + "]");
  }
}
function act(where, action) {
  return post("/page/action", where.view ? { user: S.user, view: where.view, action } : { user: S.user, channel: where.message.channel, ts: where.message.ts, action });
}
function element(e, where) {
  if (e.type === "static_select" || e.type === "overflow") return chooser(e, where);
  const b = el("button", "btn" + (e.style ? " " + e.style : ""), e.text ? e.text.text : e.type); b.type = "button"; b.dataset.action = e.action_id;
  b.onclick = async () => {
    if (e.confirm && !(await sure(e.confirm))) return;
    b.disabled = true; setTimeout(() => { b.disabled = false; b.isConnected && document.activeElement === document.body && b.focus(); }, 1200);
    await act(where, { action_id: e.action_id, value: e.value, type: e.type, text: e.text });
  };
  return b;
}
function chooser(e, where) {
  const box = el("select", e.type === "overflow" ? "btn overflow" : "btn"); box.dataset.action = e.action_id;
  box.setAttribute("aria-label", e.type === "overflow" ? say("choices") : e.placeholder?.text || e.action_id.replace(/_/g, " "));
  if (e.type === "overflow") { const first = el("option", "", "•••"); first.value = ""; box.append(first); }
  for (const o of e.options) { const x = el("option", "", o.text.text); x.value = o.value; x.selected = e.initial_option?.value === o.value; box.append(x); }
  box.onchange = () => {
    const picked = e.options.find((o) => o.value === box.value); if (e.type === "overflow") box.value = "";
    if (picked) act(where, { action_id: e.action_id, type: e.type, selected_option: picked });
  };
  return box;
}
function sure(c) {
  return new Promise((answer) => {
    const box = el("dialog", "sure"), yes = el("button", "btn primary", c.confirm.text), no = el("button", "btn", c.deny.text);
    box.setAttribute("aria-label", c.title.text); yes.type = no.type = "button";
    box.append(el("form", "", el("h2", "", c.title.text), el("p", "", c.text.text), el("div", "foot", no, yes)));
    const end = (said) => { answer(said); box.remove(); };
    yes.onclick = () => end(true); no.onclick = () => end(false); box.oncancel = () => end(false);
    document.body.append(box); box.showModal(); no.focus();
  });
}
let fields = 0;
function field(b) {
  const e = b.element, name = el("span", "", b.label.text + (b.optional ? "" : " *")), box = el("div", "field", name);
  name.id = "field" + ++fields; box.dataset.block = b.block_id; box.dataset.action = e.action_id; box.dataset.kind = e.type;
  if (e.type === "checkboxes") {
    box.role = "group"; box.setAttribute("aria-labelledby", name.id);
    for (const o of e.options) { const i = el("input"); i.type = "checkbox"; i.value = o.value; i.checked = (e.initial_options || []).some((x) => x.value === o.value); box.append(el("label", "", i, o.text.text)); }
    return box;
  }
  const i = el(e.multiline ? "textarea" : e.type === "static_select" ? "select" : "input");
  if (e.type === "file_input") { i.type = "file"; i.multiple = e.max_files !== 1; }
  else if (e.type === "static_select") for (const o of e.options) { const x = el("option", "", o.text.text); x.value = o.value; x.selected = e.initial_option?.value === o.value; i.append(x); }
  else { if (!e.multiline) i.type = "text"; i.value = e.initial_value || ""; if (e.max_length) i.maxLength = e.max_length; }
  i.setAttribute("aria-labelledby", name.id); if (!b.optional) i.setAttribute("aria-required", "true"); box.append(i); return box;
}
async function valueOf(f) {
  const kind = f.dataset.kind, chosen = (o) => ({ value: o.value, text: { type: "plain_text", text: o.textContent } });
  if (kind === "checkboxes") return { type: kind, selected_options: [...f.querySelectorAll("input:checked")].map((i) => ({ value: i.value })) };
  if (kind === "static_select") return { type: kind, selected_option: chosen(f.querySelector("select").selectedOptions[0]) };
  if (kind === "file_input") return { type: kind, files: (await Promise.all([...f.querySelector("input").files].map(upload))).map((x) => x.id) };
  return { type: kind, value: f.querySelector("input,textarea").value || null };
}
async function upload(file) {
  const form = new FormData(); form.append("user", S.user); form.append("file", file, file.name);
  return (await fetch("/page/upload", { method: "POST", body: form })).json();
}
function attached() {
  put($("attached"), S.files.map((f) => kept("file" + f.id, f.name, () => {
    const b = el("button", "btn", "📄 " + f.name + " ✕"); b.type = "button"; b.setAttribute("aria-label", say("detach") + ": " + f.name);
    b.onclick = () => { S.files = S.files.filter((x) => x !== f); attached(); $("text").focus(); }; return b;
  })));
}
function modal(view) {
  S.view = view; const form = $("modal").querySelector("form"), foot = el("div", "foot");
  const close = el("button", "btn", view.close ? view.close.text : say("close")); close.type = "button"; close.onclick = () => $("modal").close(); foot.append(close);
  if (view.submit) { const ok = el("button", "btn primary", view.submit.text); ok.type = "submit"; foot.append(ok); }
  const head = el("h2", "", view.title.text); head.id = "modal-title"; $("modal").setAttribute("aria-labelledby", "modal-title");
  form.replaceChildren(head, ...view.blocks.map((b) => block(b, { view })), foot);
  if (!$("modal").open) $("modal").showModal();
  (form.querySelector(".field input,.field select,.field textarea") || form.querySelector(".foot button"))?.focus();
}
$("modal").querySelector("form").onsubmit = async (ev) => {
  ev.preventDefault(); const values = {};
  for (const f of ev.target.querySelectorAll(".field")) {
    f.querySelector(".err")?.remove();
    values[f.dataset.block] = { [f.dataset.action]: await valueOf(f) };
  }
  const view = S.view, r = await post("/page/submit", { user: S.user, view_id: view.id, values });
  if (r.errors) {
    for (const [id, words] of Object.entries(r.errors)) {
      const f = ev.target.querySelector(`[data-block="${CSS.escape(id)}"]`), told = el("div", "err", words); told.role = "alert"; f?.append(told);
    }
    ev.target.querySelector(".err")?.parentElement.querySelector("input,select,textarea")?.focus();
  }
  else if (r.error) ev.target.append(el("div", "err", r.error));
  else if (r.close) $("modal").close();
};

async function submit(input, thread) {
  const text = input.value.trim(), files = thread ? [] : S.files; if (!text && !files.length) return;
  const r = await post("/page/message", { user: S.user, channel: S.channel, text, thread_ts: thread, files: files.map((f) => f.id) });
  if (!r.ok) { $("hint").textContent = r.error; $("hint").className = "bad"; return; }
  input.value = ""; grow(input); if (!thread) { S.files = []; attached(); }
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
  if (isDm(S.channel)) opened(S.tab);
};
$("lang").onclick = () => { lang = localStorage.lang = lang === "zh" ? "en" : "zh"; connected($("link").textContent.startsWith("●")); paint(true); };
$("close-thread").onclick = () => { S.thread = null; paint(); $("text").focus(); };
$("menu").onclick = () => { const open = $("side").classList.toggle("open"); $("menu").setAttribute("aria-expanded", open); if (open) $("who").focus(); };
$("attach").onclick = () => $("file").click();
$("file").onchange = async () => {
  try { S.files.push(...(await Promise.all([...$("file").files].map(upload)))); } catch { $("hint").textContent = say("tooLarge"); $("hint").className = "bad"; }
  $("file").value = ""; attached(); $("text").focus();
};
$("tabs").onkeydown = (e) => {
  if (e.key !== "ArrowLeft" && e.key !== "ArrowRight") return;
  const other = [...$("tabs").children].find((b) => b !== document.activeElement); other?.click(); other?.focus();
};
document.addEventListener("keydown", (e) => { 
  if (e.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if ($("side").classList.contains("open")) { $("side").classList.remove("open"); $("menu").focus(); }
  else if (S.thread) { const at = S.thread; S.thread = null; paint(); (document.querySelector(`#list [data-ts="${at}"] .replies`) || $("text")).focus(); }
});
load("U0ADA");
