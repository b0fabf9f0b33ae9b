"use strict";
// A person's client, no more: it knows Discord's REST addresses and Ada's token, nothing else of the server.

const POLL_MS = 700;
const THREAD_STARTED = 32; // a message's flag: a thread hangs on it
const $ = (id) => document.getElementById(id);
let world, ada, channel, thread = null, since = null;

async function call(path, options = {}) {
  const headers = { Authorization: ada?.token ?? "" };
  if (options.body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { ...options, headers });
  const body = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Error(body?.message ?? `Status ${answer.status}`);
  return body;
}

const post = (path, body) => call(path, { method: "POST", body: JSON.stringify(body) });
const say = (text) => { $("state").textContent = text; };

async function begin() {
  world = await call("/playground/world");
  ada = world.people.find((person) => person.name === "Ada") ?? world.people[0];
  channel = world.guild.channels.find((one) => one.type === 0);
  $("who").textContent = ada.name;
  $("where").textContent = `#${channel.name}`;
}

async function ask(prompt) {
  thread = null;
  since = (await call(`/api/v10/channels/${channel.id}/messages?limit=1`))[0]?.id ?? "0";
  await post("/api/v10/interactions", {
    type: 2,
    application_id: world.application.id,
    guild_id: world.guild.id,
    channel_id: channel.id,
    session_id: "page",
    nonce: String(Date.now()),
    data: { name: "ask", type: 1, options: [{ name: "prompt", type: 3, value: prompt }] },
  });
  say("Sent. Waiting for the bot's thread…");
}

async function findThread() {
  const fresh = await call(`/api/v10/channels/${channel.id}/messages?limit=20&after=${since}`);
  const answer = fresh.filter((message) => message.author.id === world.application.bot_id).at(-1);
  if (!answer) return;
  if (answer.thread || answer.flags & THREAD_STARTED) {
    thread = { id: answer.thread?.id ?? answer.id, name: answer.thread?.name ?? "Thread" };
    say("");
  } else {
    say(answer.content || "The bot answered in the channel.");
  }
}

async function showThread() {
  const found = await call(`/api/v10/channels/${thread.id}/messages?limit=100`);
  $("title").textContent = thread.name;
  $("thread").hidden = false;
  $("messages").replaceChildren(...found.filter(hasContent).reverse().map(drawn));
}

const hasContent = (message) => message.content || message.attachments.length || message.components?.length || message.embeds?.length;

function drawn(message) {
  const item = document.createElement("li");
  const name = document.createElement("b");
  name.textContent = message.author.global_name ?? message.author.username;
  const text = document.createElement("pre");
  text.textContent = message.content || texts(message.components ?? []).join("\n");
  item.append(name, text);
  const extras = [
    ...message.attachments.map((file) => `📎 ${file.filename}`),
    ...labels(message.components ?? []).map((label) => `[ ${label} ]`),
  ];
  if (extras.length) {
    const line = document.createElement("div");
    line.className = "extra";
    line.textContent = extras.join("  ");
    item.append(line);
  }
  return item;
}

// Components nest: rows, containers and sections hold others.
const inside = (part) => [...(part.components ?? []), ...(part.accessory ? [part.accessory] : [])];
const texts = (parts) => parts.flatMap((part) => (part.type === 10 ? [part.content] : texts(inside(part))));
const labels = (parts) => parts.flatMap((part) => (part.type === 2 ? [part.label ?? "button"] : labels(inside(part))));

async function follow() {
  try {
    if (thread) await showThread();
    else if (since !== null) await findThread();
  } catch (wrong) {
    say(wrong.message);
  }
  setTimeout(follow, POLL_MS);
}

$("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("send").disabled = true;
  try {
    await ask($("prompt").value);
  } catch (wrong) {
    say(`${wrong.message} (Is the bot running? It may need a moment to start.)`);
  }
  $("send").disabled = false;
});

$("reply").addEventListener("submit", async (event) => {
  event.preventDefault();
  const content = $("answer").value;
  $("answer").value = "";
  await post(`/api/v10/channels/${thread.id}/messages`, { content }).catch((wrong) => say(wrong.message));
});

for (const hint of document.querySelectorAll(".hint")) {
  hint.addEventListener("click", () => {
    const box = thread ? $("answer") : $("prompt");
    box.value = hint.textContent;
    box.focus();
  });
}

begin().then(follow, (wrong) => say(wrong.message));
